/**
 * What a stored run asks of a user's patience: opening it, searching it and exporting it, in a real browser, for one built
 * site or several in turns.
 *
 *     npx tsx tests/bench/stored.ts [--rows N] [--templates N] [--turns N] [--formats csv,jsonl] [FOLDER ...]
 *
 * Each FOLDER is a built site; `build` unless given. Beside the time on the clock stands the processor time of the page's
 * processes, which other work on the machine changes less. Medians of all turns.
 */
import { createHash } from 'node:crypto';
import { createReadStream, rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import type { CDPSession, Page } from '@playwright/test';
import { startServer } from '../../scripts/serve';
import { BenchBrowser } from './bench-browser';
import { spreadOf } from './figures';
import { writeData } from './make-data';
import { measureRun } from './measure-run';
import { shownAfter, watchViewer } from './viewer-calls';

/** Milliseconds on the clock and of the processors. */
interface Took {
	clock: number;
	processors: number;
}

const SEARCHES: Record<string, string> = {
	'"timeout"': 'q=timeout',
	'"the"': 'q=the',
	'"zzzz-nowhere"': 'q=zzzz-nowhere',
	'/time.?out/': 'q=time.?out&regex=1',
	'/[for]+ \\d/': 'q=%5Bfor%5D%2B+%5Cd&regex=1',
	'/zzzz\\d/': 'q=zzzz%5Cd&regex=1',
	'one label': 'label=NetworkError'
};
const FORMATS: Record<string, string> = { csv: 'CSV', jsonl: 'JSON Lines', parquet: 'Parquet' };

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: {
		rows: { type: 'string', default: '1000000' },
		templates: { type: 'string', default: '500' },
		turns: { type: 'string', default: '3' },
		formats: { type: 'string', default: 'csv,jsonl,parquet' }
	}
});
const folders = positionals.length > 0 ? positionals : ['build'];
const temporary = await mkdtemp(join(tmpdir(), 'winnow-bench-'));
process.once('exit', () => rmSync(temporary, { recursive: true, force: true }));
const file = join(temporary, 'generated.csv');
await writeData(file, Number(values.rows), Number(values.templates));
const sites = await Promise.all(
	folders.map((folder) => startServer({ root: resolve(folder), base: '/', port: 0 }))
);
const browser = await BenchBrowser.start(join(temporary, 'profile'));
const session = await browser.browser.newBrowserCDPSession();
const all = folders.map(() => new Map<string, Took[]>());
/** By format: what hashes the exports have. */
const hashes = new Map<string, Set<string>>();
try {
	for (const { url } of sites) await measureRun(browser, url, file);
	for (let turn = 0; turn < Number(values.turns); turn++)
		for (const [at, { url }] of sites.entries())
			await browser.withPage(url, (page) =>
				measureSite(page, session, all[at] as Map<string, Took[]>)
			);
} finally {
	await browser.stop();
	for (const site of sites) await site.close();
}
for (const what of all[0]?.keys() ?? [])
	console.log(`${what}: ${all.map((found) => lineOf(found.get(what) ?? [])).join('; ')}`);
for (const [format, { size }] of hashes)
	if (size > 1) throw new Error(`The exports as ${format} differ.`);

async function measureSite(page: Page, cdp: CDPSession, found: Map<string, Took[]>): Promise<void> {
	const timed = async (what: string, work: () => Promise<number>): Promise<void> => {
		const before = await processorTime(cdp);
		const clock = await work();
		const processors = (await processorTime(cdp)) - before;
		found.set(what, [...(found.get(what) ?? []), { clock, processors }]);
	};
	const link = page.getByRole('link', { name: /^Open / }).first();
	await link.waitFor();
	await page.evaluate(watchViewer);
	await timed('first rows', () => link.evaluate(firstRowsAfterClick));
	await page.waitForTimeout(2_000);
	for (const [name, query] of Object.entries(SEARCHES)) {
		await timed(name, async () => (await page.evaluate(shownAfter, query)).all);
		await page.evaluate(shownAfter, '');
	}
	for (const format of values.formats.split(',').filter(Boolean))
		await timed(`export as ${format}`, () => exportedAs(page, format));
}

async function exportedAs(page: Page, format: string): Promise<number> {
	await page.getByRole('button', { name: 'Download' }).click();
	const dialog = page.getByRole('dialog', { name: /^Download / });
	await dialog.getByRole('radio', { name: new RegExp(`^${FORMATS[format]}`) }).check();
	// The preview is an answer of the same worker.
	await page.waitForTimeout(500);
	const began = performance.now();
	const [download] = await Promise.all([
		page.waitForEvent('download', { timeout: 400_000 }),
		dialog.getByRole('button', { name: 'Download' }).click()
	]);
	const took = performance.now() - began;
	const hash = createHash('sha256');
	await pipeline(createReadStream(await download.path()), hash);
	hashes.set(format, (hashes.get(format) ?? new Set()).add(hash.digest('hex')));
	await download.delete();
	return took;
}

/** Runs inside the page: milliseconds from the click on a run until its first rows are painted. */
async function firstRowsAfterClick(link: Element): Promise<number> {
	const began = performance.now();
	(link as HTMLElement).click();
	const frame = (): Promise<number> => new Promise((painted) => requestAnimationFrame(painted));
	while (!document.querySelector('[role=treegrid] .label-cell > *')) await frame();
	await frame();
	return performance.now() - began;
}

/** Milliseconds that all renderer processes have taken so far. */
async function processorTime(cdp: CDPSession): Promise<number> {
	const { processInfo } = await cdp.send('SystemInfo.getProcessInfo');
	const renderers = processInfo.filter(({ type }) => type === 'renderer');
	return renderers.reduce((sum, { cpuTime }) => sum + cpuTime * 1_000, 0);
}

function lineOf(times: readonly Took[]): string {
	const middle = (of: keyof Took): number =>
		Math.round(spreadOf(times.map((took) => took[of])).median);
	return `${middle('clock')} ms (processors ${middle('processors')})`;
}
