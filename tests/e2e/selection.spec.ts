/** A part of a run against the rest of it. */
import { expect, test } from './fixtures';
import { classify, grid, openStart, tableCell } from './steps';

const LINES = Array.from({ length: 400 }, (_, second) => {
	const time = new Date(Date.UTC(2026, 2, 1, 10) + second * 1_000).toISOString();
	return second >= 360 && second % 4 === 0
		? `${time} ERROR db: Cannot open file /srv/a${second}.db: no such file or directory`
		: `${time} INFO web: Served page ${second}`;
});

test('what is new in a chosen time is named, problems first, and leads to its rows', async ({
	page,
	site
}) => {
	await openStart(page, site.url);
	await classify(page, { name: 'shop.log', content: LINES.join('\n') });
	const range = 'from=2026-03-01T10:06:00.000Z&to=2026-03-01T10:06:40.000Z';
	await page.goto(`${page.url()}&${range}`);
	await expect(page.getByText('40 of 400 rows').first()).toBeVisible();
	await page.keyboard.press('e');
	const sheet = page.getByRole('dialog', { name: 'What is different in this selection' });
	await expect(sheet).toContainText('40 rows of the selection against the other 360');
	const first = sheet.getByRole('table', { name: 'Messages' }).locator('tbody tr').first();
	await expect(first).toContainText('Cannot open file');
	await expect(first).toContainText('new here');
	await expect(first).toContainText('10');
	await expect(sheet.getByRole('table', { name: 'Sources' })).toContainText('db');
	await first.getByRole('button').click();
	await expect(sheet).toBeHidden();
	await expect(grid(page)).toHaveAttribute('aria-rowcount', '11');
	await expect(tableCell(page, 0, 'message')).toContainText('/srv/a360.db');
});
