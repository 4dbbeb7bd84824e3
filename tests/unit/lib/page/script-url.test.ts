import { afterEach, describe, expect, it, vi } from 'vitest';

const HREF = 'https://logs.example/winnow/run/';

async function loaded(trustedTypes?: object): Promise<(url: string) => string | URL> {
	vi.resetModules();
	vi.stubGlobal('location', new URL(HREF));
	vi.stubGlobal('trustedTypes', trustedTypes);
	return (await import('../../../../src/lib/page/script-url')).scriptUrl;
}

describe('scriptUrl', () => {
	afterEach(() => vi.unstubAllGlobals());

	it('takes scripts and blobs of this site', async () => {
		const scriptUrl = await loaded();
		expect(scriptUrl('../w.js')).toBe('https://logs.example/winnow/w.js');
		expect(scriptUrl('blob:https://logs.example/1')).toBe('blob:https://logs.example/1');
	});

	it('refuses those from elsewhere', async () => {
		const scriptUrl = await loaded();
		for (const url of ['https://evil.example/w.js', 'blob:https://evil.example/1', 'data:,1'])
			expect(() => scriptUrl(url), url).toThrow(TypeError);
	});

	it('asks one policy, which refuses the same', async () => {
		const createPolicy = vi.fn((_: string, rules: object) => rules);
		const scriptUrl = await loaded({ createPolicy });
		expect(scriptUrl('/w.js')).toBe('https://logs.example/w.js');
		expect(() => scriptUrl('data:,1')).toThrow(TypeError);
		expect(createPolicy.mock.calls.map(([name]) => name)).toEqual(['winnow-script']);
	});
});
