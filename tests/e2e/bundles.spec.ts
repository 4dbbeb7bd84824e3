import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { EXAMPLE, toCsv } from './csv';
import { expect, test } from './fixtures';
import { classify, openStart, tableCell } from './steps';

test('a bundle is copied, edited, used, exported, deleted and brought back', async ({
	page,
	site
}) => {
	await openBundles(page, site.at('teach/'));
	await test.step('the one of the site cannot be changed, a copy can', async () => {
		await page.goto(site.at('teach/labels/'));
		await expect(page.getByLabel('Name of IOError')).toBeDisabled();
		await page.getByRole('button', { name: 'Make a copy' }).click();
		await expect(page.getByRole('heading', { name: 'Labels of My categories' })).toBeVisible();
		await page.getByLabel('Name of IOError').fill('DiskTrouble');
		await page.keyboard.press('Enter');
		await expect(page.getByLabel('Name of DiskTrouble')).toBeVisible();
	});
	await test.step('new runs use it', async () => {
		await page.getByRole('navigation', { name: 'Teach' }).getByText('Bundles').click();
		await bundle(page, 'My categories').getByRole('button', { name: 'Use for new runs' }).click();
		await expect(bundle(page, 'My categories')).toContainText('used for new runs');
		await openStart(page, site.url);
		await classify(page, { name: 'own.csv', content: toCsv(EXAMPLE) });
		await expect(tableCell(page, 1, 'label')).toHaveText('DiskTrouble');
	});
	await openBundles(page, site.at('teach/'));
	const [download] = await Promise.all([
		page.waitForEvent('download'),
		bundle(page, 'My categories').getByRole('button', { name: 'Export' }).click()
	]);
	const file = await readFile(await download.path(), 'utf8');
	await test.step('deleted and brought back', async () => {
		await bundle(page, 'My categories').getByRole('button', { name: 'Delete' }).click();
		await expect(bundle(page, 'My categories')).toBeHidden();
		await expect(bundle(page, 'Winnow default')).toContainText('used for new runs');
		await page.getByRole('button', { name: 'Undo' }).last().click();
		await expect(bundle(page, 'My categories')).toContainText('used for new runs');
	});
	await test.step('and in a later visit', async () => {
		await bundle(page, 'My categories').getByRole('button', { name: 'Delete' }).click();
		await expect(bundle(page, 'My categories')).toBeHidden();
		await page.reload();
		const deleted = page.getByRole('region', { name: 'Deleted in the last hour' });
		await deleted.getByRole('button', { name: 'Bring back My categories' }).click();
		await expect(bundle(page, 'My categories')).toBeVisible();
		await expect(deleted).toBeHidden();
		// Which bundle new runs used is not brought back with it.
		await expect(bundle(page, 'Winnow default')).toContainText('used for new runs');
	});
	await test.step('the exported file comes back whole', async () => {
		await importText(page, file);
		await expect(page.getByText('Imported "My categories"')).toBeVisible();
		await expect(bundle(page, 'My categories')).toHaveCount(2);
		await bundle(page, 'My categories')
			.first()
			.getByRole('button', { name: 'Use for new runs' })
			.click();
		await expect(bundle(page, 'My categories').first()).toContainText('used for new runs');
		await page.goto(site.at('teach/labels/'));
		await expect(page.getByLabel('Name of DiskTrouble')).toBeVisible();
	});
});

test('a broken, newer or hostile bundle is refused in plain words and changes nothing', async ({
	page,
	site
}) => {
	await openBundles(page, site.at('teach/'));
	const response = await page.request.get(site.at('models/default.bundle.json'));
	const good = (await response.json()) as Record<string, unknown>;
	const rule = {
		id: 'x',
		name: 'Half a pattern',
		description: '',
		pattern: '^(\\w+',
		flags: '',
		then: { route: 'llm' },
		examples: { match: [], leave: [] }
	};
	for (const [text, said] of [
		['{"schema": 1', 'not JSON'],
		[JSON.stringify({ ...good, schema: 2 }), 'newer Winnow'],
		[JSON.stringify({ ...good, name: '<img src=x onerror=alert(1)>' }), 'must not contain HTML'],
		[JSON.stringify({ ...good, rules: [rule] }), 'Half a pattern'],
		[JSON.stringify({ ...good, thresholds: {} }), 'thresholds.confidence']
	] as const) {
		await importText(page, text);
		await expect(page.getByRole('alert')).toContainText(said);
		await expect(page.getByRole('list', { name: 'Bundles' }).getByRole('listitem')).toHaveCount(1);
	}
});

test('a link offers a bundle of the same site and says what it loads', async ({ page, site }) => {
	await page.goto(site.at('?bundle=models/default.bundle.json'));
	const offer = page.getByRole('region', { name: 'This link brings the bundle' });
	await expect(offer).toContainText('15 labels');
	await offer.getByRole('button', { name: 'Not now' }).click();
	await expect(offer).toBeHidden();
	await page.goto(site.at('?bundle=https://elsewhere.example/x.json'));
	await expect(page.getByRole('alert')).toContainText('not on this site');
	await page.goto(site.at('?bundle=models/none.json'));
	await expect(page.getByRole('alert')).toContainText('There is no bundle at "models/none.json"');
});

async function openBundles(page: Page, url: string): Promise<void> {
	await page.goto(url);
	await expect(bundle(page, 'Winnow default')).toBeVisible();
}

const bundle = (page: Page, name: string) =>
	page
		.getByRole('list', { name: 'Bundles' })
		.getByRole('listitem')
		.filter({ has: page.locator(`b:text-is("${name}")`) });

async function importText(page: Page, text: string): Promise<void> {
	await page
		.getByLabel('Bundle file')
		.setInputFiles({ name: 'x.json', mimeType: 'application/json', buffer: Buffer.from(text) });
}
