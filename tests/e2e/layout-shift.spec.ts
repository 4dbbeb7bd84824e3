/** Nothing on the page moves by itself, as the browser counts it (web.dev/cls). */
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { classifySample, drawer, finished, openStart, sieve, tableRow } from './steps';

/** Half of what counts as good, for everything from the empty page to the last filter together. */
const MOST = 0.05;

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
	['a narrow one', { width: 360, height: 740 }]
] as const)
	test(`nothing moves by itself on ${screen}`, async ({ page, site }) => {
		test.setTimeout(120_000);
		await page.setViewportSize(viewport);
		const shifts: Shift[] = [];
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
		shifts.push(...(await shiftsOf(page)));
		await test.step('a stored run, opened by its address', async () => {
			await page.reload();
			await finished(page);
			await settled(page);
			shifts.push(...(await shiftsOf(page)));
		});
		const sum = shifts.reduce((all, { score }) => all + score, 0);
		console.log(`Layout shift on ${screen}: ${sum.toFixed(4)}`);
		expect(sum, JSON.stringify(shifts, undefined, 1)).toBeLessThanOrEqual(MOST);
	});

const shiftsOf = (page: Page): Promise<Shift[]> => page.evaluate(() => window.shifts);

/** Longer than a click excuses what moves. */
const settled = (page: Page): Promise<void> => page.waitForTimeout(800);
