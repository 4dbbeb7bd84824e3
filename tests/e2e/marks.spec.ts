import type { Locator, Page } from '@playwright/test';
import { expect, test } from './fixtures';
import {
	classify,
	drawer,
	grid,
	openStart,
	sieveRows,
	summary,
	tableCell,
	tableRow,
	toStart
} from './steps';

const BEATS = Array.from(
	{ length: 30 },
	(_, at) => `node${at},Heartbeat ${at} received from agent`
);
const FAILURES = [
	'db,Connection refused by 10.0.0.7 after 3 attempts',
	'db,Connection refused by 10.0.0.9 after 5 attempts'
];
const FILE = {
	name: 'beats.csv',
	content: ['source,log_message', ...BEATS, ...FAILURES].join('\n') + '\n'
};

test('a muted message is counted but left out, comes back by one chip and by undo, and stays muted in the next run', async ({
	page,
	site
}) => {
	await openStart(page, site.url);
	await classify(page, FILE);
	await tableRow(page, 0).click();
	await drawer(page).getByRole('button', { name: 'Mute' }).click();
	await expect(drawer(page).getByRole('button', { name: 'Muted' })).toBeVisible();
	const chip = page.getByRole('button', { name: '30 muted rows: show' });
	await expect(chip).toBeVisible();
	await expect(grid(page)).toHaveAttribute('aria-rowcount', '3');
	expect(await summary(page, 'distinct messages')).toBe(1);
	// One count everywhere: what is not muted, and beside it what is.
	expect(await summary(page, 'total events')).toBe(2);
	expect(await sieveRows(page)).toBe(2);
	await expect(page.getByRole('paragraph').filter({ hasText: /^2 rows$/ })).toBeVisible();
	await expect(page.getByRole('button', { name: 'Lines 2' })).toBeVisible();

	await chip.click();
	await expect(grid(page)).toHaveAttribute('aria-rowcount', '33');
	await expect(tableRow(page, 0)).toHaveClass(/muted/);
	await expect(tableCell(page, 0, 'message')).toContainText('Muted:');
	await page.getByRole('button', { name: 'Remove the filter Muted: shown' }).click();
	await expect(grid(page)).toHaveAttribute('aria-rowcount', '3');

	await page.getByRole('button', { name: 'Undo' }).click();
	await expect(grid(page)).toHaveAttribute('aria-rowcount', '33');
	await expect(chip).toBeHidden();
	await drawer(page).getByRole('button', { name: 'Mute' }).click();
	await expect(chip).toBeVisible();

	await toStart(page);
	await classify(page, FILE);
	await expect(chip).toBeVisible();
	await expect(grid(page)).toHaveAttribute('aria-rowcount', '3');
});

test('a pinned message says so and can be let go', async ({ page, site }) => {
	await openStart(page, site.url);
	await classify(page, FILE);
	await tableRow(page, 0).click();
	const pin = drawer(page).getByRole('button', { name: /^Pin/ });
	await pin.click();
	await expect(pin).toHaveText('Pinned');
	await expect(pin).toHaveAttribute('aria-pressed', 'true');
	await pin.click();
	await expect(pin).toHaveText('Pin');
});

const frequent = (page: Page) => page.getByRole('region', { name: 'Most frequent messages' });
const mute = (item: Locator) => item.getByRole('button', { name: 'Mute this message' });
const pin = (item: Locator) => item.getByRole('button', { name: 'Pin this message' });

test('messages are muted and pinned in the list by key, greyed where they are shown, and come back', async ({
	page,
	site
}) => {
	await openStart(page, site.url);
	await classify(page, FILE);
	const items = frequent(page).getByRole('listitem');
	await expect(items).toHaveCount(2);
	await pin(items.nth(1)).press('Enter');
	await expect(items.first()).toContainText('Connection refused');
	await expect(pin(items.first())).toHaveAttribute('aria-pressed', 'true');
	await expect(pin(items.first())).toBeFocused();

	await mute(items.nth(1)).press('Enter');
	await expect(items).toHaveCount(1);
	await expect(mute(items.first())).toBeFocused();
	await expect(grid(page)).toHaveAttribute('aria-rowcount', '3');
	const chip = page.getByRole('button', { name: '30 muted rows: show' });
	await chip.click();
	await expect(items.nth(1)).toHaveClass(/muted/);
	await expect(mute(items.nth(1))).toHaveAttribute('aria-pressed', 'true');
	await page.getByRole('button', { name: 'Undo' }).last().click();
	await expect(items.nth(1)).not.toHaveClass(/muted/);
	await expect(chip).toBeHidden();
});

test('keys of the table mute and pin the selected row, and a whole group', async ({
	page,
	site
}) => {
	await openStart(page, site.url);
	await classify(page, FILE);
	await grid(page).press('Home');
	await page.keyboard.press('p');
	await expect(pin(frequent(page).getByRole('listitem').first())).toHaveAttribute(
		'aria-pressed',
		'true'
	);
	await page
		.getByRole('group', { name: 'List' })
		.getByRole('button', { name: /^Messages/ })
		.click();
	await expect(grid(page)).toHaveAttribute('aria-rowcount', '3');
	await grid(page).press('Home');
	await page.keyboard.press('x');
	await expect(page.getByRole('button', { name: '30 muted rows: show' })).toBeVisible();
	await expect(grid(page)).toHaveAttribute('aria-rowcount', '2');
	await expect(tableRow(page, 0)).toHaveAttribute('aria-selected', 'true');
	await page.getByRole('button', { name: 'Undo' }).last().click();
	await expect(grid(page)).toHaveAttribute('aria-rowcount', '3');
});
