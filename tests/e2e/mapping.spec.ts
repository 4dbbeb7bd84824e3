import type { Locator, Page } from '@playwright/test';
import { toCsv } from './csv';
import { expect, test } from './fixtures';
import { choose, classify, exported, finished, openStart } from './steps';

const ROWS = [
	['Wann', 'Woher', 'Was', 'Dazu'],
	['2026-01-01', 'app1', 'Connection failed due to timeout', 'the nightly job had waited for it'],
	['2026-01-02', 'app2', 'FileNotFoundError: dataset.csv missing', 'asked for by the weekly job']
];

test('columns of unknown names are mapped by hand', async ({ page, site }) => {
	await openStart(page, site.url);
	await choose(page, { name: 'unknown.csv', content: toCsv(ROWS) });
	await expect(
		page.getByRole('heading', { name: 'How should unknown.csv be read?' })
	).toBeVisible();
	await expect(page.getByText('no column is named like a message')).toBeVisible();
	const run = page.getByRole('button', { name: 'Classify' });
	await expect(run).toBeDisabled();
	await expect(page.getByRole('region', { name: 'First rows' })).toContainText(
		'dataset.csv missing'
	);
	await choice(page, 'Message (required)').selectOption({ label: 'Was' });
	await choice(page, 'Source').selectOption({ label: 'Woher' });
	await choice(page, 'Time').selectOption({ label: 'Wann' });
	await run.click();
	await finished(page);
	const { columns, cells, column } = await exported(page);
	expect(columns.slice(0, 5)).toEqual([...(ROWS[0] as string[]), 'target_label']);
	expect(cells.map((row) => row.slice(0, 4))).toEqual(ROWS.slice(1));
	expect(column('target_label')).toEqual(['NetworkError', 'IOError']);
	await expect(page.locator('dl.strip')).toContainText('1 Jan 2026');
});

test('an input that was read wrongly can be read another way', async ({ page, site }) => {
	const rows = [
		['Was,Woher', 'Nr'],
		['Disk full,node7', '1'],
		['Timeout,web', '2']
	];
	await openStart(page, site.url);
	await choose(page, {
		name: 'odd.csv',
		content: toCsv(rows, { delimiter: ';' }).replaceAll('"', '')
	});
	await choice(page, 'Delimiter').selectOption({ label: 'comma' });
	await page.getByLabel('First row names the columns').check();
	await choice(page, 'Message (required)').selectOption({ label: 'Was' });
	await page.getByRole('button', { name: 'Classify' }).click();
	await finished(page);
	expect((await exported(page)).column('target_label')).toEqual(['IOError', 'NetworkError']);
	await test.step('after the run, too', async () => {
		await page.getByRole('button', { name: 'Import settings' }).click();
		await choice(page, 'Kind').selectOption({ label: 'Log lines or plain text' });
		await page.getByRole('button', { name: 'Classify' }).click();
		await finished(page);
		expect((await exported(page)).cells).toHaveLength(3);
	});
});

test('known labels of an input are kept as the truth, and ours is called predicted_label', async ({
	page,
	site
}) => {
	const rows = [
		['source', 'log_message', 'target_label'],
		['app1', 'Connection failed due to timeout', 'Network'],
		['app2', 'Disk full', 'IOError']
	];
	await openStart(page, site.url);
	await classify(page, { name: 'truth.csv', content: toCsv(rows) });
	const { columns, column } = await exported(page);
	expect(columns.slice(2, 4)).toEqual(['target_label', 'predicted_label']);
	expect(column('target_label')).toEqual(['Network', 'IOError']);
	expect(column('predicted_label')).toEqual(['NetworkError', 'IOError']);
});

const choice = (page: Page, name: string): Locator => page.getByRole('combobox', { name });
