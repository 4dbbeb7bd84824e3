import type { Page } from '@playwright/test';
import { toCsv } from './csv';
import { expect, test } from './fixtures';
import {
	classify,
	drawer,
	exported,
	grid,
	openStart,
	scrollThrough,
	sieve,
	sieveRows,
	summary,
	tableCell,
	tableRow,
	toNumber,
	type Exported
} from './steps';

/** Rows of known severity; the labels of the first three are set by rules. */
const KINDS: [source: string, message: string, level: string][] = [
	['sshd', 'Failed password for invalid user admin from 10.0.0.9 port 4022 ssh2', 'error'],
	['sshd', 'pam_unix(cron:session): session opened for user root by (uid=0)', 'info'],
	['disk', 'write /var/log/app.log: No space left on device', 'critical'],
	['kubelet', 'Started container web in pod shop-7f9c', 'info'],
	['billing', 'Invoice run finished with 120 documents', 'warning'],
	['odd', 'the cat sat on the mat and purred', 'debug']
];
const ROWS = Array.from({ length: 300 }, (_, row) => {
	const [source, message, level] = KINDS[row % KINDS.length] as (typeof KINDS)[number];
	return [source, `${message} ${row}`, level, String(row)];
});
const INPUT = toCsv([['source', 'log_message', 'level', 'nr'], ...ROWS]);
const PROBLEMS = [
	'SecurityAlert',
	'HardwareError',
	'DatabaseError',
	'NetworkError',
	'IOError',
	'ConfigurationError',
	'DeprecationWarning',
	'WorkflowError',
	'ApplicationError'
];

test('counts agree with each other and with the download', async ({ page, site }) => {
	await openStart(page, site.url);
	await classify(page, { name: 'counts.csv', content: INPUT });
	const all = await exported(page);
	const count = countsOf(all);
	await test.step('the sieves hold every row once', async () => {
		expect(await sieveRows(page)).toBe(300);
		for (const [name, tier] of [
			['Rules', 'rule'],
			['Model', 'head'],
			['Unknown', 'none']
		] as const)
			expect(toNumber((await sieve(page, name).locator('b').textContent()) ?? '')).toBe(
				count('tier', tier)
			);
		expect(count('tier', 'rule')).toBe(150);
	});
	await test.step('the six counts of the predecessor', async () => {
		const labels = all.column('target_label');
		const severe = all.column('level').map((level) => level === 'error' || level === 'critical');
		const sure = all.column('certainty').map((certainty) => certainty === 'sure');
		const errors = severe.filter(
			(is, row) => is || (sure[row] && PROBLEMS.includes(labels[row] as string))
		);
		expect(await summary(page, 'total events')).toBe(300);
		expect(await summary(page, 'unique sources')).toBe(5);
		expect(await summary(page, 'error logs')).toBe(errors.length);
		expect(await summary(page, 'user actions')).toBe(count('target_label', 'UserAction'));
		const sureAlerts = sure.filter((is, row) => is && labels[row] === 'SecurityAlert');
		expect(await summary(page, 'security alerts')).toBe(sureAlerts.length);
		expect(await summary(page, 'critical errors')).toBe(50);
		expect(errors.length).toBeGreaterThanOrEqual(100);
		expect(count('target_label', 'UserAction')).toBeGreaterThanOrEqual(50);
		expect(count('target_label', 'SecurityAlert')).toBeGreaterThanOrEqual(50);
	});
	await test.step('what nothing is known of carries a guess and is counted', async () => {
		const reviews = count('needs_review', 'true');
		expect(reviews).toBeGreaterThanOrEqual(50);
		expect(reviews).toBe(count('tier', 'none'));
		expect(await summary(page, 'unknown')).toBe(reviews);
		expect(all.column('target_label')).not.toContain('');
		expect(count('certainty', 'unknown')).toBe(reviews);
		// Unlike anything known: its guess stands beside it.
		expect(all.column('certainty')[5]).toBe('unknown');
		expect(all.column('target_label')[5]).not.toBe('Unclassified');
	});
	await test.step('charts have their figures as tables', async () => {
		await page.getByRole('button', { name: 'Labels as table' }).click();
		const row = page.getByRole('row', { name: /^SecurityAlert/ });
		await expect(row.locator('td').first()).toHaveText(
			String(count('target_label', 'SecurityAlert'))
		);
	});
});

