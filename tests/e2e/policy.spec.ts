/** What the pages' security policy forbids besides connections: text that becomes markup, scripts or styles. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from './fixtures';
import { openStart } from './steps';

interface Kept {
	createScriptURL: (url: string) => URL;
}

interface Factory {
	createPolicy: (name: string, rules: object) => Kept;
}

const build = fileURLToPath(new URL('../../build/', import.meta.url));

test('no page has styles or scripts in its markup that its policy would have to allow', () => {
	const pages = readdirSync(build, { recursive: true, encoding: 'utf8' }).filter((path) =>
		path.endsWith('.html')
	);
	expect(pages.length).toBeGreaterThan(10);
	for (const page of pages) {
		const html = readFileSync(join(build, page), 'utf8');
		expect(html, page).not.toMatch(/<style|<[^>]+ style=/);
		expect(html, page).not.toMatch(/'unsafe-(inline|eval)'/);
		expect(html, page).toContain("require-trusted-types-for 'script'");
	}
});

test('text becomes neither markup nor a script nor a style', async ({ page, site, problems }) => {
	problems.allow(/Content Security Policy|Trusted|violates the following/);
	await openStart(page, site.url);
	const outcome = await page.evaluate(() => {
		const tried = (action: () => unknown): string => {
			try {
				action();
				return 'done';
			} catch (error) {
				return (error as Error).name;
			}
		};
		const element = document.createElement('div');
		document.body.append(element);
		element.setAttribute('style', 'width: 7px');
		const worker = URL.createObjectURL(new Blob(['']));
		const { trustedTypes } = window as unknown as { trustedTypes: Factory };
		return {
			markup: tried(() => (element.innerHTML = '<b>bold</b>')),
			worker: tried(() => new Worker(worker)),
			policy: tried(() => trustedTypes.createPolicy('other', {})),
			// Those of Svelte and of the workers were taken when the page began.
			again: tried(() => trustedTypes.createPolicy('svelte-trusted-html', {})),
			width: element.style.width
		};
	});
	expect(outcome).toEqual({
		markup: 'TypeError',
		worker: 'TypeError',
		policy: 'TypeError',
		again: 'TypeError',
		width: ''
	});
});

test("an engine's worker starts workers from its own blobs, and from nowhere else", async ({
	page,
	site,
	problems
}) => {
	problems.allow(/Content Security Policy|Trusted|violates the following/);
	const folder = '_app/immutable/workers';
	const name = readdirSync(join(build, folder)).find((file) =>
		file.startsWith('llm-wllama.worker')
	);
	// Keeps the page's policy, which no script of a test could take any more.
	await page.addInitScript(() => {
		const { trustedTypes } = window as unknown as Window & { trustedTypes: Factory };
		const make = trustedTypes.createPolicy.bind(trustedTypes);
		trustedTypes.createPolicy = (name, rules) => {
			const policy = make(name, rules);
			if (name === 'winnow-script') Object.assign(window, { kept: policy });
			return policy;
		};
	});
	await openStart(page, site.url);
	const [worker] = await Promise.all([
		page.waitForEvent('worker'),
		page.evaluate(
			(script) => {
				const { kept } = window as unknown as { kept: Kept };
				const blob = new Blob([`import ${JSON.stringify(script)};`], { type: 'text/javascript' });
				new Worker(kept.createScriptURL(URL.createObjectURL(blob)), { type: 'module' });
			},
			site.at(`${folder}/${name}`)
		)
	]);
	// Its script has to have been read first.
	await expect
		.poll(() =>
			worker.evaluate(
				() =>
					(self as unknown as { trustedTypes: { defaultPolicy: unknown } }).trustedTypes
						.defaultPolicy !== null
			)
		)
		.toBe(true);
	const outcome = await worker.evaluate(
		async (elsewhere) => {
			const started = (url: string): Promise<string> =>
				new Promise((resolve) => {
					try {
						const inner = new Worker(url, { type: 'module' });
						inner.onmessage = ({ data }) => resolve(String(data));
					} catch (error) {
						resolve((error as Error).name);
					}
				});
			const blob = new Blob(["postMessage('started')"], { type: 'text/javascript' });
			return [await started(URL.createObjectURL(blob)), await started(elsewhere)];
		},
		site.at(`${folder}/${name}`)
	);
	expect(outcome).toEqual(['started', 'TypeError']);
});
