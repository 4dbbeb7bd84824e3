import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { allow, expect, test } from './foreign-page';
import { RUN_TIMEOUT } from './steps';

const SITE_IN_DOCS = 'https://example.org/winnow/';
const LOG = [
	'2026-11-20T08:00:00Z INFO  [main] shop.Web: order 17 shipped',
	'2026-11-20T08:00:01Z ERROR [main] shop.Store: Connection refused',
	'2026-11-20T08:00:02Z ERROR [main] shop.Store: write failed: No space left on device'
].join('\n');

const text = await readFile('docs/api.md', 'utf8');
const examples = [...text.matchAll(/```js\n([^]*?)\n```/g)].map(([, code = '']) => code);

/** What a module says that it prints: the comment behind a `console.log`, or those in the lines after it. */
function printedIn(code: string): string[] {
	return [
		...code.matchAll(/console\.log\([^\n]*\);? \/\/ ([^\n]+)|^\t*\/\/ ([^\n]+ \| [^\n]+)$/gm)
	].map(([, behind, after]) => (behind ?? after) as string);
}

/** What a page of the foreign site prints, until so many lines are there. */
async function printed(
	page: Page,
	url: string,
	lines: number,
	onAsked: () => Promise<void>
): Promise<string[]> {
	const seen: string[] = [];
	page.on('console', (message) => message.type() === 'log' && seen.push(message.text()));
	await page.goto(url);
	await onAsked();
	await expect.poll(() => seen.length, { timeout: RUN_TIMEOUT }).toBeGreaterThanOrEqual(lines);
	// The frame is gone once the module has run to its end.
	await expect(page.locator('iframe')).toHaveCount(0);
	page.removeAllListeners('console');
	return seen;
}

test('the examples of docs/api.md print what they say, on a page of another site', async ({
	page,
	site,
	foreign
}) => {
	test.setTimeout(4 * RUN_TIMEOUT);
	expect(examples.length).toBeGreaterThanOrEqual(8);
	foreign.files.set('app.log', LOG);
	const bundle = JSON.parse(await readFile('static/models/default.bundle.json', 'utf8'));
	// Without its examples, which would all be embedded first.
	foreign.files.set('mine.json', JSON.stringify({ ...bundle, name: 'Mine', examples: undefined }));
	for (const [at, code] of examples.entries())
		await test.step(`example ${at + 1}`, async () => {
			const expected = printedIn(code);
			expect(expected.length).toBeGreaterThan(0);
			foreign.addModule(`example-${at}`, code.replaceAll(SITE_IN_DOCS, site.url));
			const url = `${foreign.url}example-${at}.html`;
			// A yes holds for the tab.
			const asked = (): Promise<void> =>
				at === 0 ? allow(page, foreign.origin) : Promise.resolve();
			expect(await printed(page, url, expected.length, asked)).toEqual(expected);
		});
});

test('the example on the page about it prints what it says, and types are beside the module', async ({
	page,
	site,
	foreign
}) => {
	await page.goto(site.at('api/'));
	await expect(page.getByText(site.at('api/winnow.js'))).toBeVisible();
	const code = await page.getByLabel('Example').innerText();
	const types = await page.request.get(site.at('api/winnow.d.ts'));
	expect(await types.text()).toContain('export declare const connect: Connect;');
	foreign.addModule('example', code);
	const expected = printedIn(code);
	expect(expected).toHaveLength(2);
	const asked = (): Promise<void> => allow(page, foreign.origin);
	expect(await printed(page, `${foreign.url}example.html`, 2, asked)).toEqual(expected);
});