test('filters narrow the table, live in the address and survive a reload', async ({
	page,
	site
}) => {
	await openStart(page, site.url);
	await classify(page, { name: 'filters.csv', content: INPUT });
	const count = countsOf(await exported(page));
	const labelled = count('target_label', 'SecurityAlert');

	await test.step('label', async () => {
		await tick(page, 'Label', 'SecurityAlert');
		await expect(shown(page)).toHaveText(`${labelled} of 300 rows`);
		expect(new URL(page.url()).searchParams.getAll('label')).toEqual(['SecurityAlert']);
	});
	await test.step('tier, by a click on its sieve', async () => {
		await sieve(page, 'Rules').click();
		await expect(shown(page)).toHaveText('50 of 300 rows');
		expect(new URL(page.url()).searchParams.getAll('tier')).toEqual(['rule']);
		await expect(sieve(page, 'Rules')).toHaveAttribute('aria-pressed', 'true');
	});
	await test.step('source', async () => {
		await tick(page, 'Source', 'sshd');
		await expect(shown(page)).toHaveText('50 of 300 rows');
		expect(new URL(page.url()).searchParams.getAll('source')).toEqual(['sshd']);
	});
	await test.step('text', async () => {
		await searchBox(page).fill('SSH2 6');
		await expect(shown(page)).toHaveText('3 of 300 rows');
		expect(new URL(page.url()).searchParams.get('q')).toBe('SSH2 6');
	});
	await test.step('the filtered rows are exported', async () => {
		const filtered = await exported(page, 'Filtered');
		expect(filtered.name).toBe('filters-filtered.csv');
		expect(filtered.column('nr')).toEqual(['6', '60', '66']);
	});
	await test.step('a reload restores the view', async () => {
		await page.reload();
		await expect(shown(page)).toHaveText('3 of 300 rows');
		await expect(searchBox(page)).toHaveValue('SSH2 6');
		await expect(chips(page)).toHaveText([/Label.*SecurityAlert/, /Rules/, /sshd/, /SSH2 6/]);
		await expect(tableCell(page, 0, 'source')).toHaveText('sshd');
	});
	await test.step('chips are removed one by one', async () => {
		await removeChip(page, 'Text');
		await expect(shown(page)).toHaveText('50 of 300 rows');
		await expect(searchBox(page)).toHaveValue('');
		await removeChip(page, 'Source');
		await removeChip(page, 'Decided by');
		await expect(shown(page)).toHaveText(`${labelled} of 300 rows`);
		await removeChip(page, 'Label');
		await expect(shown(page)).toHaveText('300 rows');
		expect([...new URL(page.url()).searchParams.keys()]).toEqual(['id']);
	});
	await test.step('the way back goes through the filters', async () => {
		await page.goBack();
		await expect(shown(page)).toHaveText(`${labelled} of 300 rows`);
		await page.getByRole('button', { name: 'Clear all' }).click();
		await expect(shown(page)).toHaveText('300 rows');
	});
	await test.step('nothing found says what to do', async () => {
		await searchBox(page).fill('no such words anywhere');
		await expect(grid(page)).toContainText('No row passes these filters');
	});
});

test('the drawer says why, by rule and by head', async ({ page, site }) => {
	await openStart(page, site.url);
	await classify(page, { name: 'why.csv', content: INPUT });
	await test.step('a rule: its name, pattern and what it matched', async () => {
		await tableRow(page, 0).click();
		await expect(drawer(page)).toContainText('Failed login');
		await expect(drawer(page).locator('code')).toContainText('Failed password for');
		await expect(drawer(page).locator('mark')).toHaveText('Failed password for');
		await expect(drawer(page)).toContainText('50 lines are this message with different values');
	});
	await test.step('the head: probabilities and the nearest examples', async () => {
		await tableRow(page, 3).click();
		await expect(drawer(page)).toContainText('Row 4');
		await expect(drawer(page)).toContainText('Most probable labels');
		const nearest = drawer(page).locator('section', { hasText: 'Nearest examples' }).locator('li');
		await expect(nearest).toHaveCount(5);
		await expect(nearest.first()).toContainText(/similarity 0\.\d\d/);
		const shares = await drawer(page)
			.locator('section', { hasText: 'Most probable labels' })
			.locator('.number')
			.allTextContents();
		expect(shares.length).toBeGreaterThan(1);
		const figures = shares.map(toNumber);
		expect(figures).toEqual([...figures].sort((a, b) => b - a));
	});
	await test.step('all columns of the row', async () => {
		const cells = drawer(page).locator('section', { hasText: 'All columns' });
		await expect(cells.locator('dt')).toHaveText(['source', 'log_message', 'level', 'nr']);
		await expect(cells.locator('dd .value').last()).toHaveText('3');
	});
	await test.step('a row of which nothing is known says why', async () => {
		await tableRow(page, 5).click();
		await expect(drawer(page)).toContainText('Reason');
		await expect(drawer(page)).toContainText('Unknown');
	});
});

