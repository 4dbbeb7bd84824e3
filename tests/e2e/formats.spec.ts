/** Every format that is read has a sample; dropped on the page it is recognised and its fields are in the table. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Locator, Page } from '@playwright/test';
import { FORMAT_SAMPLES, type FormatSample } from '../format-samples';
import { expect, test } from './fixtures';
import {
	classify,
	exported,
	finished,
	grid,
	openStart,
	paste,
	summary,
	tableCell,
	toStart
} from './steps';

const choice = (page: Page, name: string): Locator => page.getByRole('combobox', { name });
const asRead = (page: Page): Locator =>
	page.getByRole('region', { name: 'First rows as they will be read' });

/** What a row is in the table and in the export. */
async function check(page: Page, { file, kind, formats = [], rows }: FormatSample): Promise<void> {
	expect(await summary(page, 'total events')).toBe(rows.length);
	const byName = file.replace(/\.[^.]+$/, '');
	for (const [position, { source, message }] of rows.slice(0, 5).entries()) {
		const cell = (column: string): Locator => tableCell(page, position, column);
		await expect(cell('source')).toHaveText(source || byName);
		await expect(cell('message')).toContainText(message.split('\n')[0] as string);
	}
	if (kind !== 'lines' || formats.length === 0) return;
	const { column } = await exported(page);
	expect(column('log_message')).toEqual(rows.map((row) => unformula(row.message)));
	expect(column('source')).toEqual(rows.map((row) => row.source || byName));
	expect(column('level')).toEqual(rows.map((row) => row.level));
}

/** The export guards cells that a spreadsheet would run. */
const unformula = (text: string): string => (/^\s*[=+\-@\t\r\n]/.test(text) ? `'${text}` : text);

test('each sample of a format is recognised, and its rows have time, source, level and message', async ({
	page,
	site
}) => {
	test.setTimeout(60_000 + FORMAT_SAMPLES.length * 15_000);
	await openStart(page, site.url);
	for (const sample of FORMAT_SAMPLES)
		await test.step(sample.file, async () => {
			await classify(page, { name: sample.file, content: sample.text });
			await check(page, sample);
			await toStart(page);
		});
});

const LOG = [
	'2026-11-20 06:25:01 INFO ready',
	'2026-11-20 06:25:02 ERROR failed',
	'\tat com.example.Store.save(Store.java:41)',
	'  note of another kind',
	''
].join('\n');

test('how a log is read is shown before the run and can be changed', async ({ page, site }) => {
	await openStart(page, site.url);
	await classify(page, { name: 'app.log', content: LOG });
	expect(await summary(page, 'total events')).toBe(2);
	await page.getByRole('button', { name: 'Import settings' }).click();
	const rows = asRead(page).locator('tbody tr');
	await expect(rows).toHaveCount(2);
	await expect(rows.nth(1)).toContainText('failed');
	await expect(rows.nth(1)).toContainText('note of another kind');
	await expect(rows.nth(0)).toContainText('20 Nov 2026, 06:25:01');
	await test.step('each line by itself', async () => {
		await choice(page, 'An entry is').selectOption({ label: 'one line' });
		await expect(rows).toHaveCount(4);
	});
	await test.step('by a pattern, and a pattern that could hang is refused', async () => {
		await choice(page, 'An entry is').selectOption({ label: 'what starts by a pattern …' });
		const pattern = page.getByRole('textbox', { name: /An entry starts with/ });
		await pattern.fill('^\\d+.*ERROR');
		await pattern.press('Enter');
		await expect(rows).toHaveCount(2);
		await expect(rows.nth(1)).toContainText('failed');
		// Typed before the answer to the pattern before is there, it stays.
		await pattern.evaluate((field: HTMLInputElement) => {
			field.focus();
			field.value = '^\\d+.*INFO';
			field.dispatchEvent(new Event('change', { bubbles: true }));
			field.value = '(a*)*';
		});
		await expect(rows).toHaveCount(1);
		await expect(pattern).toHaveValue('(a*)*');
		await pattern.dispatchEvent('change');
		await expect(page.getByRole('alert')).toContainText('may take too long');
		await page.getByRole('button', { name: 'Import settings' }).click();
	});
	await test.step('without a format the header is part of the message', async () => {
		await choice(page, 'Lines are written by').selectOption({
			label: 'nothing known: the line is the message'
		});
		await expect(rows.nth(0)).toContainText('2026-11-20 06:25:01 INFO ready');
		await expect(rows.nth(0).locator('td').first()).toHaveText('–');
		await choice(page, 'Lines are written by').selectOption({
			label: 'Time, then level and message'
		});
		await expect(rows.nth(0).locator('td').last()).toHaveText('ready');
	});
	await page.getByRole('button', { name: 'Classify' }).click();
	await finished(page);
	expect(await summary(page, 'total events')).toBe(2);
});

test('the message of a ticket is joined from the columns that are chosen', async ({
	page,
	site
}) => {
	const tickets = FORMAT_SAMPLES.find(({ file }) => file === 'tickets.csv') as FormatSample;
	await openStart(page, site.url);
	await classify(page, { name: 'tickets.csv', content: tickets.text });
	await page.getByRole('button', { name: 'Import settings' }).click();
	await expect(choice(page, 'followed by')).toHaveValue('4');
	await choice(page, 'Message (required)').selectOption({ label: 'description' });
	await choice(page, 'followed by').selectOption({ label: 'title' });
	await expect(asRead(page).locator('tbody tr').first().locator('td').last()).toHaveText(
		/0x80070057\.\s+Outlook does not start/
	);
	await page.getByRole('button', { name: 'Classify' }).click();
	await finished(page);
	await expect(tableCell(page, 0, 'message')).toContainText('Since this morning.');
});

