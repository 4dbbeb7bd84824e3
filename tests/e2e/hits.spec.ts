/** Finding one's way from hit to hit, and from a hit to what is around it in the file. */
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { classify, drawer, grid, openStart, tableCell, tableRow } from './steps';

const ROWS = 3_000;
/** Each thousandth row is one of the hits. */
const LINES = Array.from({ length: ROWS }, (_, at) => {
	const time = new Date(Date.UTC(2026, 2, 1, 10) + at * 1_000).toISOString();
	return at % 1_000 === 500
		? `${time} ERROR db: Cannot open file /srv/a${at}.db: no such file or directory`
		: `${time} INFO web: Served page ${at}`;
});
const FILE = { name: 'shop.log', content: LINES.join('\n') };

const search = (page: Page) => page.getByLabel('Search messages and sources');

test('hits are marked, stepped through, shown in context and linked', async ({
	page,
	context,
	site
}) => {
	await context.grantPermissions(['clipboard-read', 'clipboard-write']);
	await openStart(page, site.url);
	await classify(page, FILE);
	await test.step('marked in the rows', async () => {
		await search(page).fill('NO SUCH FILE');
		await expect(page.getByText('3 of 3,000 rows').first()).toBeVisible();
		await expect(tableRow(page, 0).locator('mark')).toHaveText('no such file');
		await search(page).fill('^cannot open|web');
		await page.getByRole('button', { name: 'Regular expression' }).click();
		await expect(page.getByText('3,000 of 3,000 rows').first()).toBeVisible();
		await expect(tableCell(page, 0, 'source').locator('mark')).toHaveText('web');
		await search(page).fill('^cannot open');
		await expect(page.getByText('3 of 3,000 rows').first()).toBeVisible();
		await expect(tableCell(page, 0, 'message').locator('mark')).toHaveText('Cannot open');
	});
	await test.step('from hit to hit with Enter in the field, and with keys', async () => {
		await search(page).press('Enter');
		await expect(page.getByText('Hit 1/3')).toBeVisible();
		await expect(tableRow(page, 0)).toHaveAttribute('aria-selected', 'true');
		await grid(page).focus();
		await page.keyboard.press('n');
		await expect(page.getByText('Hit 2/3')).toBeVisible();
		await expect(tableRow(page, 1)).toHaveAttribute('aria-selected', 'true');
	});
	await test.step('in context: all lines around it, hits among them', async () => {
		await page.keyboard.press('c');
		await expect(page.getByText('All lines around row 1,501')).toBeVisible();
		await expect(grid(page)).toHaveAttribute('aria-rowcount', String(ROWS + 1));
		await expect(tableRow(page, 1_500)).toHaveAttribute('aria-selected', 'true');
		await expect(tableRow(page, 1_500).locator('mark')).toHaveText('Cannot open');
		await expect(tableCell(page, 1_499, 'message')).toContainText('Served page 1499');
		await expect(tableRow(page, 1_499).locator('mark')).toHaveCount(0);
		await page.keyboard.press('Shift+N');
		await expect(tableRow(page, 500)).toHaveAttribute('aria-selected', 'true');
		await expect(page.getByText('Hit 1/3')).toBeVisible();
		await page.keyboard.press('Shift+N');
		await expect(tableRow(page, 2_500)).toHaveAttribute('aria-selected', 'true');
	});
	await test.step('back to the filter, the row still selected', async () => {
		await page.keyboard.press('Escape');
		await expect(grid(page)).toHaveAttribute('aria-rowcount', '4');
		await expect(tableRow(page, 2)).toHaveAttribute('aria-selected', 'true');
		await page.keyboard.press('c');
		await page.getByRole('button', { name: 'Back to the filter' }).click();
		await expect(grid(page)).toHaveAttribute('aria-rowcount', '4');
	});
	await test.step('the link of a row opens it', async () => {
		await tableRow(page, 1).click();
		await page.keyboard.press('y');
		await expect(page.getByText('Copied the link of row 1,501.')).toBeVisible();
		const link = await page.evaluate(() => navigator.clipboard.readText());
		expect(link).toContain('#row=1501');
		await page.goto('about:blank');
		await page.goto(link);
		await expect(drawer(page).getByRole('heading', { name: 'Row 1,501' })).toBeVisible();
		await expect(drawer(page)).toContainText('/srv/a1500.db');
		await expect(tableRow(page, 1_500)).toHaveAttribute('aria-selected', 'true');
		await expect(tableRow(page, 1_500)).toBeInViewport();
	});
});

test('a message that is searched for is stepped to as a message', async ({ page, site }) => {
	await page.addInitScript(() => localStorage.setItem('winnow-table', '{}'));
	await openStart(page, site.url);
	await classify(page, FILE);
	await search(page).fill('no such file');
	await expect(page.getByText('3 of 3,000 rows').first()).toBeVisible();
	await search(page).press('Enter');
	await expect(page.getByText('Hit 1/1')).toBeVisible();
	await grid(page).focus();
	await page.keyboard.press('c');
	await expect(tableRow(page, 500)).toHaveAttribute('aria-selected', 'true');
	await page.keyboard.press('Escape');
	await expect(page.getByRole('treegrid', { name: 'Rows' })).toHaveAttribute('aria-rowcount', '2');
	await expect(tableRow(page, 0)).toHaveAttribute('aria-selected', 'true');
});

test('while a search counts, no count is shown for it', async ({ page, site }) => {
	await openStart(page, site.url);
	await classify(page, FILE);
	const said = await page.evaluateHandle(() => {
		const texts: string[] = [];
		const line = document.querySelector('.second .line');
		const note = (): void => void texts.push(line?.querySelector('p')?.textContent ?? '');
		if (line)
			new MutationObserver(note).observe(line, {
				subtree: true,
				childList: true,
				characterData: true
			});
		return texts;
	});
	await search(page).fill('no such file');
	await expect(page.getByText('3 of 3,000 rows').first()).toBeVisible();
	const texts = await said.jsonValue();
	expect(texts).not.toContain('3,000 of 3,000 rows');
	expect(texts.some((text) => text.startsWith('Searching'))).toBe(true);
	await page.getByRole('button', { name: 'Regular expression' }).click();
	await search(page).fill('(');
	await expect(page.getByRole('alert')).toContainText('is not a regular expression');
	await expect(page.getByRole('paragraph').filter({ hasText: 'Not searched' })).toBeVisible();
});
