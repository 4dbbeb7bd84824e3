import { parquetReadObjects } from 'hyparquet';
import { expect, test } from './fixtures';
import {
	classify,
	download,
	downloaded,
	exportDialog,
	openExport,
	openStart,
	parsed,
	sieve
} from './steps';

const ROWS = [
	['web', 'Connection refused by 10.0.0.7 for user alice'],
	['web', 'Connection refused by 10.0.0.9 for user alice'],
	['db', 'ERROR 404'],
	['mailer', 'Undeliverable: carol@example.org, token=abc123']
];
const FILE = {
	name: 'shop.csv',
	content:
		['source,log_message', ...ROWS.map((row) => row.map((cell) => `"${cell}"`).join(','))].join(
			'\n'
		) + '\n'
};

test('every format holds every row in order', async ({ page, site }) => {
	await openStart(page, site.url);
	await classify(page, FILE);

	const csv = await downloaded(page, 'CSV');
	expect(csv.name).toBe('shop-classified.csv');
	const { cells, column } = parsed(csv.bytes.toString('utf8'));
	expect(cells.map((row) => row.slice(0, 2))).toEqual(ROWS);

	const jsonl = await downloaded(page, 'JSON Lines');
	expect(jsonl.name).toBe('shop-classified.jsonl');
	const lines = jsonl.bytes.toString('utf8').trim().split('\n');
	const objects = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
	expect(objects.map(({ source, log_message }) => [source, log_message])).toEqual(ROWS);
	expect(objects.map(({ target_label }) => target_label)).toEqual(column('target_label'));
	expect(typeof objects[0]?.['confidence']).toBe('number');

	const parquet = await downloaded(page, 'Parquet');
	expect(parquet.name).toBe('shop-classified.parquet');
	const file = new Uint8Array(parquet.bytes).buffer;
	expect(await parquetReadObjects({ file })).toEqual(objects);

	const messages = await downloaded(page, 'Distinct messages');
	expect(messages.name).toBe('shop-classified-messages.csv');
	const templates = parsed(messages.bytes.toString('utf8'));
	expect(templates.column('rows')).toEqual(['2', '1', '1']);
	expect(templates.column('example_message')[0]).toBe(ROWS[0]?.[1]);
});

test('masking shows what it does and does it, in any format', async ({ page, site }) => {
	await openStart(page, site.url);
	await classify(page, FILE);
	const dialog = await openExport(page, 'JSON Lines');
	await dialog.getByRole('switch', { name: 'Mask personal data' }).check();
	await expect(dialog.getByRole('definition')).toHaveText([
		'Connection refused by 10.0.0.7 for user alice',
		'Connection refused by <ip> for user <user>'
	]);
	const jsonl = (await download(page)).bytes.toString('utf8');
	for (const secret of ['10.0.0', 'alice', 'carol', 'abc123']) expect(jsonl).not.toContain(secret);
	expect(jsonl).toContain('Undeliverable: <email>, token=<secret>');

	await openExport(page, 'Distinct messages');
	await exportDialog(page).getByRole('switch', { name: 'Mask personal data' }).check();
	expect((await download(page)).bytes.toString('utf8')).not.toContain('carol');
});

test('the summary is copied as Markdown', async ({ page, site, context }) => {
	await context.grantPermissions(['clipboard-read', 'clipboard-write']);
	await openStart(page, site.url);
	await classify(page, FILE);
	const dialog = await openExport(page, 'Summary');
	const text = dialog.getByRole('textbox', { name: 'Summary as Markdown' });
	await expect(text).toHaveValue(/### shop\.csv[\s\S]*4 rows, 3 distinct messages/);
	await dialog.getByRole('switch', { name: 'Mask personal data' }).check();
	await expect(text).not.toHaveValue(/10\.0\.0\.7/);
	await dialog.getByRole('button', { name: 'Copy summary as Markdown' }).click();
	await expect(dialog).toBeHidden();
	const copied = await page.evaluate(() => navigator.clipboard.readText());
	expect(copied).toContain('| SecurityAlert | 3 | 75% |');
	expect(copied).toContain('Connection refused by <ip> for user <user>');
});

test('filtered rows go straight to a file on disk where the browser can', async ({
	page,
	site
}) => {
	// The browser's own dialog cannot be worked by a test; the file is a real one in the site's private folder.
	await page.addInitScript(() => {
		Object.assign(globalThis, {
			showSaveFilePicker: async ({ suggestedName }: { suggestedName: string }) =>
				(await navigator.storage.getDirectory()).getFileHandle(suggestedName, { create: true })
		});
	});
	await openStart(page, site.url);
	await classify(page, FILE);
	await sieve(page, 'Rules').click();
	const dialog = await openExport(page, 'CSV');
	await dialog.getByRole('radio', { name: 'Filtered: 1 row' }).check();
	await dialog.getByRole('button', { name: 'Save as …' }).click();
	await expect(dialog).toBeHidden();
	const text = await page.evaluate(async () => {
		const folder = await navigator.storage.getDirectory();
		const file = await folder.getFileHandle('shop-filtered.csv');
		return (await file.getFile()).text();
	});
	expect(parsed(text).cells.map((row) => row.slice(0, 2))).toEqual([ROWS[2]]);
});

test('a long export shows how far it is and can be cancelled', async ({ page, site }) => {
	const lines = Array.from({ length: 120_000 }, (_, at) => `web,"User u${at} refused by 10.1.2.3"`);
	await openStart(page, site.url);
	await classify(page, { name: 'long.csv', content: `source,log_message\n${lines.join('\n')}\n` });
	const dialog = await openExport(page, 'Parquet');
	await dialog.getByRole('switch', { name: 'Mask personal data' }).check();
	await dialog.getByRole('button', { name: 'Download' }).click();
	await expect(dialog.getByText(/Writing [\d,]+ of 120,000 rows/)).toBeVisible();
	await dialog.getByRole('button', { name: 'Cancel' }).click();
	await expect(dialog.getByRole('button', { name: 'Download' })).toBeVisible();
	await expect(dialog.getByRole('alert')).toBeHidden();
});

test('the dialog is worked by keyboard and fits a small screen', async ({ page, site }) => {
	await page.setViewportSize({ width: 360, height: 640 });
	await openStart(page, site.url);
	await classify(page, FILE);
	await page.getByRole('button', { name: 'Download' }).focus();
	await page.keyboard.press('Enter');
	const dialog = exportDialog(page);
	await expect(dialog).toBeVisible();
	await page.keyboard.press('Tab');
	await page.keyboard.press('ArrowDown');
	const width = await dialog.evaluate((element) => element.scrollWidth - element.clientWidth);
	expect(width).toBe(0);
	const box = await dialog.boundingBox();
	expect(box?.x).toBeGreaterThanOrEqual(0);
	expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(360);
	await page.keyboard.press('Escape');
	await expect(dialog).toBeHidden();
	await expect(page.getByRole('button', { name: 'Download' })).toBeFocused();
});
