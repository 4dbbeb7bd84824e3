import { readFile } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { toCsv } from './csv';
import { expect, test } from './fixtures';
import {
	classify,
	classifyNext,
	classifySample,
	drawer,
	grid,
	openStart,
	sieve,
	tableCell,
	tableRow
} from './steps';

const START = Date.UTC(2026, 2, 1);
/** Rules settle all of these, so that their labels are known. */
const KINDS: [source: string, message: (row: number) => string][] = [
	[
		'sshd',
		(row) => `Failed password for invalid user admin from 10.0.0.${row % 50} port ${row} ssh2`
	],
	['disk', (row) => `write /var/log/app-${row}.log: No space left on device`],
	['nginx', (row) => `10.0.0.1 - - "GET /items/${row} HTTP/1.1" 503 ${row}`],
	['nginx', (row) => `10.0.0.1 - - "GET /items/${row} HTTP/1.1" 404 ${row}`]
];
const ROWS = 400;
const fileOf = (kinds: typeof KINDS): string =>
	toCsv([
		['timestamp', 'source', 'log_message'],
		...Array.from({ length: ROWS }, (_, row) => {
			const [source, message] = kinds[row % kinds.length] as (typeof KINDS)[number];
			return [new Date(START + row * 60_000).toISOString(), source, message(row)];
		})
	]);

const shown = (page: Page) => page.locator('.line > p').filter({ hasText: /rows?$/ });
const chips = (page: Page) => page.getByRole('list', { name: 'Filters' }).getByRole('listitem');
const query = (page: Page) => new URL(page.url()).searchParams;

test('every mark filters or leaves out', async ({ page, site }) => {
	await openStart(page, site.url);
	await classify(page, { name: 'marks.csv', content: fileOf(KINDS) });
	await test.step('each problem says since when, in what the filter leaves', async () => {
		const problems = page.getByRole('region', { name: 'What is wrong' });
		const ofAlerts = problems.getByRole('row', { name: /^SecurityAlert, first and last seen/ });
		await expect(ofAlerts).toContainText('1 Mar 2026, 00:00:00 – 06:36:00');
		await page.getByRole('searchbox').fill('10.0.0.4 ');
		await expect(ofAlerts).toContainText('1 Mar 2026, 00:04:00 – 05:04:00');
		await page.getByRole('searchbox').fill('');
		await expect(shown(page)).toHaveText('400 rows');
	});
	await test.step('severe rows stand there whatever their category', async () => {
		const problems = page.getByRole('region', { name: 'What is wrong' });
		await problems.getByRole('button', { name: 'Other categories, Error: 100' }).click();
		await expect(shown(page)).toHaveText('100 of 400 rows');
		await expect(tableCell(page, 0, 'message')).toContainText('503');
		await page.getByRole('button', { name: 'Clear all' }).click();
	});
	await test.step('a message, by key with Shift leaves it out', async () => {
		const list = page.getByRole('region', { name: 'Most frequent messages' });
		const button = list.getByRole('button', { name: /No space left on device/ });
		await button.focus();
		await page.keyboard.press('Shift+Enter');
		await expect(shown(page)).toHaveText('300 of 400 rows');
		await expect(chips(page)).toHaveText([/Same message is not/]);
		expect(query(page).getAll('not-template')).toHaveLength(1);
		await button.click();
		await expect(shown(page)).toHaveText('100 of 400 rows');
		await page.getByRole('button', { name: 'Clear all' }).click();
	});
	await test.step('a cell of the matrix', async () => {
		const matrix = page.getByRole('region', { name: 'Sources and labels' });
		await matrix.getByRole('button', { name: 'nginx, HttpStatus: 200' }).click();
		await expect(shown(page)).toHaveText('200 of 400 rows');
		await expect(chips(page)).toHaveText([/Label.*HttpStatus/, /Source.*nginx/]);
		await page.getByRole('button', { name: 'Clear all' }).click();
	});
	await test.step('a sieve with Shift', async () => {
		await sieve(page, 'Rules').click({ modifiers: ['Shift'] });
		await expect(chips(page)).toHaveText([/Decided by is not.*Rules/]);
		await page.getByRole('button', { name: 'Clear all' }).click();
	});
	await test.step('a menu leaves out', async () => {
		await page.getByRole('search').getByRole('button', { name: 'Source' }).click();
		await page.getByRole('button', { name: 'Leave out nginx' }).click();
		await page.keyboard.press('Escape');
		await expect(shown(page)).toHaveText('200 of 400 rows');
		await page.getByRole('button', { name: 'Clear all' }).click();
		await expect(shown(page)).toHaveText('400 rows');
	});
	await test.step('values of the variable parts', async () => {
		const list = page.getByRole('region', { name: 'Most frequent messages' });
		await list.getByRole('button', { name: 'Values of this message' }).first().click();
		await expect(list.getByText('Values that vary')).toBeVisible();
		await expect(list.locator('dd button').first()).toBeVisible();
	});
});

