import { writeFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { distinctMessages } from './messages';
import { finished, grid, openStart, scrollThrough, summary } from './steps';

const ROWS = 200_000;
/**
 * Milliseconds at which the page counts as frozen. How smooth it is, is a matter of `npm run bench`, which is run on a
 * quiet machine; here the length of a task depends on what else the machine does.
 */
const FROZEN = 500;

declare global {
	interface Window {
		/** Tasks of the main thread that took more than 50 ms: when, and how long, in milliseconds. */
		longTasks: [start: number, duration: number][];
	}
}

test('the page does not freeze while 200,000 rows run', async ({ page, site }, testInfo) => {
	test.setTimeout(180_000);
	const file = testInfo.outputPath('large.csv');
	await writeFile(file, largeCsv());
	await page.addInitScript(() => {
		window.longTasks = [];
		new PerformanceObserver((list) => {
			for (const { startTime, duration } of list.getEntries())
				window.longTasks.push([startTime, duration]);
		}).observe({ type: 'longtask', buffered: true });
	});
	await openStart(page, site.url);
	const start = await page.evaluate(() => performance.now());
	await page.getByLabel('Log file', { exact: true }).setInputFiles(file);
	await finished(page);
	expect(await summary(page, 'total events')).toBe(ROWS);
	await test.step('and after it, when scrolling', async () => {
		for (const share of [0.3, 0.7, 1]) await scrollThrough(page, share);
		await expect(grid(page).getByText('200,000', { exact: true })).toBeVisible();
	});
	const tasks = await longTasksSince(page, start);
	const longest = Math.max(0, ...tasks.map(([, duration]) => duration));
	testInfo.annotations.push({ type: 'longest task', description: `${longest} ms` });
	console.log(`Longest task of the main thread: ${longest} ms; over 50 ms: ${tasks.length}`);
	expect(tasks.filter(([, duration]) => duration > FROZEN)).toEqual([]);
});

function longTasksSince(page: Page, start: number): Promise<[number, number][]> {
	return page.evaluate((from) => window.longTasks.filter(([at]) => at >= from), start);
}

/** Some hundred messages with values that differ from row to row. */
function largeCsv(): string {
	const messages = distinctMessages(8_000).filter((_, at) => at % 20 === 7);
	const rows = Array.from(
		{ length: ROWS },
		(_, row) =>
			`${row},service-${row % 40},${messages[row % messages.length]} in ${row} ms from 10.0.${row % 256}.7`
	);
	return `id,source,log_message\n${rows.join('\n')}\n`;
}
