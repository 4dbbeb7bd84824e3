import type { Page } from '@playwright/test';
import type { BenchBrowser } from './bench-browser';
import { MemoryMeter, type Memory } from './memory';
import { hasAnswered, watchPage, whenRowsShown, whenStored, type StoredRun } from './page-marks';

/** Figures of one file dropped on the page. */
export interface MeasuredRun {
	/** From the drop to the last row stored, starting the workers and the model included. */
	seconds: number;
	/** From the drop to the first classified rows on screen. */
	firstRowsSeconds: number;
	/** Milliseconds of the longest task of the page's main thread; 0 when none took 50. */
	longestTask: number;
	memory: Memory;
	run: StoredRun;
}

/** Milliseconds until the page has looked at the start of a file. */
const PREVIEW_TIMEOUT = 60_000;

/** Drops a file on a freshly opened page and waits until it is classified and stored. */
export async function measureRun(
	browser: BenchBrowser,
	siteUrl: string,
	path: string
): Promise<MeasuredRun> {
	return browser.withPage(siteUrl, async (page) => {
		const meter = await MemoryMeter.attach(browser, page);
		await page.evaluate(watchPage);
		await approach(page);
		meter.start();
		const { run, at } = await drop(page, path);
		const { dropped, firstRows, longestTask } = await page.evaluate(whenRowsShown);
		return {
			seconds: (at - dropped) / 1_000,
			firstRowsSeconds: (firstRows - dropped) / 1_000,
			longestTask,
			memory: await meter.stop(),
			run
		};
	});
}

/** Memory of a page that has started its workers and the model and has nothing to do. */
export async function measureIdle(
	browser: BenchBrowser,
	siteUrl: string,
	smallFile: string
): Promise<Memory> {
	// What is known of the file's message would save the start of the model.
	await browser.forgetDatabases(siteUrl);
	return browser.withPage(siteUrl, async (page) => {
		const meter = await MemoryMeter.attach(browser, page);
		await drop(page, smallFile);
		return meter.atRest();
	});
}

/** Milliseconds from the pointer's coming to the drop: what finding a file in a dialog or a window takes at the least. */
const APPROACH = 3_000;

/** Comes to the place for files, as a person does before dropping one. */
async function approach(page: Page): Promise<void> {
	await page.getByRole('button', { name: 'Choose files' }).hover();
	await page.waitForTimeout(APPROACH);
}

async function drop(page: Page, path: string): Promise<{ run: StoredRun; at: number }> {
	await page.getByLabel('Log file', { exact: true }).setInputFiles(path);
	await page.waitForFunction(hasAnswered, undefined, { timeout: PREVIEW_TIMEOUT });
	if (!page.url().includes('?id=')) {
		const shown = await page.locator('main').innerText();
		throw new Error(`The site does not classify ${path} without being asked. It shows:\n${shown}`);
	}
	const stored = await page.evaluate(whenStored);
	const { status, error } = stored.run;
	if (status !== 'done')
		throw new Error(`The run of ${path} is ${status}: ${error ?? 'no reason'}`);
	return stored;
}
