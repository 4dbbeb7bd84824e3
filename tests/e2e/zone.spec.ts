import type { Page } from '@playwright/test';
import { toCsv } from './csv';
import { expect, test } from './fixtures';
import { classify, classifyNext, openStart, tableCell } from './steps';

/** A row a minute from 18:00:00+05:30 on. */
const row = (minute: number, message: string, level = 'info'): string[] => [
	`2026-11-29T18:${String(minute).padStart(2, '0')}:00+05:30`,
	level,
	message
];
const HEAD = ['time', 'level', 'log_message'];
const QUIET = Array.from({ length: 30 }, (_, minute) =>
	row(minute, `Session ${minute} opened for user anna`)
);
const PANIC = row(31, 'Kernel panic - not syncing: attempted to kill init', 'fatal');

test('times are shown in UTC, local time or the log’s own zone, and the choice is kept', async ({
	page,
	site
}) => {
	await openStart(page, site.url);
	await classify(page, { name: 'monday.csv', content: toCsv([HEAD, ...QUIET]) });
	const span = page.locator('dl.strip .span');
	await expect(span).toContainText('time span, UTC');
	await expect(tableCell(page, 0, 'time')).toContainText('12:30:00');
	await choose(page, 'the log’s own zone');
	await expect(span).toContainText('time span, UTC+05:30');
	await expect(span).toContainText('18:00:00');
	await expect(tableCell(page, 0, 'time')).toContainText('18:00:00');
	await expect(page.getByText(/a column, UTC\+05:30/)).toBeVisible();
	await page.reload();
	await expect(span).toContainText('time span, UTC+05:30');
	await choose(page, 'local time');
	await expect(span).toContainText('time span, local time');
	await test.step('what an earlier run of the same kind has no row of is new', async () => {
		const content = toCsv([HEAD, ...QUIET, PANIC]);
		await classifyNext(page, { name: 'tuesday.csv', content });
		const card = page.getByRole('region', { name: 'What stands out' });
		const against = card.getByRole('combobox', { name: 'New against' });
		await expect(card.getByText('is new against')).toBeHidden();
		await against.selectOption({ index: 1 });
		await expect(card.getByText('is new against monday.csv')).toBeVisible();
	});
	await test.step('without that run, what stands out is told all the same', async () => {
		await markDeleted(page, 'monday.csv');
		await choose(page, 'UTC');
		const card = page.getByRole('region', { name: 'What stands out' });
		await expect(card.getByText('is new against')).toBeHidden();
		await expect(card.getByText(/Times: UTC/)).toBeVisible();
		await expect(card.getByRole('combobox', { name: 'New against' })).toBeHidden();
		await expect(tableCell(page, 0, 'time')).toBeVisible();
	});
});

/** As another tab does it. */
async function markDeleted(page: Page, name: string): Promise<void> {
	await page.evaluate(async (name) => {
		const done = <T>(request: IDBRequest<T>): Promise<T> =>
			new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
		const db = await done(indexedDB.open('winnow'));
		const store = db.transaction('runs', 'readwrite').objectStore('runs');
		const runs = (await done(store.getAll())) as { name: string }[];
		const run = runs.find((one) => one.name === name);
		await done(store.put({ ...run, deletedAt: Date.now() }));
		db.close();
	}, name);
}

async function choose(page: Page, zone: string): Promise<void> {
	await page.getByRole('button', { name: 'View' }).click();
	await page.getByRole('combobox', { name: 'Times in' }).selectOption({ label: zone });
	await page.keyboard.press('Escape');
}