test('the table is worked by keyboard', async ({ page, site }) => {
	await openStart(page, site.url);
	await classify(page, { name: 'keys.csv', content: INPUT });
	await grid(page).focus();
	await page.keyboard.press('ArrowDown');
	await page.keyboard.press('ArrowDown');
	await expect(tableRow(page, 1)).toHaveAttribute('aria-selected', 'true');
	await page.keyboard.press('ArrowUp');
	await expect(tableRow(page, 0)).toHaveAttribute('aria-selected', 'true');
	await page.keyboard.press('End');
	await expect(tableRow(page, 299)).toBeInViewport();
	await expect(tableCell(page, 299, 'message')).toContainText('purred 299');
	await page.keyboard.press('Enter');
	await expect(drawer(page)).toContainText('Row 300');
	await page.keyboard.press('k');
	await expect(drawer(page)).toContainText('Row 299');
	await page.keyboard.press('Escape');
	await expect(drawer(page)).toBeHidden();
	await expect(grid(page)).toBeFocused();
	await page.keyboard.press('/');
	await expect(searchBox(page)).toBeFocused();
	await page.keyboard.type('?');
	await expect(searchBox(page)).toHaveValue('?');
	await expect(page.getByRole('dialog')).toBeHidden();
	await searchBox(page).fill('');
	await page.keyboard.press('Escape');
	await page.keyboard.press('?');
	const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
	await expect(sheet).toBeVisible();
	await page.keyboard.press('Escape');
	await expect(sheet).toBeHidden();
});

test('the table scrolls to the last of many rows', async ({ page, site }) => {
	const rows = Array.from(
		{ length: 30_000 },
		(_, row) => `Timeout\nDisk full`.split('\n')[row % 2]
	);
	await openStart(page, site.url);
	await classify(page, { name: 'long.log', content: rows.join('\n') });
	await scrollThrough(page, 1);
	await expect(tableRow(page, 29_999)).toBeInViewport();
	await expect(tableCell(page, 29_999, 'row')).toHaveText('30,000');
	await expect(tableCell(page, 29_999, 'message')).toHaveText('Disk full');
	// Only what is in view is drawn.
	expect(await grid(page).locator('[role=row]').count()).toBeLessThan(100);
});

test('cells that a spreadsheet would run as formulas are made harmless', async ({ page, site }) => {
	const risky = ['=cmd', '+1', '-2+3', '@SUM(A1)', ' =1', '\n=1', '\t=1'];
	const rows = risky.map((cell) => ['app', cell, cell]);
	await openStart(page, site.url);
	const content = toCsv([['source', 'log_message', '=note'], ...rows]);
	await classify(page, { name: 'formulas.csv', content });
	const { columns, cells } = await exported(page);
	expect(columns[2]).toBe('_=note');
	expect(cells.map((row) => row.slice(1, 3))).toEqual(
		risky.map((cell) => [`'${cell}`, `'${cell}`])
	);
});

/** Counts the rows of an export that have a value. */
const countsOf =
	(file: Exported) =>
	(column: string, value: string): number =>
		file.column(column).filter((cell) => cell === value).length;

const shown = (page: Page) => page.locator('.line > p').filter({ hasText: /rows?$/ });
const chips = (page: Page) => page.getByRole('list', { name: 'Filters' }).getByRole('listitem');
const searchBox = (page: Page) => page.getByLabel('Search messages and sources');

async function removeChip(page: Page, field: string): Promise<void> {
	await page.getByRole('button', { name: `Remove the filter ${field}` }).click();
}

/** Ticks a value in a filter's menu. */
async function tick(page: Page, menu: string, value: string): Promise<void> {
	const search = page.getByRole('search');
	await search.getByRole('button', { name: menu }).click();
	const dialog = page.getByRole('dialog', { name: menu });
	await dialog.getByRole('listitem').filter({ hasText: value }).getByRole('checkbox').check();
	await page.keyboard.press('Escape');
	await expect(dialog).toBeHidden();
}
