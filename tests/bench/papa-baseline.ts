import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { startServer } from '../../scripts/serve';
import type { BenchBrowser } from './bench-browser';

const PAGE = `<!doctype html><title>Baseline</title><input type="file" aria-label="Log file">`;
/** Other options default, rows thrown away: what reading the file costs at the very least. */
const WORKER = `importScripts('papaparse.js');
onmessage = ({ data: file }) => {
	const start = performance.now();
	Papa.parse(file, { chunk() {}, complete: () => postMessage(performance.now() - start) });
};`;

/** Seconds that bare PapaParse takes for the file in a worker, once for each run. */
export async function measurePapaParse(
	browser: BenchBrowser,
	path: string,
	runs: number,
	temporary: string
): Promise<number[]> {
	const root = join(temporary, 'papaparse');
	await writeSite(root);
	const server = await startServer({ root, base: '/', port: 0 });
	const seconds: number[] = [];
	try {
		for (let run = 0; run < runs; run++) seconds.push(await parseOnce(browser, server.url, path));
	} finally {
		await server.close();
	}
	return seconds;
}

async function writeSite(root: string): Promise<void> {
	await mkdir(root, { recursive: true });
	await writeFile(join(root, 'index.html'), PAGE);
	await writeFile(join(root, 'worker.js'), WORKER);
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
		worker.onerror = ({ message }) => reject(new Error(`PapaParse failed: ${message}`));
		worker.postMessage(document.querySelector('input')?.files?.[0]);
	});
}
