import { describe, expect, it, vi } from 'vitest';

// Nothing is drawn here: a state that tells nobody of its changes will do.
vi.stubGlobal('$state', { raw: <T>(value: T): T => value });
const { RequestList } = await import('../../../../src/lib/page/requests.svelte');

const newList = (): InstanceType<typeof RequestList> =>
	new RequestList(() => 'https://logs.example');

describe('the list of requests', () => {
	it('has each address once, and none that is no address of a host', () => {
		const list = newList();
		list.add(['https://logs.example/a.js', 'blob:https://logs.example/1', 'data:,x']);
		list.hear({ requested: ['https://logs.example/a.js', 'https://logs.example/b.js', 7] });
		expect(list.list).toEqual(['https://logs.example/a.js', 'https://logs.example/b.js']);
		expect(list.elsewhere).toEqual([]);
	});

	it('tells what went to another site, whoever made it', () => {
		const list = newList();
		list.hear({ requested: ['https://other.example/log', 'wss://logs.example/x'] });
		list.add(['https://logs.example:444/']);
		expect(list.elsewhere).toEqual([
			'https://other.example/log',
			'wss://logs.example/x',
			'https://logs.example:444/'
		]);
	});

	it('leaves other messages alone', () => {
		const list = newList();
		for (const message of [undefined, null, 'alive', { type: 'offline-ready' }, { requested: 'x' }])
			list.hear(message);
		expect(list.list).toEqual([]);
	});
});