test('time is chosen by keys and by pointer, and zoomed', async ({ page, site }) => {
	await openStart(page, site.url);
	await classify(page, { name: 'time.csv', content: fileOf(KINDS) });
	const brush = page.getByRole('slider', { name: /Choose a time/ });
	await expect(brush).toHaveAttribute('aria-valuetext', /1 Mar 2026, 00:00, 10 rows/);
	await brush.focus();
	await page.keyboard.press('ArrowRight');
	await page.keyboard.press('Shift+ArrowRight');
	await page.keyboard.press('Enter');
	await expect(shown(page)).toHaveText('20 of 400 rows');
	expect(query(page).get('from')).toBe('2026-03-01T00:10:00.000Z');
	expect(query(page).get('to')).toBe('2026-03-01T00:30:00.000Z');
	await expect(tableCell(page, 0, 'row')).toHaveText('11');
	await page.getByRole('button', { name: 'Zoom in' }).click();
	await expect(page.getByText(/ a column, UTC/)).not.toHaveText(/10 min/);
	await page.getByRole('button', { name: 'Zoom out' }).click();
	await page.getByRole('button', { name: 'All times' }).click();
	await expect(shown(page)).toHaveText('400 rows');
	const box = await brush.boundingBox();
	if (!box) throw new Error('The brush is not on screen');
	await page.mouse.move(box.x + 2, box.y + 20);
	await page.mouse.down();
	await page.mouse.move(box.x + box.width / 2, box.y + 20);
	await page.mouse.up();
	await expect(shown(page)).toHaveText(/^2[01]0 of 400 rows$/);
	await test.step('HTTP status over time', async () => {
		await page.getByRole('button', { name: 'HTTP status' }).click();
		await page.getByRole('button', { name: 'HTTP status over time as table' }).click();
		const table = page.getByRole('region', { name: 'HTTP status over time, table' });
		await expect(table.getByRole('columnheader')).toHaveText(['from', '4xx', '5xx']);
	});
});

test('a search by regular expression, and one that is refused', async ({ page, site }) => {
	await openStart(page, site.url);
	await classify(page, { name: 'regex.csv', content: fileOf(KINDS) });
	await page.getByRole('button', { name: 'Regular expression' }).click();
	const search = page.getByLabel('Search messages and sources');
	await search.fill('items/\\d HTTP');
	await expect(shown(page)).toHaveText('4 of 400 rows');
	expect(query(page).get('regex')).toBe('1');
	await search.fill('(a+');
	await expect(page.getByRole('alert')).toContainText('is not a regular expression');
	await expect(search).toHaveValue('(a+');
	await search.fill('items');
	await expect(shown(page)).toHaveText('200 of 400 rows');
});

test('the table is ordered, grouped and arranged', async ({ page, site }) => {
	await openStart(page, site.url);
	await classify(page, { name: 'order.csv', content: fileOf(KINDS) });
	await tableRow(page, 2).click();
	await expect(drawer(page)).toContainText('Row 3');
	await expect(drawer(page)).toContainText('1 Mar 2026, 00:02:00 UTC');
	await page.getByRole('button', { name: 'Source', exact: true }).last().click();
	await test.step('the selection survives', async () => {
		await expect.poll(() => query(page).get('sort')).toBe('source');
		await expect(page.locator('[role=row][aria-selected=true] .row-cell')).toHaveText('3');
	});
	await grid(page).focus();
	await page.keyboard.press('Home');
	await expect(tableCell(page, 0, 'source')).toHaveText('disk');
	await page.keyboard.press('Escape');
	await page.getByRole('button', { name: 'View', exact: true }).click();
	const view = page.getByRole('dialog', { name: 'View of the table' });
	await view.getByRole('checkbox', { name: 'Confidence' }).uncheck();
	await view.getByRole('button', { name: 'Move Label to the left' }).click();
	await view.getByLabel('Wrap messages').check();
	await page.keyboard.press('Escape');
	await page
		.getByRole('group', { name: 'List' })
		.getByRole('button', { name: /^Messages/ })
		.click();
	await expect(grid(page).getByRole('columnheader')).toHaveText([
		/#/,
		/Time/,
		/Source/,
		/Label/,
		/Message/,
		/.*/,
		/.*/
	]);
	await expect(grid(page)).toHaveAttribute('aria-rowcount', '5');
	await grid(page).focus();
	await page.keyboard.press('Home');
	await page.keyboard.press('Enter');
	await expect(grid(page)).toHaveAttribute('aria-rowcount', '105');
	await page.reload();
	await expect(grid(page)).toHaveAttribute('aria-rowcount', '5');
	await expect(grid(page).getByRole('columnheader')).toHaveCount(7);
});

