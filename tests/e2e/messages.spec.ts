import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { classify, grid, openStart, tableCell, tableRow } from './steps';

const LINES = [
	...Array.from(
		{ length: 6 },
		(_, at) => `2026-03-01T10:0${at}:00Z INFO web: Served page ${at + 1}`
	),
	'2026-03-01T10:07:00Z ERROR db: Cannot open file /srv/a.db: no such file or directory',
	'2026-03-01T10:08:00Z INFO web: Served page 9',
	'2026-03-01T10:09:00Z ERROR cache: Cannot open file /srv/b.db: no such file or directory'
];

test('a run ends with its messages, problems first; lines are a choice that is kept', async ({
	page,
	site
}) => {
	await page.addInitScript(() => localStorage.setItem('winnow-table', '{}'));
	await openStart(page, site.url);
	await classify(page, { name: 'shop.log', content: LINES.join('\n') });
	await test.step('one line for each message, with its count, times and sources', async () => {
		await expect(list(page, 'Messages')).toHaveAttribute('aria-pressed', 'true');
		await expect(grid(page)).toHaveAttribute('aria-rowcount', '3');
		await expect(tableCell(page, 0, 'message')).toContainText(/^\s*2\s+Cannot open file/);
		await expect(tableCell(page, 0, 'source')).toContainText('db +1');
		await expect(tableCell(page, 0, 'time').locator('time')).toHaveAttribute(
			'title',
			'1 Mar 2026, 10:07:00 – 10:09:00'
		);
		await expect(tableCell(page, 1, 'message')).toContainText(/^\s*7\s+Served page/);
		await expect(tableRow(page, 0).locator('svg')).toBeVisible();
	});
	await test.step('a message opens to its rows', async () => {
		await tableRow(page, 0).click();
		await expect(grid(page)).toHaveAttribute('aria-rowcount', '5');
		await expect(tableCell(page, 1, 'message')).toContainText('/srv/a.db');
	});
	await test.step('lines', async () => {
		await list(page, 'Lines').click();
		await expect(grid(page)).toHaveAttribute('aria-rowcount', '10');
		await expect(tableCell(page, 0, 'message')).toContainText('Served page 1');
	});
});

const list = (page: Page, name: string) =>
	page.getByRole('group', { name: 'List' }).getByRole('button', { name: new RegExp(`^${name}`) });
