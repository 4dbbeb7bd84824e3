import type { Page } from '@playwright/test';
import { EXAMPLE, EXAMPLE_LABELS, toCsv } from './csv';
import { expect, test } from './fixtures';
import { distinctMessages } from './messages';
import {
	choose,
	classify,
	exported,
	finished,
	openStart,
	RUN_TIMEOUT,
	sieveRows,
	started,
	summary,
	tableCell,
	toStart
} from './steps';

const CONTENT = toCsv(EXAMPLE);

test('runs are there after a reload and after a restart of the browser', async ({
	page,
	site,
	profile
}) => {
	await openStart(page, site.url);
	await classify(page, { name: 'kept.csv', content: CONTENT });
	const address = page.url();
	const before = await exported(page);
	await page.reload();
	await finished(page);
	await expect(tableCell(page, 1, 'label')).toHaveText('IOError');
	await test.step('browser restarted', async () => {
		const { page: after } = await profile.restart();
		await openStart(after, site.url);
		await expect(run(after, 'kept.csv')).toContainText('2 rows');
		await open(after, 'kept.csv');
		expect(after.url()).toBe(address);
		expect(await exported(after)).toMatchObject({ columns: before.columns, cells: before.cells });
		expect(before.column('target_label')).toEqual(EXAMPLE_LABELS);
	});
});

test('text that is in files is there after a restart of the browser', async ({
	page,
	site,
	profile
}) => {
	test.setTimeout(120_000);
	const rows = Array.from({ length: 40_000 }, (_, row) => [`web-${row % 3}`, `"größe" ${row}, ok`]);
	await openStart(page, site.url);
	await classify(page, {
		name: 'files.csv',
		content: toCsv([['source', 'log_message'], ...rows])
	});
	// The first rows may come before a file is open; the others are some 700 kB.
	expect(await bytesInFiles(page)).toBeGreaterThan(500_000);
	const address = page.url();
	const { page: after } = await profile.restart();
	await after.goto(address);
	await finished(after);
	const { cells } = await exported(after);
	expect(cells).toHaveLength(rows.length);
	expect(cells.every(([source, message], row) => same(rows[row], [source, message]))).toBe(true);
});

test('runs are renamed, deleted, brought back and deleted for good', async ({ page, site }) => {
	await openStart(page, site.url);
	for (const name of ['one.csv', 'two.csv']) {
		await classify(page, { name, content: CONTENT });
		await toStart(page);
	}
	await expect(runs(page)).toHaveText([/two\.csv/, /one\.csv/]);
	await test.step('rename', async () => {
		await page.getByRole('button', { name: 'Rename one.csv' }).click();
		await page.getByLabel('Name of the run').fill('March, before the outage');
		await page.keyboard.press('Enter');
		await expect(run(page, 'March, before the outage')).toBeVisible();
		await page.reload();
		await started(page);
		await open(page, 'March, before the outage');
		await expect(page.getByRole('heading', { name: 'March, before the outage' })).toBeVisible();
		await toStart(page);
	});
	await test.step('Escape leaves a name as it is', async () => {
		await page.getByRole('button', { name: 'Rename two.csv' }).click();
		await page.getByLabel('Name of the run').fill('something else');
		await page.keyboard.press('Escape');
		await expect(run(page, 'two.csv')).toBeVisible();
	});
	await test.step('delete and undo', async () => {
		await page.getByRole('button', { name: 'Delete two.csv' }).click();
		await expect(run(page, 'two.csv')).toBeHidden();
		await page.getByRole('button', { name: 'Undo' }).click();
		await expect(run(page, 'two.csv')).toBeVisible();
		await open(page, 'two.csv');
		expect((await exported(page)).column('target_label')).toEqual(EXAMPLE_LABELS);
		await toStart(page);
	});
	await test.step('a deleted run is brought back in a later visit', async () => {
		await page.getByRole('button', { name: 'Delete two.csv' }).click();
		await expect(run(page, 'two.csv')).toBeHidden();
		await page.reload();
		await started(page);
		await page.getByRole('button', { name: 'Bring back two.csv' }).click();
		await expect(run(page, 'two.csv')).toBeVisible();
		await expect(page.getByText('Deleted in the last hour')).toBeHidden();
	});
	await test.step('delete for good', async () => {
		expect(await storedRecords(page)).toEqual({ runs: 2, others: 2, withFiles: 2 });
		await page.getByRole('button', { name: 'Delete two.csv' }).click();
		await page.getByRole('button', { name: 'Delete two.csv for good' }).click();
		await expect(page.getByText('Deleted "two.csv" for good.')).toBeVisible();
		await expect.poll(() => storedRecords(page)).toEqual({ runs: 1, others: 1, withFiles: 1 });
		await page.reload();
		await started(page);
		await expect(runs(page)).toHaveText([/March, before the outage/]);
	});
});

