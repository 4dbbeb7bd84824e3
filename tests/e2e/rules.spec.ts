import type { Page } from '@playwright/test';
import { toCsv } from './csv';
import { expect, test } from './fixtures';
import { classify, drawer, openStart, tableCell, tableRow } from './steps';

const FILE = {
	name: 'gates.csv',
	content: toCsv([
		['source', 'log_message', 'label'],
		['gate', 'barrier 17 lifted by operator', 'UserAction'],
		['gate', 'barrier 18 lifted by operator', 'UserAction'],
		['gate', 'barrier 9 jammed', 'HardwareError'],
		['gate', 'lamp is on', 'SystemNotification']
	])
};

test('a rule is drafted from a message, tried live, saved, used, switched off and taken back', async ({
	page,
	site
}) => {
	test.setTimeout(120_000);
	await openStart(page, site.url);
	await classify(page, FILE);
	await page.goto(site.at('teach/labels/'));
	await page.getByRole('button', { name: 'Make a copy' }).click();
	await expect(page.getByRole('heading', { name: 'Labels of My categories' })).toBeVisible();
	await page.getByRole('navigation', { name: 'Teach' }).getByText('Bundles').click();
	await expect(page.getByRole('heading', { name: 'Bundles' })).toBeVisible();
	await page.getByRole('button', { name: 'Use for new runs' }).last().click();
	await expect(page.getByText('New runs use "My categories".')).toBeVisible();
	await openStart(page, site.url);
	await classify(page, FILE);
	await tableRow(page, 0).click();
	await drawer(page).getByRole('link', { name: 'Create a rule from this message' }).click();
	const editor = page.getByRole('region', { name: 'New rule' });
	await expect(editor.getByLabel(/^Pattern/)).toHaveValue(/^\^barrier\\s\+/);
	await expect(editor).toContainText('2 rows of the run match');
	await test.step('live matches with what was matched', async () => {
		await editor.getByLabel(/^Pattern/).fill('jammed|lamp');
		await expect(editor).toContainText('2 rows of the run match');
		await expect(editor.locator('mark')).toHaveText(['jammed', 'lamp']);
		await expect(editor).toContainText('It does not match');
		await editor.getByLabel(/^Pattern/).fill('^barrier \\d+ (lifted|jammed)');
		await expect(editor).toContainText('3 rows of the run match');
		await editor.getByLabel('Name').fill('Barrier');
		await editor.getByLabel('Gives').selectOption('UserAction');
	});
	await editor.getByRole('button', { name: 'Save rule' }).click();
	const row = page.getByRole('row').filter({ hasText: 'Barrier' });
	await expect(row).toContainText('66.7%');
	await test.step('new runs use it', async () => {
		await openStart(page, site.url);
		await classify(page, FILE);
		await expect(tableCell(page, 2, 'label')).toHaveText('UserAction');
		await tableRow(page, 2).click();
		await expect(drawer(page)).toContainText('Barrier');
	});
	await test.step('off, deleted and back', async () => {
		await page.goto(site.at('teach/rules/'));
		await row.getByRole('checkbox').click();
		await expect(row.getByRole('checkbox')).not.toBeChecked();
		await row.getByRole('button', { name: 'Delete Barrier' }).click();
		await expect(row).toBeHidden();
		await page.getByRole('button', { name: 'Undo', exact: true }).first().click();
		await expect(row).toBeVisible();
	});
	await test.step('a change is taken back in a later visit, too', async () => {
		await page.reload();
		await expect(row.getByRole('checkbox')).not.toBeChecked();
		await page.getByRole('button', { name: 'Undo', exact: true }).click();
		await expect(page.getByText(/^Took back the change of/)).toBeVisible();
		await expect(row.getByRole('checkbox')).toBeChecked();
	});
});

