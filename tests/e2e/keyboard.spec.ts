/** The whole flow without a pointer, and a focus that can be seen at every stop. */
import type { Locator, Page } from '@playwright/test';
import { EXAMPLE, toCsv } from './csv';
import { expect, test } from './fixtures';
import { drawer, exportDialog, finished, grid, openStart, sieve, tableRow } from './steps';

/** Stops of the tab key that a way may have. */
const MOST_STOPS = 80;
const FILE = { name: 'keys.csv', mimeType: 'text/csv', buffer: Buffer.from(toCsv(EXAMPLE)) };

test('a file is chosen, searched, filtered, looked into and downloaded by keyboard alone', async ({
	page,
	site
}) => {
	test.setTimeout(120_000);
	await openStart(page, site.url);
	await test.step('choose a file', async () => {
		// Asked for early: the browser must know before the key is pressed that nobody will work its dialog.
		const opened = page.waitForEvent('filechooser');
		await tabTo(page, page.getByRole('button', { name: 'Choose files' }));
		await page.keyboard.press('Enter');
		await (await opened).setFiles(FILE);
		await finished(page);
	});
	await test.step('search', async () => {
		await page.keyboard.press('/');
		await expectFocus(page, page.getByLabel('Search messages and sources'));
		await page.keyboard.type('missing');
		await expect(page.getByText('1 of 2 rows').first()).toBeVisible();
		await tabTo(page, page.getByRole('button', { name: 'Clear all' }));
		await page.keyboard.press('Enter');
		await expect(page.getByText('2 rows', { exact: true })).toBeVisible();
	});
	await test.step('filter by a menu', async () => {
		const menu = page.getByRole('search').getByRole('button', { name: 'Source' });
		await tabTo(page, menu, 'Shift+Tab');
		await page.keyboard.press('Enter');
		await tabTo(page, page.getByRole('dialog').getByRole('checkbox', { name: /app2/ }));
		await page.keyboard.press('Space');
		await expect(page.getByText('1 of 2 rows').first()).toBeVisible();
		await page.keyboard.press('Escape');
		await expectFocus(page, page.getByRole('search').getByRole('button', { name: /^Source/ }));
	});
	await test.step('take the filter away at its chip', async () => {
		await tabTo(page, page.getByRole('list', { name: 'Filters' }).getByRole('button'));
		await page.keyboard.press('Enter');
		await expect(page.getByText('2 rows', { exact: true })).toBeVisible();
	});
	await test.step('leave a sieve out', async () => {
		await page.keyboard.press('/');
		await tabTo(page, sieve(page, 'Rules'), 'Shift+Tab');
		await page.keyboard.press('Shift+Enter');
		await expect(page.getByRole('list', { name: 'Filters' })).toContainText('Rules');
		await tabTo(page, page.getByRole('button', { name: 'Clear all' }));
		await page.keyboard.press('Enter');
	});
	await test.step('sort by a heading, and open a row', async () => {
		await tabTo(page, grid(page));
		await page.keyboard.press('ArrowDown');
		await tabTo(page, grid(page).getByRole('button', { name: 'Source' }));
		await page.keyboard.press('Enter');
		await expect(grid(page).getByRole('columnheader', { name: 'Source' })).toHaveAttribute(
			'aria-sort',
			'ascending'
		);
		await expect(drawer(page)).toBeHidden();
		await tabTo(page, grid(page), 'Shift+Tab');
		await page.keyboard.press('Home');
		await expect(tableRow(page, 0)).toHaveAttribute('aria-selected', 'true');
		await page.keyboard.press('Enter');
		await expectFocus(page, drawer(page).getByRole('heading', { name: 'Row 1' }));
		await page.keyboard.press('j');
		await expect(drawer(page)).toContainText('Row 2');
		await tabTo(page, drawer(page).getByRole('button', { name: 'Copy', exact: true }));
		await page.keyboard.press('Escape');
		await expect(drawer(page)).toBeHidden();
		await expectFocus(page, grid(page));
	});
	await test.step('the sheet of shortcuts', async () => {
		await page.keyboard.press('?');
		await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
		await page.keyboard.press('Escape');
		await expectFocus(page, grid(page));
	});
	await test.step('download', async () => {
		await tabTo(page, page.getByRole('button', { name: 'Download' }), 'Shift+Tab');
		await page.keyboard.press('Enter');
		await tabTo(page, exportDialog(page).getByRole('radio', { name: /^CSV/ }));
		await page.keyboard.press('ArrowDown');
		await expect(exportDialog(page).getByRole('radio', { name: /^JSON Lines/ })).toBeChecked();
		await tabTo(page, exportDialog(page).getByRole('button', { name: 'Download' }));
		const [download] = await Promise.all([
			page.waitForEvent('download'),
			page.keyboard.press('Enter')
		]);
		expect(download.suggestedFilename()).toBe('keys-classified.jsonl');
		await expectFocus(page, page.getByRole('button', { name: 'Download' }));
	});
});

test('the table of a run is three keys away, and its actions are on keys that the sheet names', async ({
	page,
	site
}) => {
	await openStart(page, site.url);
	await page.keyboard.press('Tab');
	await expectFocus(page, page.getByRole('button', { name: 'Skip to the content' }));
	await page.keyboard.press('Enter');
	await expect(page.getByRole('main')).toBeFocused();
	await page.getByLabel('Log file', { exact: true }).setInputFiles(FILE);
	await finished(page);
	await page.reload();
	await expect(tableRow(page, 0)).toBeVisible();
	await page.keyboard.press('Tab');
	await expectFocus(page, page.getByRole('button', { name: 'Skip to the table' }));
	await page.keyboard.press('Tab');
	await expectFocus(page, page.getByRole('button', { name: 'Skip to the search' }));
	await page.keyboard.press('Shift+Tab');
	await page.keyboard.press('Enter');
	await expect(grid(page)).toBeFocused();
	await page.keyboard.press('?');
	const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
	for (const what of [
		'next or previous hit',
		'in context',
		'copy the link',
		'threshold',
		'what is different'
	])
		await expect(sheet).toContainText(what);
});

/** Goes on from stop to stop until it is there; every stop on the way must show that it has the focus. */
async function tabTo(page: Page, target: Locator, key = 'Tab'): Promise<void> {
	for (let stop = 0; stop < MOST_STOPS; stop++) {
		await page.keyboard.press(key);
		await expectVisibleFocus(page);
		if (await target.evaluate((element) => element === document.activeElement)) return;
	}
	throw new Error(`${String(target)} was not reached with ${MOST_STOPS} times ${key}`);
}

async function expectFocus(page: Page, target: Locator): Promise<void> {
	await expect(target).toBeFocused();
	await expectVisibleFocus(page);
}

async function expectVisibleFocus(page: Page): Promise<void> {
	const stop = await page.evaluate(() => {
		const element = document.activeElement;
		if (!element || element === document.body) return undefined;
		const { outlineStyle, outlineWidth } = getComputedStyle(element);
		const { left, top, right, bottom } = element.getBoundingClientRect();
		return {
			what: `${element.localName} "${element.getAttribute('aria-label') ?? element.textContent?.trim().slice(0, 40)}"`,
			outlined: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2,
			onScreen: right > 0 && bottom > 0 && left < innerWidth && top < innerHeight
		};
	});
	// Beyond the page's last stop the focus is the browser's own.
	if (stop) expect(stop, stop.what).toMatchObject({ outlined: true, onScreen: true });
}