test('of a run that was going on when the browser was closed, what was stored is there', async ({
	page,
	site,
	profile
}) => {
	test.setTimeout(120_000);
	const rows = distinctMessages(60_000).map((message, row) => [`service-${row % 3}`, message]);
	await openStart(page, site.url);
	const content = toCsv([['source', 'log_message'], ...rows]);
	await choose(page, { name: 'interrupted.csv', content });
	await expect(tableCell(page, 0, 'label')).not.toHaveText(/^(waiting)?$/, {
		timeout: RUN_TIMEOUT
	});
	await page.waitForTimeout(5_000);
	await expect(page.getByRole('button', { name: 'Cancel' })).toBeVisible();
	const { page: after } = await profile.restart();
	await openStart(after, site.url);
	await expect(run(after, 'interrupted.csv')).toContainText('interrupted, part is kept');
	await after.getByRole('link', { name: 'Open interrupted.csv' }).click();
	await expect(after.getByText('Interrupted, its tab was closed')).toBeVisible();
	await expect(tableCell(after, 1, 'source')).toHaveText('service-1');
	const kept = await summary(after, 'total events');
	expect(kept).toBeGreaterThan(1_000);
	const all = await exported(after);
	const { cells } = all;
	expect(cells).toHaveLength(kept);
	expect(await sieveRows(after)).toBe(kept);
	// What had no answer yet waits for review rather than looking unfinished for ever.
	const open = all.column('target_label').map((label) => label === 'Unclassified');
	expect(all.column('target_label')).not.toContain('');
	expect(open).toContain(true);
	expect(all.column('needs_review').filter((_, row) => open[row])).not.toContain('false');
	expect(cells.every(([source, message], row) => same(rows[row], [source, message]))).toBe(true);
});

test('a run that is gone says so and leads back', async ({ page, site }) => {
	await page.goto(site.at('run/?id=nothing-of-that-name'));
	await expect(page.getByRole('alert')).toContainText('no longer stored in this browser');
	await page.getByRole('link', { name: 'To the list' }).click();
	await started(page);
	await expect(page.getByText('No runs yet')).toBeVisible();
});

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
const runs = (page: Page) =>
	page.getByRole('region', { name: 'Past runs' }).locator('ul.panel > li');
const run = (page: Page, name: string) => runs(page).filter({ hasText: name });

async function open(page: Page, name: string): Promise<void> {
	await page.getByRole('link', { name: `Open ${name}` }).click();
	await finished(page);
}

/** Bytes of text that are in files of the private file system. */
function bytesInFiles(page: Page): Promise<number> {
	return page.evaluate(async () => {
		const runs = await (await navigator.storage.getDirectory()).getDirectoryHandle('runs');
		let bytes = 0;
		for await (const run of runs.values())
			for await (const file of (run as FileSystemDirectoryHandle).values())
				bytes += (await (file as FileSystemFileHandle).getFile()).size;
		return bytes;
	});
}

/** Counts the stored runs, the runs that anything else in the store belongs to, and those with files. */
function storedRecords(page: Page): Promise<{ runs: number; others: number; withFiles: number }> {
	return page.evaluate(async () => {
		const [stored] = (await indexedDB.databases()).filter(({ name }) => /winnow/i.test(name ?? ''));
		const db = await new Promise<IDBDatabase>((resolve, reject) => {
			const request = indexedDB.open(stored?.name ?? '');
			request.onsuccess = () => resolve(request.result);
			request.onerror = () => reject(request.error);
		});
		const all = (store: string): Promise<{ id?: string; runId?: string }[]> =>
			new Promise((resolve) => {
				const request = db.transaction(store).objectStore(store).getAll();
				request.onsuccess = () => resolve(request.result as { id?: string; runId?: string }[]);
			});
		const names = [...db.objectStoreNames];
		const records = await Promise.all(names.map(all));
		db.close();
		const flat = records.flat();
		const root = await navigator.storage.getDirectory();
		const folder = await root.getDirectoryHandle('runs', { create: true });
		const folders: string[] = [];
		for await (const runId of folder.keys()) folders.push(runId);
		return {
			runs: new Set(flat.flatMap(({ id }) => id ?? [])).size,
			others: new Set(flat.flatMap(({ runId }) => runId ?? [])).size,
			withFiles: folders.length
		};
	});
}
