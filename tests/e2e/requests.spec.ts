/** The page shows what was asked for since it was loaded, and that none of it went elsewhere. */
import type { Locator, Page } from '@playwright/test';
import { EXAMPLE, toCsv } from './csv';
import { expect, test } from './fixtures';
import { drop, exported, finished, openStart, toNumber } from './steps';

/** One message that no rule settles, so that the encoder is needed. */
const CONTENT = toCsv([...EXAMPLE, ['app3', 'The nightly ledger was rebuilt from three shards']]);

const counter = (page: Page): Locator =>
	page.getByRole('button', { name: /^[\d,]+ requests, [\d,]+ to other sites$/ });

/** The names of the groups with their files. */
async function listed(page: Page): Promise<Map<string, string[]>> {
	await counter(page).click();
	const sheet = page.getByRole('dialog', { name: 'Requests since this page was loaded' });
	await expect(sheet).toBeVisible();
	// At once: the offline copy goes on, and the list grows.
	const groups = await sheet
		.getByRole('region')
		.evaluateAll((regions) =>
			regions.map((region): [name: string, files: string[]] => [
				region.getAttribute('aria-label') ?? '',
				[...region.querySelectorAll('li')].map((item) => item.textContent)
			])
		);
	return new Map(groups);
}

test('drop, classify, filter, export: every request is listed, with what for, and none left the site', async ({
	page,
	site,
	requests
}) => {
	await openStart(page, site.url);
	await drop(page, { name: 'example.csv', content: CONTENT });
	await finished(page);
	await page.getByLabel('Search messages and sources').fill('ledger');
	await expect(page.getByText(/^1 of \d+ rows$/).first()).toBeVisible();
	expect((await exported(page, 'Filtered')).column('source')).toEqual(['app3']);
	await expect(counter(page)).toHaveText(/, 0 to other sites$/);
	// What the offline copy fetches goes on for a while.
	await expect(page.getByText('Ready offline')).toBeVisible({ timeout: 60_000 });

	const said = toNumber(/^[\d,]+/.exec(await counter(page).innerText())?.[0] ?? '');
	const groups = await listed(page);
	const sheet = page.getByRole('dialog');
	await expect(sheet).toContainText(
		/None of [\d,]+ went\s+to another site\. All were for files of/
	);
	const files = [...groups.values()].flat();
	expect(new Set(files).size).toBe(files.length);
	expect(files.length).toBeGreaterThanOrEqual(said);
	expect([...groups.keys()]).toEqual(
		expect.arrayContaining(['Encoder', 'Categories', "Winnow's code", 'Pages'])
	);
	expect(groups.get('Encoder')).toContain('models/all-MiniLM-L6-v2/onnx/model_quantized.onnx');
	expect(groups.has('Other sites')).toBe(false);
	expect(groups.has('Language model')).toBe(false);

	await test.step('nothing that the browser asked for is missing', async () => {
		const { pathname } = new URL(site.url);
		const asked = requests.all.map((request) => new URL(request.url()));
		const paths = asked
			.filter(({ protocol }) => protocol.startsWith('http'))
			.map(({ pathname: path, search }) => (path.slice(pathname.length) || './') + search);
		expect(paths.length).toBeGreaterThan(30);
		expect([...new Set(paths)].filter((path) => !files.includes(path))).toEqual([]);
	});

	await test.step('a reload begins again', async () => {
		await page.keyboard.press('Escape');
		await page.reload();
		await expect(counter(page)).toHaveText(/, 0 to other sites$/);
		expect((await listed(page)).has('Encoder')).toBe(false);
	});
});

test('on a phone the counter stands below the drop zone, and in the header of every other page', async ({
	page,
	site
}) => {
	await page.setViewportSize({ width: 360, height: 740 });
	for (const path of ['', 'about/', 'teach/', 'run/']) {
		await page.goto(site.at(path));
		await expect(counter(page)).toHaveCount(1);
		expect([...(await listed(page)).keys()], path).toContain('Pages');
		await page.keyboard.press('Escape');
		const width = await page.evaluate(() => document.documentElement.scrollWidth);
		expect(width, path).toBeLessThanOrEqual(360);
	}
});
