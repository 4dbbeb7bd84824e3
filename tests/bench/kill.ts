/** Ends runs at random points, by closing the tab and by killing the browser, and goes on with them. */
import { createHash } from 'node:crypto';
import type { Page } from '@playwright/test';
import { seededRandom } from '../../training/random';
import { BenchBrowser } from './bench-browser';
import { hasAnswered } from './page-marks';

const SEED = 7;
/** A run that takes longer than this to end has hung. */
const TIMEOUT = 300_000;

/** What became of one broken-off run. */
export interface Killed {
	how: 'tab closed' | 'browser killed';
	/** Milliseconds from the drop. */
	after: number;
	/** Rows that were stored by then. */
	storedRows: number;
	/** Whether rows, their order, labels and confidences are those of the unbroken run. */
	same: boolean;
}

/** @param count points in time, spread at random over the time that the unbroken run takes */
export async function measureKills(
	profile: string,
	siteUrl: string,
	path: string,
	count: number
): Promise<Killed[]> {
	const whole = await unbroken(profile, siteUrl, path);
	const random = seededRandom(SEED);
	const results: Killed[] = [];
	for (let at = 0; at < count; at++) {
		const how = at % 2 === 0 ? 'tab closed' : 'browser killed';
		const after = Math.round(random() * whole.milliseconds);
		const storedRows = await breakOff(profile, siteUrl, path, how, after);
		const digest = await goOn(profile, siteUrl, path);
		results.push({ how, after, storedRows, same: digest === whole.digest });
		console.log(JSON.stringify(results.at(-1)));
	}
	return results;
}

async function unbroken(
	profile: string,
	siteUrl: string,
	path: string
): Promise<{ milliseconds: number; digest: string }> {
	return withBrowser(profile, async (browser) => {
		await browser.forgetDatabases(siteUrl);
		return browser.withPage(siteUrl, async (page) => {
			const start = Date.now();
			await choose(page, path);
			await ended(page);
			return { milliseconds: Date.now() - start, digest: await digestOf(page) };
		});
	});
}

async function breakOff(
	profile: string,
	siteUrl: string,
	path: string,
	how: Killed['how'],
	after: number
): Promise<number> {
	const browser = await BenchBrowser.start(profile);
	await browser.forgetDatabases(siteUrl);
	const page = await browser.context.newPage();
	await page.goto(siteUrl);
	await choose(page, path);
	await new Promise((resolve) => setTimeout(resolve, after));
	const rows = (await page.evaluate(storedRun)).rows.length;
	if (how === 'tab closed') {
		await page.close({ runBeforeUnload: false });
		await browser.stop();
	} else await browser.kill();
	return rows;
}

/** Goes on with the run that the list offers; a run that had not stored anything is begun again. */
async function goOn(profile: string, siteUrl: string, path: string): Promise<string> {
	return withBrowser(profile, (browser) =>
		browser.withPage(siteUrl, async (page) => {
			await page.getByText('Reading what is stored').waitFor({ state: 'hidden' });
			const picker = page.getByLabel(/^File of the run/).first();
			if ((await picker.count()) > 0) {
				await picker.setInputFiles(path);
				await page.waitForURL(/\?id=/);
			} else if ((await page.getByRole('link', { name: /^Open/ }).count()) > 0)
				await page.getByRole('link', { name: /^Open/ }).first().click();
			else await choose(page, path);
			await ended(page);
			return digestOf(page);
		})
	);
}

async function withBrowser<T>(
	profile: string,
	work: (browser: BenchBrowser) => Promise<T>
): Promise<T> {
	const browser = await BenchBrowser.start(profile);
	try {
		return await work(browser);
	} finally {
		await browser.stop();
	}
}

async function choose(page: Page, path: string): Promise<void> {
	await page.getByLabel('Log file', { exact: true }).setInputFiles(path);
	await page.waitForFunction(hasAnswered);
}

async function ended(page: Page): Promise<void> {
	const deadline = Date.now() + TIMEOUT;
	for (;;) {
		const { status } = await page.evaluate(storedRun);
		if (status === 'done') return;
		if (status === 'failed' || Date.now() > deadline)
			throw new Error(`A run that was gone on with is ${status}.`);
		await new Promise((resolve) => setTimeout(resolve, 200));
	}
}

async function digestOf(page: Page): Promise<string> {
	const { rows } = await page.evaluate(storedRun);
	return createHash('sha256').update(rows.join('\n')).digest('hex');
}

/** Runs inside the page: state and every row of the run of its address, with its text, label and confidence. */
async function storedRun(): Promise<{ status: string; rows: string[] }> {
	interface Stored {
		status: string;
		index: number;
		canonical: string;
		result?: { label: string; confidence: number };
		ends: Uint32Array;
		template: Uint32Array;
		rule: Int16Array;
		place?: { file: string; start: number; end: number };
	}
	const settled = <T>(request: IDBRequest<T>): Promise<T> =>
		new Promise((resolve, reject) => {
			request.onsuccess = () => resolve(request.result);
			request.onerror = () => reject(request.error ?? new Error('IndexedDB failed'));
		});
	const id = new URLSearchParams(location.search).get('id') ?? '';
	if (!(await indexedDB.databases()).some(({ name }) => name === 'winnow'))
		return { status: 'none', rows: [] };
	const db = await settled(indexedDB.open('winnow'));
	const of = IDBKeyRange.bound([id], [id, []]);
	const all = <T = Stored>(store: string): Promise<T[]> =>
		settled(db.transaction(store).objectStore(store).getAll(of) as IDBRequest<T[]>);
	const run = (await settled(db.transaction('runs').objectStore('runs').get(id))) as
		Stored | undefined;
	const [chunks, templates] = [await all('chunks'), await all('templates')];
	const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
	const root = await navigator.storage.getDirectory();
	const runs = await root.getDirectoryHandle('runs', { create: true });
	const textOf = async ({ place, index }: Stored): Promise<string> => {
		if (!place) {
			const text: unknown = await settled(
				db.transaction('texts').objectStore('texts').get([id, index])
			);
			return typeof text === 'string' ? text : decoder.decode(text as Uint8Array);
		}
		const folder = await runs.getDirectoryHandle(id);
		const file = await (await folder.getFileHandle(place.file)).getFile();
		const bytes = await file.slice(place.start, place.end).arrayBuffer();
		return decoder.decode(bytes);
	};
	const outcome: string[] = [];
	for (const { index, canonical, result } of templates)
		outcome[index] = `${canonical} ${result?.label} ${result?.confidence}`;
	const rows: string[] = [];
	for (const chunk of chunks) {
		const text = await textOf(chunk);
		chunk.ends.forEach((end, at) => {
			const raw = text.slice(at === 0 ? 0 : chunk.ends[at - 1], end);
			rows.push(`${raw} ${chunk.rule[at]} ${outcome[chunk.template[at] as number]}`);
		});
	}
	db.close();
	return { status: run?.status ?? 'none', rows };
}
