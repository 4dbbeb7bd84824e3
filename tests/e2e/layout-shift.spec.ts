/** Nothing on the page moves by itself, as the browser counts it (web.dev/cls). */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { writeData } from '../bench/make-data';
import { expect, test } from './fixtures';
import { classifySample, drawer, finished, openStart, sieve, tableRow } from './steps';

/** Enough for counts, lists and charts to change under the eyes: the first rows are shown long before the last. */
const ROWS = 60_000;
const TEMPLATES = 200;

/** A movement that no click or key of the last half second explains. */
interface Shift {
	score: number;
	/** Milliseconds since the page was loaded. */
	at: number;
	/** What moved, and by how much. */
	what: string[];
}

declare global {
	interface Window {
		shifts: Shift[];
	}
}

test.beforeEach(async ({ page }) => {
	await page.addInitScript(() => {
		interface Entry extends PerformanceEntry {
			value: number;
			hadRecentInput: boolean;
			sources: { node?: Node; previousRect: DOMRectReadOnly; currentRect: DOMRectReadOnly }[];
		}
		const nameOf = (node: Node | undefined): string =>
			node instanceof Element ? `${node.localName}.${node.className}` : (node?.nodeName ?? 'gone');
		const rectOf = ({ x, y, width, height }: DOMRectReadOnly): string =>
			[x, y, width, height].map(Math.round).join(' ');
		window.shifts = [];
		new PerformanceObserver((list) => {
			for (const entry of list.getEntries() as Entry[])
				if (!entry.hadRecentInput)
					window.shifts.push({
						score: entry.value,
						at: Math.round(entry.startTime),
						what: entry.sources.map(
							({ node, previousRect, currentRect }) =>
								`${nameOf(node)}: ${rectOf(previousRect)} → ${rectOf(currentRect)}`
						)
					});
		}).observe({ type: 'layout-shift', buffered: true });
	});
});

for (const [screen, viewport] of [
	['a wide screen', { width: 1280, height: 800 }],
	['a very wide one', { width: 1920, height: 1080 }],
	['a tablet', { width: 800, height: 1000 }],
	['a narrow one', { width: 360, height: 740 }]
] as const) {
	test(`nothing moves by itself on ${screen}`, async ({ page, site }) => {
		test.setTimeout(120_000);
		await page.setViewportSize(viewport);
		await openStart(page, site.url);
		await classifySample(page);
		await settled(page);
		await tableRow(page, 3).click();
		await expect(drawer(page)).toContainText('Row 4');
		await settled(page);
		await page.keyboard.press('Escape');
		await sieve(page, 'Rules').click();
		await expect(page.getByRole('list', { name: 'Filters' })).toBeVisible();
		await settled(page);
		await nothingMoved(page);
		await test.step('a stored run, opened by its address', async () => {
			await page.reload();
			await finished(page);
			await settled(page);
			await nothingMoved(page);
		});
	});

	test(`nothing moves while ${ROWS} rows come in on ${screen}`, async ({ page, site }) => {
		test.setTimeout(180_000);
		await page.setViewportSize(viewport);
		const folder = await mkdtemp(join(tmpdir(), 'winnow-shift-'));
		const path = join(folder, 'many.csv');
		await writeData(path, ROWS, TEMPLATES);
		await openStart(page, site.url);
		// No click that would excuse what moves after it.
		await page.getByLabel('Log file', { exact: true }).setInputFiles(path);
		await finished(page);
		await settled(page);
		await nothingMoved(page);
		await rm(folder, { recursive: true });
	});
}

async function nothingMoved(page: Page): Promise<void> {
	expect(await shiftsOf(page)).toEqual([]);
}

const shiftsOf = (page: Page): Promise<Shift[]> => page.evaluate(() => window.shifts);

/** Longer than a click excuses what moves. */
const settled = (page: Page): Promise<void> => page.waitForTimeout(800);