test('a matrix wider than its place says so, and is scrolled by key', async ({ page, site }) => {
	await page.setViewportSize({ width: 360, height: 740 });
	await openStart(page, site.url);
	await classifySample(page);
	await page.getByRole('button', { name: 'Charts', exact: true }).click();
	const area = page.getByRole('region', { name: 'Rows by source and label' });
	const [back, on] = [page.getByText('← more'), page.getByText('more →')];
	await expect(on).toBeVisible();
	await expect(back).toBeHidden();
	await area.focus();
	await page.keyboard.press('ArrowRight');
	await expect(back).toBeVisible();
	await area.evaluate((element) => element.scrollTo({ left: element.scrollWidth }));
	await expect(on).toBeHidden();
	await expect(back).toBeVisible();
});

test('two runs are compared', async ({ page, site }) => {
	await openStart(page, site.url);
	await classify(page, { name: 'yesterday.csv', content: fileOf(KINDS) });
	await classifyNext(page, { name: 'today.csv', content: fileOf(KINDS.slice(0, 2)) });
	await page.getByRole('link', { name: 'Files' }).click();
	await page.getByRole('button', { name: 'Compare' }).click();
	await expect(
		page.getByText('Before: yesterday.csv, 400 rows. After: today.csv, 400 rows.')
	).toBeVisible();
	const row = (name: RegExp) => page.getByRole('row', { name });
	await expect(row(/4xx.*vanished/)).toBeVisible();
	await expect(row(/No space.*rose 100 25% 200/)).toBeVisible();
	const { violations } = await new AxeBuilder({ page }).analyze();
	expect(violations.map(({ id }) => id)).toEqual([]);
});

test('the run log and the report are downloaded', async ({ page, site }) => {
	await openStart(page, site.url);
	await classify(page, { name: 'log.csv', content: fileOf(KINDS) });
	await page.getByRole('button', { name: 'Run log' }).click();
	const dialog = page.getByRole('dialog', { name: 'Run log' });
	await expect(dialog.getByRole('row', { name: 'Rules 400 100%' })).toBeVisible();
	const { violations } = await new AxeBuilder({ page }).analyze();
	expect(violations.map(({ id }) => id)).toEqual([]);
	const log = await downloaded(page, 'Download as JSON');
	expect(log.name).toBe('log-run-log.json');
	expect(JSON.parse(log.text)).toMatchObject({ rows: 400, fallbacks: [], routed: 0 });
	await dialog.getByRole('button', { name: 'Close' }).click();
	await sieve(page, 'Rules').click();
	const report = await downloaded(page, 'Report');
	expect(report.name).toBe('log-report.html');
	await test.step('which runs nothing and breaks no rule', async () => {
		// A page of its own: the site's takes no text as markup.
		await page.goto('about:blank');
		await page.setContent(report.text);
		await expect(page.getByRole('img', { name: 'Rows by label' })).toBeVisible();
		await expect(page.getByText('Decided by: Rules', { exact: true })).toBeVisible();
		const found = await new AxeBuilder({ page }).analyze();
		expect(found.violations.map(({ id }) => id)).toEqual([]);
	});
});

test('the browser would install the site', async ({ page, site, context }) => {
	await openStart(page, site.url);
	await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
	const session = await context.newCDPSession(page);
	const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
	expect(installabilityErrors).toEqual([]);
});

async function downloaded(page: Page, button: string): Promise<{ name: string; text: string }> {
	const [download] = await Promise.all([
		page.waitForEvent('download'),
		page.getByRole('button', { name: button }).click()
	]);
	return {
		name: download.suggestedFilename(),
		text: await readFile(await download.path(), 'utf8')
	};
}
