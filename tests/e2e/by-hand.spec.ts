import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { classify, classifyNext, drawer, grid, openStart, tableCell, tableRow } from './steps';

const log = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join('');
const FIRST = {
	name: 'monday.log',
	content: log([
		'Lamp 3 of the north hall flickers',
		'Session opened for user anna',
		'Lamp 7 of the north hall flickers'
	])
};
const SECOND = {
	name: 'tuesday.log',
	content: log(['Session opened for user bert', 'Lamp 12 of the north hall flickers'])
};
const PICK = 'HardwareError';

test('a category is set by key, holds for the message and in later files, and is taken back', async ({
	page,
	site
}) => {
	test.setTimeout(120_000);
	await openStart(page, site.url);
	await classify(page, FIRST);
	await test.step('L on a row, then a key', async () => {
		await grid(page).focus();
		await page.keyboard.press('ArrowDown');
		await page.keyboard.press('l');
		await expect(dialog(page)).toContainText('Lamp 3 of the north hall flickers');
		await page.keyboard.press('Escape');
		await expect(dialog(page)).toBeHidden();
		await page.keyboard.press('l');
		const wanted = dialog(page).getByRole('button', { name: PICK });
		await page.keyboard.press((await wanted.getAttribute('aria-keyshortcuts')) ?? '');
		await expect(tableCell(page, 0, 'label')).toContainText(PICK);
		await expect(tableCell(page, 2, 'label')).toContainText(PICK);
		await expect(tableCell(page, 2, 'tier')).toContainText('By hand');
	});
	await test.step('it can be undone, and done again by pointer', async () => {
		await page
			.getByRole('status', { name: 'Messages' })
			.getByRole('button', { name: 'Undo' })
			.click();
		await expect(tableCell(page, 0, 'tier')).not.toContainText('By hand');
		await tableCell(page, 2, 'label').click();
		await dialog(page).getByRole('button', { name: PICK }).click();
		await expect(tableCell(page, 0, 'label')).toContainText(PICK);
	});
	await test.step('it is there after a reload, and said in the drawer', async () => {
		await page.reload();
		await tableRow(page, 0).click();
		await expect(drawer(page)).toContainText('By hand');
		await expect(drawer(page)).toContainText('in monday.log');
	});
	await test.step('it is taken back there, and given again', async () => {
		await drawer(page).getByRole('button', { name: 'Take back' }).click();
		await expect(tableCell(page, 2, 'tier')).not.toContainText('By hand');
		await expect(drawer(page)).not.toContainText('in monday.log');
		await drawer(page).getByRole('button', { name: 'Change (L)' }).click();
		await dialog(page).getByRole('button', { name: PICK }).click();
		await expect(tableCell(page, 2, 'tier')).toContainText('By hand');
	});
	await test.step('a later file has it from the start', async () => {
		await classifyNext(page, SECOND);
		await expect(tableCell(page, 1, 'label')).toContainText(PICK);
		await expect(tableCell(page, 1, 'tier')).toContainText('By hand');
		await expect(tableCell(page, 0, 'tier')).not.toContainText('By hand');
	});
	await test.step('the list of answers changes it, deletes it and brings it back', async () => {
		await page.goto(site.at('teach/answers/'));
		const category = page.getByRole('combobox', { name: /^Category of Lamp/ });
		await expect(category).toHaveValue(PICK);
		await category.selectOption('ResourceUsage');
		await page.getByRole('button', { name: /^Delete the answer about Lamp/ }).click();
		await expect(page.getByText('No answers yet')).toBeVisible();
		await page
			.getByRole('status', { name: 'Messages' })
			.getByRole('button', { name: 'Undo' })
			.click();
		await expect(category).toHaveValue('ResourceUsage');
	});
});

const dialog = (page: Page) => page.getByRole('dialog', { name: 'Category of this message' });
