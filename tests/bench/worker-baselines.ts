import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { startServer } from '../../scripts/serve';
import type { BenchBrowser } from './bench-browser';

const PAGE = `<!doctype html><title>Baseline</title><input type="file" aria-label="Log file">`;
/** What a worker does with a file, posting the milliseconds that it took. */
const WORKERS = {
	/** Other options default, rows thrown away: what finding the cells costs at the very least. */
	papaparse: `importScripts('papaparse.js');
onmessage = ({ data: file }) => {
	const start = performance.now();
	Papa.parse(file, { chunk() {}, complete: () => postMessage(performance.now() - start) });
};`,
	/** Its bytes are read and written to the private file system: nothing that keeps the file can be faster. */
	copy: `onmessage = async ({ data: file }) => {
	const start = performance.now();
	const folder = await navigator.storage.getDirectory();
	const access = await (await folder.getFileHandle('copy', { create: true })).createSyncAccessHandle();
	access.truncate(0);
	const reader = file.stream().getReader();
	for (let at = 0; ; ) {
		const { done, value } = await reader.read();
		if (done) break;
		at += access.write(value, { at });
	}
	access.flush();
	access.close();
	const took = performance.now() - start;
	await folder.removeEntry('copy');
	postMessage(took);
};`
};

/** Seconds that a worker takes for the file, once for each run. */
export async function measureWorker(
	work: keyof typeof WORKERS,
	browser: BenchBrowser,
	path: string,
	runs: number,
	temporary: string
): Promise<number[]> {
	const root = join(temporary, work);
	await writeSite(root, WORKERS[work]);
	const server = await startServer({ root, base: '/', port: 0 });
	const seconds: number[] = [];
	try {
		for (let run = 0; run < runs; run++) seconds.push(await parseOnce(browser, server.url, path));
	} finally {
		await server.close();
	}
	return seconds;
}

async function writeSite(root: string, worker: string): Promise<void> {
	await mkdir(root, { recursive: true });
	await writeFile(join(root, 'index.html'), PAGE);
	await writeFile(join(root, 'worker.js'), worker);
	const library = createRequire(import.meta.url).resolve('papaparse');
	await copyFile(library, join(root, 'papaparse.js'));
}

async function parseOnce(browser: BenchBrowser, url: string, path: string): Promise<number> {
	return browser.withPage(url, async (page) => {
		await page.getByLabel('Log file', { exact: true }).setInputFiles(path);
		const milliseconds = await page.evaluate(parseChosenFile);
		return milliseconds / 1_000;
	});
}

/** Runs inside the page. */
function parseChosenFile(): Promise<number> {
	return new Promise((resolve, reject) => {
		const worker = new Worker('worker.js');
		worker.onmessage = ({ data }) => resolve(data as number);
		worker.onerror = ({ message }) => reject(new Error(`The baseline failed: ${message}`));
		worker.postMessage(document.querySelector('input')?.files?.[0]);
	});
}
