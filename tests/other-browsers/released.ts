/**
 * The main job in a released browser, without Playwright:
 *
 *     npm run test:released -- firefox      Firefox; FIREFOX_PATH names another than the one in PATH
 *     npm run test:released -- private      the same in a private window
 *     npm run test:released -- webkit       WebKitGTK's MiniBrowser, by its WebKitWebDriver; needs a display, such as Xvfb
 *
 * Takes what is in `build/`, which must have been built with `BASE_PATH=/winnow`.
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import Papa from 'papaparse';
import { startServer, type RunningServer } from '../../scripts/serve';
import { startFirefox, startWebKit, temporaryFolder, type Driver } from './driver';

const project = fileURLToPath(new URL('../../', import.meta.url));
const SAMPLE = `${project}static/sample.csv`;

const BROWSERS = ['firefox', 'private', 'webkit'];

/** What the page offers a job: waits for what can be seen, and keeps what would be downloaded. */
const PAGE = `
	const until = async (what, found) => {
		for (const end = Date.now() + 150000; Date.now() < end; await new Promise((next) => setTimeout(next, 100))) {
			const value = await found();
			if (value) return value;
		}
		throw new Error('Waited for ' + what + ' at ' + location.href + ': ' + document.body.innerText.slice(0, 400));
	};
	const all = (selector, text) => [...document.querySelectorAll(selector)].filter((element) => !element.disabled && text.test(element.textContent.trim()));
	const one = (selector, text) => until(selector + ' ' + text, () => all(selector, text)[0]);
	const press = async (selector, text) => (await one(selector, text)).click();
`;

const STARTED = `${PAGE} await until('the start page', () => all('h1, h2, h3', /Past runs/)[0] && !all('*', /^Reading what is stored/)[0]);`;

const FINISHED = `${PAGE}
	await until('the end of the run', () => /[?&]id=/.test(location.search) && all('p, span, div', / rows? in .+ rows\\/s/)[0]);
	await until('the table', () => document.querySelector('[role=grid], [role=treegrid]'));
	const figure = (element) => Number(element.textContent.replace(/\\D/g, ''));
	const total = () => figure(all('dl.strip div', /^total events/)[0].querySelector('dd'));
	await until('the last figures', () => total() === [...document.querySelectorAll('[aria-label="Decided by"] b')].reduce((sum, rows) => sum + figure(rows), 0));
	return document.querySelector('dl.strip').innerText;`;

const DOWNLOAD = `${PAGE}
	const [what] = args;
	await press('button', /^Download/);
	const dialog = await until('the dialog', () => document.querySelector('[role=dialog]'));
	for (const text of ['CSV', what])
		(await until(text, () => [...dialog.querySelectorAll('label')].find((label) => label.textContent.trim().startsWith(text)))).click();
	const button = await until('the button', () => [...dialog.querySelectorAll('button:enabled')].find((found) => /^Download/.test(found.textContent.trim())));
	button.click();
	await until('the end of the dialog', () => !document.querySelector('[role=dialog]'));`;

const DROPPED = `
	const transfer = new DataTransfer();
	transfer.items.add(new File([args[1]], args[0]));
	for (const type of ['dragenter', 'dragover', 'drop'])
		document.body.dispatchEvent(new DragEvent(type, { dataTransfer: transfer, bubbles: true, cancelable: true }));`;

const FILTERED = `${PAGE}
	const sieve = await one('button[aria-pressed]', /Model/);
	sieve.click();
	await until('the filter', () => sieve.getAttribute('aria-pressed') === 'true');
	return Number(sieve.querySelector('b').textContent.replace(/\\D/g, ''));`;

/** What the site uses where it is there. */
const FACTS = `return JSON.stringify({
	browser: navigator.userAgent,
	serviceWorker: 'serviceWorker' in navigator,
	storage: 'storage' in navigator,
	files: await navigator.storage?.getDirectory?.().then(() => true, String) ?? false,
	kept: await navigator.storage?.persisted?.() ?? false,
	locks: 'locks' in navigator,
	webgpu: 'gpu' in navigator,
	picker: 'showSaveFilePicker' in window,
	opensFiles: 'launchQueue' in window,
	trustedTypes: 'trustedTypes' in window
});`;

const READY = `${PAGE} await one('header *', /^Ready offline$/);`;

async function main(name: string): Promise<void> {
	const { folder, remove } = await temporaryFolder();
	let server = await serve(0);
	const { url } = server;
	const start = (): Promise<Driver> =>
		name === 'webkit' ? startWebKit(folder) : startFirefox(folder, name === 'private');
	let browser = await start();
	try {
		const first = await chosen(browser, url);
		await dropped(browser, url, first);
		await browser.run(READY);
		await server.close();
		await seenAgain(browser, first);
		// The others forget everything at their end.
		if (name === 'firefox') {
			await browser.close();
			browser = await start();
		}
		await offline(browser, url, first);
		server = await serve(Number(new URL(url).port));
	} finally {
		await browser.close();
		await server.close();
		await remove();
	}
}

const serve = (port: number): Promise<RunningServer> =>
	startServer({ root: `${project}build`, base: '/winnow', port });

async function chosen(browser: Driver, url: string): Promise<string[][]> {
	await browser.open(url);
	await browser.run(STARTED);
	console.log(await browser.run(FACTS));
	await browser.choose('input[type=file]', SAMPLE);
	console.log(`chosen: ${String(await browser.run(FINISHED)).replace(/\s+/g, ' ')}`);
	const rows = await exported(browser, 'All');
	assert.equal(rows.length, 1_501);
	const left = await browser.run(FILTERED);
	assert.equal((await exported(browser, 'Filtered')).length - 1, left);
	const digest = createHash('sha256').update(JSON.stringify(rows)).digest('hex');
	console.log(
		`exported ${rows.length - 1} rows (${digest.slice(0, 12)}), ${String(left)} of them filtered`
	);
	return rows;
}

async function dropped(browser: Driver, url: string, first: string[][]): Promise<void> {
	await browser.open(url);
	await browser.run(STARTED);
	await browser.run(DROPPED, 'dropped.csv', await readFile(SAMPLE, 'utf8'));
	await browser.run(FINISHED);
	assert.deepEqual(await exported(browser, 'All'), first);
	console.log('dropped: the same rows');
}

async function seenAgain(browser: Driver, first: string[][]): Promise<void> {
	await browser.reload();
	await browser.run(FINISHED);
	assert.deepEqual(await exported(browser, 'All'), first);
	console.log('reloaded without the server: the same rows');
}

async function offline(browser: Driver, url: string, first: string[][]): Promise<void> {
	await browser.open(url);
	await browser.run(STARTED);
	await browser.run(
		`${PAGE} await until('the stored run', () => document.querySelector('a[aria-label="Open sample.csv"]') ?? all('a', /sample\\.csv/)[0]);`
	);
	await browser.choose('input[type=file]', SAMPLE);
	await browser.run(FINISHED);
	assert.deepEqual(await exported(browser, 'All'), first);
	console.log('classified without the server: the same rows');
}

/** Downloads the run on screen as CSV and reads the file. */
async function exported(browser: Driver, what: string): Promise<string[][]> {
	await browser.run(DOWNLOAD, what);
	const text = (await browser.downloaded()).replace(/^\uFEFF/, '');
	return Papa.parse<string[]>(text, { skipEmptyLines: true }).data;
}

const [, , name = ''] = process.argv;
if (!BROWSERS.includes(name)) throw new Error(`Which browser? One of ${BROWSERS.join(', ')}.`);
await main(name);
