/** What users do, in words that the tests share. Everything goes through what is on the page. */
import { readFile } from 'node:fs/promises';
import type { Locator, Page } from '@playwright/test';
import Papa from 'papaparse';
import { expect } from './fixtures';

/** A run may wait for the model's first start on a busy machine. */
export const RUN_TIMEOUT = 90_000;

/** A file as the browser gets it. */
export interface TestFile {
	name: string;
	content: string | Uint8Array;
}

/** An exported CSV file. */
export interface Exported {
	name: string;
	columns: string[];
	/** Cells of every row, in order. */
	cells: string[][];
	/** The cells of one column. */
	column: (name: string) => string[];
}

/** Opens the start page and waits until it answers: its buttons are there before its code is. */
export async function openStart(page: Page, url: string): Promise<void> {
	await page.goto(url);
	await started(page);
}

/** Waits until the start page has read what is stored. */
export async function started(page: Page): Promise<void> {
	await expect(page.getByRole('heading', { name: 'Past runs' })).toBeVisible();
	await expect(page.getByText('Reading what is stored')).toBeHidden();
}

/** Chooses a file in the start page's picker. */
export async function choose(page: Page, { name, content }: TestFile): Promise<void> {
	const buffer = Buffer.from(content);
	const mimeType = name.endsWith('.gz') ? 'application/gzip' : 'text/plain';
	await page.getByLabel('Log file', { exact: true }).setInputFiles({ name, mimeType, buffer });
}

/** Chooses a file and waits for its result. */
export async function classify(page: Page, file: TestFile): Promise<void> {
	await choose(page, file);
	await finished(page);
}

/** Classifies another file on a page that may show a run: the workers stay as they are. */
export async function classifyNext(page: Page, file: TestFile): Promise<void> {
	await toStart(page);
	await classify(page, file);
}

/** Goes to the start page without loading the site again. */
export async function toStart(page: Page): Promise<void> {
	await page.getByRole('link', { name: 'Files' }).click();
	await started(page);
}

/** Waits until the model has decided rows of the run on screen. */
export async function someClassified(page: Page): Promise<void> {
	await expect(page.getByRole('region', { name: 'Decided by' })).toContainText(/Model\s*[1-9]/, {
		timeout: RUN_TIMEOUT
	});
}

/** Waits for the end of the run on screen and for its rows. */
export async function finished(page: Page): Promise<void> {
	await page.waitForURL(/\/run\/?\?id=/, { timeout: RUN_TIMEOUT });
	const ended = page.getByText(/ rows?( in .+ rows\/s)/);
	await expect(ended).toBeVisible({ timeout: RUN_TIMEOUT });
	// The last figures come a moment after the run has ended: until then all of them can be nought.
	const empty = /\b0 rows/.test(await ended.innerText());
	await expect
		.poll(async () => {
			const total = await totalEvents(page);
			return (total > 0 || empty) && (await sieveRows(page)) === total;
		})
		.toBe(true);
	await expect(grid(page)).toBeVisible();
}

/** Classifies the sample as a file of the user's own, which starts the encoder. */
export async function classifySampleFile(page: Page): Promise<void> {
	const content = await readFile(new URL('../../static/sample.csv', import.meta.url));
	await classify(page, { name: 'sample.csv', content });
}

/** Classifies the sample that comes with the site; no encoder is started. */
export async function classifySample(page: Page): Promise<void> {
	await page.getByRole('button', { name: 'Try the sample' }).click();
	await finished(page);
}

/** Drops a file on the page, as from the desktop. */
export async function drop(page: Page, { name, content }: TestFile): Promise<void> {
	const transfer = await page.evaluateHandle(
		({ base64, fileName }) => {
			const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
			const data = new DataTransfer();
			data.items.add(new File([bytes], fileName));
			return data;
		},
		{ base64: Buffer.from(content).toString('base64'), fileName: name }
	);
	for (const type of ['dragenter', 'dragover', 'drop'])
		await page.locator('body').dispatchEvent(type, { dataTransfer: transfer });
	await transfer.dispose();
}

/** Pastes text anywhere on the page. Given as code units, since lone surrogates do not survive the way there. */
export async function paste(page: Page, text: string): Promise<void> {
	const units = Array.from({ length: text.length }, (_, at) => text.charCodeAt(at));
	await page.evaluate((codes) => {
		const clipboardData = new DataTransfer();
		clipboardData.setData('text/plain', codes.map((code) => String.fromCharCode(code)).join(''));
		document.body.dispatchEvent(
			new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true })
		);
	}, units);
}