const FILES = [
	{ name: 'web.log', text: 'Nov 20 06:25:01 web1 sshd[1]: Timeout\nbare line\n' },
	{ name: 'app.log', text: '2026-11-20 06:25:02 ERROR Disk full\n' },
	{ name: 'other.csv', text: 'source,message\na,Timeout\n' }
];

test('several files of different formats are read each in its own way and merged by time', async ({
	page,
	site
}) => {
	await openStart(page, site.url);
	await page
		.getByLabel('Log file', { exact: true })
		.setInputFiles(
			FILES.map(({ name, text }) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) }))
		);
	await finished(page);
	const { column } = await exported(page);
	expect(column('log_message')).toEqual(['Timeout\nbare line', 'Disk full', 'Timeout']);
	expect(column('source')).toEqual(['sshd', 'app', 'a']);
	expect(column('time_iso')[1]).toBe('2026-11-20T06:25:02.000Z');
});

test('several files can be dropped, and a folder chosen with all that is in it', async ({
	page,
	site
}) => {
	await openStart(page, site.url);
	await test.step('dropped', async () => {
		const transfer = await page.evaluateHandle(
			(files) => {
				const data = new DataTransfer();
				for (const { name, text } of files) data.items.add(new File([text], name));
				return data;
			},
			FILES.slice(0, 2)
		);
		await page.locator('body').dispatchEvent('drop', { dataTransfer: transfer });
		await finished(page);
		expect((await exported(page)).column('source')).toEqual(['sshd', 'app']);
		await toStart(page);
	});
	await test.step('a folder', async () => {
		const folder = await mkdtemp(join(tmpdir(), 'winnow-logs-'));
		await mkdir(join(folder, 'old'));
		await writeFile(join(folder, 'app10.log'), 'Timeout\n');
		await writeFile(join(folder, 'app9.log'), 'Disk full\n');
		await writeFile(join(folder, 'old', 'app.log.gz'), gzipSync('ERROR 404\n'));
		await writeFile(join(folder, '.hidden'), 'nobody means this\n');
		await page.getByLabel('Folder of log files').setInputFiles(folder);
		await finished(page);
		await rm(folder, { recursive: true });
		const { column } = await exported(page);
		expect(column('log_message')).toEqual(['Disk full', 'Timeout', 'ERROR 404']);
		const name = basename(folder);
		expect(column('source')).toEqual([`${name}/app9`, `${name}/app10`, `${name}/old/app`]);
	});
});

test('text that is dragged from elsewhere is taken as if pasted', async ({ page, site }) => {
	await openStart(page, site.url);
	const transfer = await page.evaluateHandle(() => {
		const data = new DataTransfer();
		data.setData('text/plain', 'Nov 20 06:25:01 web1 sshd[1]: Timeout\nDisk full');
		return data;
	});
	await page.locator('body').dispatchEvent('drop', { dataTransfer: transfer });
	await finished(page);
	await expect(page.getByRole('heading', { name: 'Pasted text' })).toBeVisible();
	await expect(tableCell(page, 0, 'source')).toHaveText('sshd');
	await expect(grid(page)).toContainText('Disk full');
});

test('zstd, UTF-32 and what is pasted are read like any other', async ({ page, site }) => {
	await openStart(page, site.url);
	await test.step('zstd', async () => {
		const packed = await readFile(new URL('../fixtures/packed/app.log.zst', import.meta.url));
		await classify(page, { name: 'app.log.zst', content: packed });
		await expect(page.getByText('read as ')).toContainText('zstd');
		expect((await exported(page)).column('log_message')).toEqual(['Disk full', 'Grüße']);
		await toStart(page);
	});
	await test.step('UTF-32', async () => {
		const characters = [...'\uFEFFDisk full\nGrüße 😀\n'];
		const content = new Uint8Array(characters.length * 4);
		const view = new DataView(content.buffer);
		for (const [at, character] of characters.entries())
			view.setUint32(at * 4, character.codePointAt(0) as number, true);
		await classify(page, { name: 'wide.log', content });
		await expect(page.getByText('read as ')).toContainText('UTF-32 LE');
		expect((await exported(page)).column('log_message')).toEqual(['Disk full', 'Grüße 😀']);
		await toStart(page);
	});
	await test.step('pasted journal', async () => {
		const journal = FORMAT_SAMPLES.find(({ file }) => file === 'journal.jsonl') as FormatSample;
		await paste(page, journal.text);
		await finished(page);
		await expect(tableCell(page, 1, 'source')).toHaveText('sshd');
	});
	await test.step('Windows-1252, known by its bytes', async () => {
		await toStart(page);
		const content = Buffer.from('a,b\n1,Gerät fehlt\n', 'latin1');
		await classify(page, { name: 'west.csv', content });
		await expect(page.getByText('read as ')).toContainText('Windows-1252');
		expect((await exported(page)).column('b')).toEqual(['Gerät fehlt']);
	});
});
