/** The page of a run has one scroll, that of the window, and the table is a part of it. */
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { classify, drawer, grid, openStart, tableCell, tableRow } from './steps';

const ROWS = 1_500;
const KINDS = [
	'Connection refused by upstream',
	'User signed in',
	'Disk full',
	'Request timed out'
];
const START = Date.UTC(2026, 2, 1);
const LOG = {
	name: 'long.log',
	content: Array.from(
		{ length: ROWS },
		(_, row) =>
			`${new Date(START + row * 1_000).toISOString()} INFO app${row % 3}: ${KINDS[row % 4]}`
	).join('\n')
};
const SCREENS = [
	['a wide screen', { width: 1280, height: 800 }],
	['a phone', { width: 390, height: 844 }],
	['a small phone', { width: 360, height: 640 }],
	['a low window', { width: 844, height: 390 }]
] as const;

for (const [screen, viewport] of SCREENS)
	test(`the window is all that scrolls on ${screen}`, async ({ page, site }) => {
		await page.setViewportSize(viewport);
		await openStart(page, site.url);
		await classify(page, LOG);
		expect(await scrollers(page)).toEqual([]);
		await test.step('the focus comes to the start of the table, not to its middle', async () => {
			await page.getByRole('button', { name: 'Skip to the table' }).focus();
			await page.keyboard.press('Enter');
			await inSight(page, 0);
			await page.waitForTimeout(100);
			await inSight(page, 0);
			await page.evaluate(() => scrollTo(0, 0));
		});
		await test.step('the wheel over the table moves the page, and its head stays', async () => {
			await tableRow(page, 4).hover();
			const before = await scrolled(page);
			await page.mouse.wheel(0, 2_000);
			await expect.poll(() => scrolled(page)).toBe(before + 2_000);
			await expect(grid(page).getByRole('columnheader', { name: 'Message' })).toBeInViewport();
			expect(await grid(page).locator('[role=row]').count()).toBeLessThan(100);
		});
		await test.step('the keys reach both ends, and no row they go to is hidden', async () => {
			await grid(page).focus();
			await page.keyboard.press('End');
			await expect(tableCell(page, ROWS - 1, 'message')).toContainText('Request timed out');
			await inSight(page, ROWS - 1);
			const screenful = Math.ceil(viewport.height / 28);
			for (let row = 2; row <= screenful; row++) {
				await page.keyboard.press('ArrowUp');
				await inSight(page, ROWS - row);
			}
			await page.keyboard.press('PageUp');
			await expect(selected(page)).toHaveCount(1);
			await inSight(page, Number(await selected(page).getAttribute('aria-rowindex')) - 2);
			await page.keyboard.press('Home');
			await inSight(page, 0);
		});
		await test.step('a second Home goes to the top of the page', async () => {
			await page.keyboard.press('Home');
			await expect.poll(() => scrolled(page)).toBe(0);
			await expect(grid(page)).toBeFocused();
			await page.keyboard.press('ArrowDown');
			await inSight(page, 1);
		});
	});

test('the filters stay in sight, and where they are, with few rows and on the way back', async ({
	page,
	site
}) => {
	await openStart(page, site.url);
	await classify(page, LOG);
	const search = page.getByLabel('Search messages and sources');
	await page.mouse.move(900, 600);
	await page.mouse.wheel(0, 9_500);
	await expect(tableRow(page, 330)).toBeInViewport();
	const place = await scrolled(page);
	const height = await top(search);
	await test.step('a drawer opens and closes without moving anything', async () => {
		await tableRow(page, 335).click();
		await expect(drawer(page)).toContainText('Row 336');
		await expect(drawer(page).getByRole('button', { name: 'Close' })).toBeInViewport();
		await page.keyboard.press('Escape');
		await expect(drawer(page)).toBeHidden();
		expect(await scrolled(page)).toBe(place);
	});
	await test.step('a filter that leaves few rows, and none', async () => {
		await search.fill('Disk full');
		await expect(grid(page)).toHaveAttribute('aria-rowcount', String(ROWS / 4 + 1));
		expect(await top(search)).toBe(height);
		await search.fill('nothing has this');
		await expect(grid(page)).toContainText('No row passes');
		expect(await top(search)).toBe(height);
		await search.fill('');
		await expect(grid(page)).toHaveAttribute('aria-rowcount', String(ROWS + 1));
		expect(await top(search)).toBe(height);
	});
	await test.step('the row that was looked into is shown again', () => inSight(page, 335));
	await page.mouse.wheel(0, 12_000);
	await expect(tableRow(page, 335)).toBeHidden();
	const there = await scrolled(page);
	const row = await firstInSight(page);
	expect(row).toBeGreaterThan(600);
	await test.step('back from another page', async () => {
		await page.getByRole('link', { name: 'About' }).evaluate((link: HTMLElement) => link.click());
		await expect(page).toHaveURL(/about/);
		await page.goBack();
		await expect.poll(() => firstInSight(page)).toBe(row);
		expect(await scrolled(page)).toBe(there);
	});
	await test.step('after a reload', async () => {
		await page.reload();
		await expect.poll(() => firstInSight(page)).toBe(row);
	});
	await test.step('back to a list that is longer', async () => {
		await grid(page).getByRole('button', { name: 'Label' }).click();
		await expect(tableRow(page, 0)).toBeInViewport();
		await search.fill('Disk full');
		await expect(grid(page)).toHaveAttribute('aria-rowcount', String(ROWS / 4 + 1));
		await page.goBack();
		await page.goBack();
		await expect.poll(() => firstInSight(page)).toBe(row);
	});
});