/** Downloads the run on screen and reads it. */
export async function exported(page: Page, what: 'All' | 'Filtered' = 'All'): Promise<Exported> {
	const { name, bytes } = await downloaded(page, 'CSV', what);
	return { name, ...parsed(bytes.toString('utf8')) };
}

export const exportDialog = (page: Page): Locator =>
	page.getByRole('dialog', { name: /^Download / });

/** Opens the download dialog and chooses a format. */
export async function openExport(page: Page, format: string): Promise<Locator> {
	await page.getByRole('button', { name: 'Download' }).click();
	const dialog = exportDialog(page);
	await dialog.getByRole('radio', { name: new RegExp(`^${format}`) }).check();
	return dialog;
}

/** Downloads the run on screen in some format. */
export async function downloaded(
	page: Page,
	format: string,
	what: 'All' | 'Filtered' = 'All'
): Promise<{ name: string; bytes: Buffer }> {
	const dialog = await openExport(page, format);
	await dialog.getByRole('radio', { name: new RegExp(`^${what}`) }).check();
	return download(page);
}

/** Presses the dialog's button and waits for the file. */
export async function download(page: Page): Promise<{ name: string; bytes: Buffer }> {
	const dialog = exportDialog(page);
	const [file] = await Promise.all([
		page.waitForEvent('download'),
		dialog.getByRole('button', { name: 'Download' }).click()
	]);
	await expect(dialog).toBeHidden();
	return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
}

export function parsed(text: string): Omit<Exported, 'name'> {
	const { data } = Papa.parse<string[]>(text.replace(/^\uFEFF/, ''), { skipEmptyLines: true });
	const [columns = [], ...cells] = data;
	const column = (name: string): string[] => {
		const at = columns.indexOf(name);
		expect(at, `column ${name} among ${columns.join(', ')}`).toBeGreaterThanOrEqual(0);
		return cells.map((row) => row[at] as string);
	};
	return { columns, cells, column };
}

export const grid = (page: Page): Locator =>
	page
		.getByRole('grid', { name: 'Rows' })
		// With groups that open and close.
		.or(page.getByRole('treegrid', { name: 'Rows' }));

/** A row of the table by its position among those that pass the filter, from 0. */
export const tableRow = (page: Page, position: number): Locator =>
	grid(page).locator(`[role=row][aria-rowindex="${position + 2}"]`);

/** Scrolls the page to a share of its height, as somebody does who draws its scroll bar. */
export const scrollThrough = (page: Page, share: number): Promise<void> =>
	page.evaluate((part) => window.scrollTo(0, part * document.documentElement.scrollHeight), share);

/** One cell of the table. */
export const tableCell = (page: Page, position: number, column: string): Locator =>
	tableRow(page, position).locator(`.${column}-cell`);

export const drawer = (page: Page): Locator =>
	page.getByRole('complementary', { name: 'Why this label' });

/** A sieve of the bar, which is a filter too. */
export const sieve = (page: Page, name: string): Locator =>
	page
		.getByRole('region', { name: 'Decided by' })
		.getByRole('button', { name: new RegExp(`^${name}`) });

/** Rows that all sieves hold together. */
export async function sieveRows(page: Page): Promise<number> {
	const counts = await page
		.getByRole('region', { name: 'Decided by' })
		.locator('b')
		.allTextContents();
	return counts.map(toNumber).reduce((sum, rows) => sum + rows, 0);
}

/** A figure of the summary strip. */
export async function summary(page: Page, name: string): Promise<number> {
	const item = page.locator('dl.strip div').filter({ has: page.locator(`dt:text-is("${name}")`) });
	return toNumber(await item.locator('dd').first().innerText());
}

const totalEvents = (page: Page): Promise<number> => summary(page, 'total events');

export const toNumber = (text: string): number => Number(text.replace(/[^\d.]/g, ''));

/** What the page says about the input. */
export async function inputProblems(page: Page): Promise<string[]> {
	const name = /problems? found in the input/;
	const opener = page.getByRole('button', { name });
	if ((await opener.count()) === 0) return [];
	await opener.click();
	const list = page.getByRole('dialog', { name });
	await expect(list).toBeVisible();
	const texts = await list.getByRole('listitem').allInnerTexts();
	await page.keyboard.press('Escape');
	await expect(list).toBeHidden();
	return texts.map((text) => text.replace(/\s+/g, ' '));
}
