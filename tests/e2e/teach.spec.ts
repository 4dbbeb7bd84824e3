import type { Page } from '@playwright/test';
import { toCsv } from './csv';
import { expect, test } from './fixtures';
import { classify, openStart } from './steps';

const SUBJECTS = ['invoice', 'refund', 'payment', 'ledger entry', 'credit note', 'tax record'];
const ENDS = ['for the customer', 'of the month', 'in euros', 'for the branch', 'of the batch'];
const PLACES = ['at the gate', 'in the yard', 'by the ramp', 'on the belt', 'near the dock'];
const VEHICLES = ['truck', 'forklift', 'van', 'trailer', 'crane', 'pallet'];

/** 60 distinct messages of two labels that no default bundle has, three rows each. */
const ROWS = [
	...SUBJECTS.flatMap((subject) => ENDS.map((end) => [`posted ${subject} ${end}`, 'Billing'])),
	...VEHICLES.flatMap((vehicle) => PLACES.map((place) => [`moved ${vehicle} ${place}`, 'Yard']))
].flatMap(([message, label]) => [1, 2, 3].map((n) => ['erp', `${message} ${n}`, label as string]));
const FILE = {
	name: 'labelled.csv',
	content: toCsv([['source', 'log_message', 'category'], ...ROWS])
};

test('own labels are learned from a file, judged, kept and used; runs and bundles are compared', async ({
	page,
	site
}) => {
	test.setTimeout(240_000);
	await openStart(page, site.url);
	await classify(page, FILE);
	const runId = new URL(page.url()).searchParams.get('id') ?? '';
	await page.goto(site.at('teach/train/'));
	const result = page.getByRole('region', { name: 'Trained on' });
	await test.step('train from scratch', async () => {
		await page.getByRole('button', { name: 'Train', exact: true }).click();
		await expect(result).toBeVisible({ timeout: 120_000 });
		await expect(result).toContainText('Trained on 60 distinct messages of 180 rows');
		await expect(result).toContainText('A random split would show');
		await expect(result.getByRole('img', { name: /Reliability/ })).toBeVisible();
		await expect(result.getByRole('img', { name: /Risk and coverage/ })).toBeVisible();
		await expect(result.getByRole('region', { name: /Confusion matrix/ })).toContainText('Billing');
	});
	await test.step('discarding it can be undone', async () => {
		await result.getByRole('button', { name: 'Discard' }).click();
		await expect(result).toBeHidden();
		await page
			.getByRole('status', { name: 'Messages' })
			.getByRole('button', { name: 'Undo' })
			.click();
		await expect(result).toContainText('Trained on 60 distinct messages of 180 rows');
	});
	await test.step('what is not kept changes nothing for stored runs', async () => {
		const other = await page.context().newPage();
		await other.goto(site.at(`review/?id=${runId}`));
		await other.getByLabel('Include confident messages').check();
		const labels = other.getByRole('list', { name: 'Labels' });
		await expect(labels).toContainText('SecurityAlert');
		await expect(labels).not.toContainText('Billing');
		await other.close();
	});
	await test.step('keep it and use it', async () => {
		await result.getByLabel('Name').fill('Warehouse');
		await result.getByRole('button', { name: 'Keep as a bundle' }).click();
		await page.getByRole('button', { name: 'Use for new runs' }).click();
		await expect(page.getByText('New runs use "Warehouse".')).toBeVisible();
		await openStart(page, site.url);
		const categories = page.getByRole('combobox', { name: 'Categories' });
		await expect(categories.locator('option:checked')).toHaveText('Warehouse');
		await classify(page, FILE);
		await expect(page.getByText('Categories: Warehouse.')).toBeVisible();
		await expect(page.getByText('Billing').first()).toBeVisible();
		await page.getByRole('link', { name: 'Evaluate' }).click();
	});
	await test.step('evaluate and compare', async () => {
		const view = page.getByRole('region', { name: /against its labels/ });
		await expect(view).toContainText('60');
		expect(await accuracy(page)).toBeGreaterThan(90);
		await page.getByLabel('First').selectOption({ label: 'bundle Winnow default' });
		await page.getByLabel('Second').selectOption({ label: 'bundle Warehouse' });
		await page.getByRole('button', { name: 'Compare' }).click();
		const comparison = page.getByRole('region', { name: 'Compare two runs or bundles' });
		await expect(comparison).toContainText('The difference is more than chance', {
			timeout: 60_000
		});
		await expect(comparison).toContainText('60 messages labelled differently');
	});
});

test('training is cancelled at once, and labels are added, described, merged and taken back', async ({
	page,
	site
}) => {
	test.setTimeout(120_000);
	await openStart(page, site.url);
	await classify(page, FILE);
	await page.goto(site.at('teach/train/'));
	await page.getByRole('button', { name: 'Train', exact: true }).click();
	await page.getByRole('button', { name: 'Cancel' }).click();
	await expect(page.getByRole('button', { name: 'Cancel' })).toBeHidden();
	await expect(page.getByRole('button', { name: 'Train', exact: true })).toBeEnabled();
	await page.getByRole('navigation', { name: 'Teach' }).getByText('Labels').click();
	await page.getByRole('button', { name: 'Make a copy' }).click();
	const labels = page.getByRole('list', { name: 'Labels' }).getByRole('listitem');
	await expect(labels).toHaveCount(15);
	await page.getByLabel('Name', { exact: true }).fill('Billing');
	await page.getByLabel(/What belongs to it/).fill('Money moves.');
	await page.getByRole('button', { name: 'Add' }).click();
	await expect(labels).toHaveCount(16);
	await expect(labels.last()).toContainText('the head does not know it yet');
	await page.getByLabel('Merge IOError into').selectOption('HardwareError');
	await expect(labels).toHaveCount(15);
	await page.getByLabel('Colour of Billing').selectOption('http');
	await page.getByRole('button', { name: 'Move Billing up' }).click();
	await expect(labels.nth(13)).toContainText('Billing');
	await page.getByRole('button', { name: 'Delete DebugTrace' }).click();
	await expect(labels).toHaveCount(14);
	for (let step = 0; step < 5; step++) {
		await page.locator('h1').click();
		await page.keyboard.press('Control+z');
		await page.waitForTimeout(400);
	}
	await expect(labels).toHaveCount(15);
	await expect(page.getByLabel('Name of IOError')).toBeVisible();
	await expect(page.getByLabel('Name of Billing')).toBeHidden();
});

async function accuracy(page: Page): Promise<number> {
	const text = await page.locator('dl div').filter({ hasText: 'Accuracy' }).innerText();
	return Number(/([\d.]+)%/.exec(text)?.[1]);
}