test('every chart can be reached beside a long table and on a phone', async ({ page, site }) => {
	await openStart(page, site.url);
	await classify(page, LOG);
	const last = page.getByRole('region', { name: 'Top labels' });
	await expect(last).not.toBeInViewport();
	await page.mouse.move(900, 600);
	await page.mouse.wheel(0, 20_000);
	await expect(last).toBeInViewport({ ratio: 1 });
	await page.setViewportSize({ width: 360, height: 740 });
	await expect(last).toBeHidden();
	await page.getByRole('button', { name: 'Charts', exact: true }).click();
	await last.scrollIntoViewIfNeeded();
	await expect(last).toBeInViewport();
	expect(await scrollers(page)).toEqual([]);
});

test('columns that are wider than the table are moved sideways with their head', async ({
	page,
	site
}) => {
	await page.addInitScript(() =>
		localStorage.setItem('winnow-table', JSON.stringify({ lines: true, widths: { source: 900 } }))
	);
	await openStart(page, site.url);
	await classify(page, LOG);
	const heads = grid(page).getByRole('columnheader');
	await expect(heads.last()).not.toBeInViewport();
	await grid(page).focus();
	for (let press = 0; press < 8; press++) await page.keyboard.press('ArrowRight');
	await expect(heads.last()).toBeInViewport();
	const cell = tableRow(page, 0).getByRole('gridcell').last();
	await expect.poll(() => left(cell)).toBe(await left(heads.last()));
	await page.mouse.move(900, 780);
	await page.mouse.wheel(0, 2_000);
	await expect(heads.last()).toBeInViewport();
});

const selected = (page: Page): Locator => grid(page).locator('[aria-selected=true]');

const scrolled = (page: Page): Promise<number> => page.evaluate(() => Math.round(window.scrollY));

const box = async (target: Locator): Promise<{ x: number; y: number; height: number }> => {
	const found = await target.boundingBox();
	if (!found) throw new Error('It is not on the page.');
	return found;
};
const top = async (target: Locator): Promise<number> => Math.round((await box(target)).y);
const left = async (target: Locator): Promise<number> => Math.round((await box(target)).x);

/** What of the run's page a wheel would scroll instead of the window. */
const scrollers = (page: Page): Promise<string[]> =>
	page.getByRole('main').evaluate((main) =>
		[...main.querySelectorAll('*')]
			.filter((element) => /auto|scroll/.test(getComputedStyle(element).overflowY))
			.filter((element) => element.scrollHeight > element.clientHeight)
			.map((element) => `${element.localName}.${element.className}`)
	);

/** The position of the first row that is seen below the table's head; -1 while there is none. */
const firstInSight = (page: Page): Promise<number> =>
	page.evaluate(() => {
		const rows = [...document.querySelectorAll('[role=row]')];
		const numbered = rows
			.map((row) => ({ row, at: Number(row.getAttribute('aria-rowindex')) - 2 }))
			.sort((a, b) => a.at - b.at);
		const below = numbered[0]?.row.getBoundingClientRect().bottom ?? 0;
		const seen = numbered
			.slice(1)
			.find(({ row }) => row.getBoundingClientRect().bottom > below + 1);
		return seen?.at ?? -1;
	});

/** Waits until a row is wholly seen, below the table's head. */
async function inSight(page: Page, position: number): Promise<void> {
	const { height: window } = page.viewportSize() ?? { height: 0 };
	await expect
		.poll(async () => {
			const row = await box(tableRow(page, position));
			const head = await box(grid(page).locator('[aria-rowindex="1"]'));
			return row.y >= head.y + head.height - 1 && row.y + row.height <= window + 1;
		})
		.toBe(true);
}