test('a pattern that cannot be used is refused with the reason, and one that could hang the page runs', async ({
	page,
	site
}) => {
	await openStart(page, site.url);
	await classify(page, FILE);
	await page.goto(site.at('teach/rules/'));
	await page.getByRole('button', { name: 'Make a copy' }).click();
	await expect(page.getByRole('heading', { name: 'Rules of My categories' })).toBeVisible();
	await page.getByRole('button', { name: 'New rule' }).click();
	const editor = page.getByRole('region', { name: 'New rule' });
	for (const [pattern, said] of [
		['(?:(?:ab?){1,900}){1,900}', 'repeats too much'],
		['([', 'not valid']
	] as const) {
		await editor.getByLabel(/^Pattern/).fill(pattern);
		await expect(editor.getByRole('alert')).toContainText(said);
		await editor.getByRole('button', { name: 'Save rule' }).click();
		await expect(editor.getByRole('alert')).toContainText(said);
		await expect(editor).toBeVisible();
	}
	await editor.getByLabel(/^Pattern/).fill('^(\\w+\\s?)*$');
	await expect(editor).toContainText('a slower search is used');
	await editor.getByLabel(/^Pattern/).fill('(l)amp.*\\1');
	await expect(editor).toContainText('each message gets a limited time');
	await editor.getByLabel(/^Pattern/).fill('lamp');
	await expect(editor).toContainText('1 row of the run match');
});

test('thresholds show what they would do before they are saved', async ({ page, site }) => {
	await openStart(page, site.url);
	await classify(page, FILE);
	await page.goto(site.at('teach/thresholds/'));
	await page.getByRole('button', { name: 'Make a copy' }).click();
	await expect(page.getByRole('heading', { name: 'Thresholds of My categories' })).toBeVisible();
	// Three distinct messages, one of two rows; no label rule knows them.
	await test.step('every row is settled, goes to a language model within its budget, or waits', async () => {
		await slide(page, '1');
		await expect(amount(page, 'Sure')).toContainText('0 rows, 0%');
		await budget(page).fill('50');
		await expect(amount(page, 'To a language model')).toContainText('4 rows, 100%');
		await expect(amount(page, 'To a language model')).toContainText('3 distinct messages');
		await expect(amount(page, 'Not sure')).toContainText('0 rows');
		await budget(page).fill('1');
		await expect(amount(page, 'To a language model')).toContainText('2 rows, 50%');
		await expect(amount(page, 'Not sure')).toContainText('2 rows, 50%');
		await expect(amount(page, 'Not sure')).toContainText('2 distinct messages');
		await budget(page).fill('');
		await expect(amount(page, 'To a language model')).toContainText('0 rows');
		await expect(amount(page, 'Not sure')).toContainText('4 rows, 100%');
	});
	await test.step('a label has a threshold of its own, with its counts', async () => {
		await page.getByText('Per-label thresholds').click();
		const row = page.getByRole('row').filter({ hasText: 'DebugTrace' });
		await row.getByRole('checkbox').check();
		await page.getByRole('slider', { name: 'Threshold of DebugTrace' }).fill('0.3');
		await expect(row).toContainText('30%');
		await expect(page.getByRole('columnheader', { name: 'Expected error' })).toBeVisible();
	});
	await slide(page, '0.5');
	const review = page.getByRole('checkbox', { name: 'Review problems of an unsure kind too' });
	await review.check();
	await page.getByRole('button', { name: 'Save for new runs' }).click();
	await expect(page.getByText('Thresholds changed.')).toBeVisible();
	await page.reload();
	await page.getByLabel('Bundle').selectOption({ label: 'My categories' });
	await expect(slider(page)).toHaveValue('0.5');
	await expect(review).toBeChecked();
});

const amount = (page: Page, name: string) =>
	page.locator('dl div').filter({ has: page.getByText(name, { exact: true }) });
const budget = (page: Page) => page.getByRole('spinbutton', { name: /language model is asked/ });
const slider = (page: Page) => page.getByRole('slider', { name: /Sure from a confidence/ });
const slide = (page: Page, value: string): Promise<void> => slider(page).fill(value);
