import { readFile } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { EXAMPLE, toCsv } from './csv';
import { expect, test } from './fixtures';
import { choose, classify, exported, finished, grid, openStart, started, tableCell } from './steps';

const FILE = { name: 'two.csv', content: toCsv(EXAMPLE) };
const ANSWER = 'HardwareError';

test('everything is saved to one file, deleted, and restored from it', async ({ page, site }) => {
	test.setTimeout(180_000);
	await openStart(page, site.url);
	await classify(page, FILE);
	await answerFirstRow(page);
	const before = await exported(page);
	await toStorage(page);
	await expect(page.getByText('1 run, 1 answer given by hand')).toBeVisible();
	await expect(page.getByText(/The browser has (not )?promised to keep/)).toBeVisible();
	const content = await test.step('saved', async () => {
		const [file] = await Promise.all([
			page.waitForEvent('download'),
			page.getByRole('button', { name: 'Save everything' }).click()
		]);
		expect(file.suggestedFilename()).toMatch(/^winnow-\d{4}-\d\d-\d\d\.winnow-backup$/);
		return readFile(await file.path());
	});
	await test.step('deleted', async () => {
		await page.evaluate(() => localStorage.setItem('winnow.zone', 'utc'));
		await page.getByRole('button', { name: 'Delete all data' }).click();
		const dialog = page.getByRole('dialog', { name: 'Delete all data' });
		await expect(dialog).toContainText('1 run with the text of their rows');
		await dialog.getByRole('button', { name: 'Cancel' }).click();
		await expect(dialog).toBeHidden();
		await page.getByRole('button', { name: 'Delete all data' }).click();
		await dialog.getByRole('button', { name: 'Delete everything' }).click();
		await page.waitForURL(site.url);
		await started(page);
		await expect(page.getByText('No runs yet')).toBeVisible();
		expect(await page.evaluate(() => localStorage.getItem('winnow.zone'))).toBeNull();
	});
	await test.step('restored, dropped as any file is', async () => {
		await choose(page, { name: 'all.winnow-backup', content });
		const dialog = page.getByRole('dialog', { name: 'Restore all.winnow-backup' });
		await expect(dialog.getByRole('row', { name: /^Runs 1 1$/ })).toBeVisible();
		await accessible(page);
		await dialog.getByRole('button', { name: 'Restore' }).click();
		await expect(
			page.getByText('restored: 1 run, 1 answer and 0 bundles were added')
		).toBeVisible();
		await accessible(page);
		await page.getByRole('link', { name: 'Show the runs' }).click();
		await page.getByRole('link', { name: 'two.csv', exact: true }).click();
		await finished(page);
		expect((await exported(page)).cells).toEqual(before.cells);
		await expect(tableCell(page, 0, 'tier')).toContainText('By hand');
	});
	await test.step('a second time there is nothing to add, and a damaged one is refused', async () => {
		await toStorage(page);
		await offer(page, { name: 'all.winnow-backup', content });
		const dialog = page.getByRole('dialog', { name: 'Restore all.winnow-backup' });
		await expect(dialog.getByRole('row', { name: /^Runs 1 0$/ })).toBeVisible();
		await page.keyboard.press('Escape');
		await offer(page, { name: 'cut.winnow-backup', content: content.subarray(0, -9) });
		await expect(page.getByRole('alert')).toContainText('damaged or cut off');
	});
});

test('storage that is nearly full is told before a run', async ({ page, site }) => {
	await page.addInitScript(() => {
		const estimate = () => Promise.resolve({ quota: 100e9, usage: 95e9 });
		Object.defineProperty(navigator.storage, 'estimate', { value: estimate });
	});
	await openStart(page, site.url);
	await choose(page, FILE);
	await expect(page.getByText('storage that the browser grants is nearly full')).toBeVisible();
	await finished(page);
	await page.getByRole('button', { name: 'See what is stored' }).click();
	await expect(page.getByText('save a backup, then delete old runs')).toBeVisible();
});

/** Says by hand what the first row is. */
async function answerFirstRow(page: Page): Promise<void> {
	await grid(page).focus();
	await page.keyboard.press('ArrowDown');
	await page.keyboard.press('l');
	const dialog = page.getByRole('dialog');
	await dialog.getByRole('button', { name: ANSWER }).click();
	await expect(tableCell(page, 0, 'label')).toContainText(ANSWER);
}

async function toStorage(page: Page): Promise<void> {
	await page.getByRole('link', { name: 'Files' }).click();
	await page.getByRole('link', { name: 'Storage and backup' }).click();
	await expect(page.getByRole('heading', { name: 'Storage and backup' })).toBeVisible();
}

/** Chooses a backup on the storage page. */
async function offer(page: Page, file: { name: string; content: Buffer }): Promise<void> {
	const [chooser] = await Promise.all([
		page.waitForEvent('filechooser'),
		page.getByRole('button', { name: 'Restore a backup' }).click()
	]);
	const mimeType = 'application/gzip';
	await chooser.setFiles({ name: file.name, mimeType, buffer: file.content });
}

async function accessible(page: Page): Promise<void> {
	const tags = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'];
	const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
	expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
}
