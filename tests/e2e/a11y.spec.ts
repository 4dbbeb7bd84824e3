import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { toCsv } from './csv';
import { expect, test } from './fixtures';
import { choose, classifySample, drawer, openStart, tableRow } from './steps';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'];
const UNKNOWN = toCsv([
	['Wann', 'Was'],
	['2026-01-01', 'Disk full']
]);

test('no page breaks the accessibility rules, in light and in dark', async ({ page, site }) => {
	test.setTimeout(120_000);
	await openStart(page, site.url);
	await checkBoth(page, 'start, empty');
	await choose(page, { name: 'unknown.csv', content: UNKNOWN });
	await expect(page.getByRole('button', { name: 'Classify' })).toBeVisible();
	await checkBoth(page, 'mapping');
	await page.getByRole('button', { name: 'Cancel' }).click();
	await choose(page, { name: 'empty.csv', content: '' });
	await expect(page.getByRole('alert')).toBeVisible();
	await checkBoth(page, 'error');
	await classifySample(page);
	await checkBoth(page, 'run');
	await tableRow(page, 0).click();
	await expect(drawer(page)).toContainText('Row 1');
	await checkBoth(page, 'drawer');
	await page.getByRole('button', { name: 'Labels as table' }).click();
	await page.getByRole('search').getByRole('button', { name: 'Source' }).click();
	await expect(page.getByRole('dialog', { name: 'Source' })).toBeVisible();
	await checkBoth(page, 'chart table and filter menu');
	await openStart(page, site.url);
	await checkBoth(page, 'start, with runs');
	await page.goto(site.at('about/'));
	await checkBoth(page, 'about');
	await page.getByRole('button', { name: 'Keyboard shortcuts' }).click();
	await expect(page.getByRole('dialog')).toBeVisible();
	await checkBoth(page, 'shortcuts');
});

test('no teaching screen breaks them either, nor has to be scrolled sideways on a narrow screen', async ({
	page,
	site
}) => {
	test.setTimeout(180_000);
	await openStart(page, site.url);
	await classifySample(page);
	const runId = new URL(page.url()).searchParams.get('id') ?? '';
	const screens = [
		['teach/', 'Bundles'],
		['teach/labels/', 'Labels of'],
		['teach/rules/', 'Rules of'],
		['teach/thresholds/', 'Thresholds of'],
		['teach/train/', 'Train on your labels'],
		['teach/evaluate/', 'Evaluate'],
		[`review/?id=${runId}`, 'Review of']
	] as const;
	for (const [path, heading] of screens) {
		await page.setViewportSize({ width: 1280, height: 800 });
		await page.goto(site.at(path));
		await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible();
		await checkBoth(page, path);
		await page.setViewportSize({ width: 360, height: 740 });
		await expectNoSideways(page, path);
	}
});

test('nothing has to be scrolled sideways on a narrow screen', async ({ page, site }) => {
	await page.setViewportSize({ width: 360, height: 740 });
	await openStart(page, site.url);
	await expectNoSideways(page, 'start');
	await choose(page, { name: 'unknown.csv', content: UNKNOWN });
	await expect(page.getByRole('button', { name: 'Classify' })).toBeVisible();
	await expectNoSideways(page, 'mapping');
	await page.getByRole('button', { name: 'Cancel' }).click();
	await classifySample(page);
	await expectNoSideways(page, 'run');
	await tableRow(page, 0).click();
	await expect(drawer(page)).toContainText('Row 1');
	await expectNoSideways(page, 'drawer');
	await openStart(page, site.url);
	await expectNoSideways(page, 'start with a run');
	await page.goto(site.at('about/'));
	await expectNoSideways(page, 'about');
});

async function checkBoth(page: Page, what: string): Promise<void> {
	for (const colorScheme of ['light', 'dark'] as const)
		await test.step(`${what}, ${colorScheme}`, async () => {
			await page.emulateMedia({ colorScheme });
			const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
			const found = violations.flatMap(({ id, nodes }) =>
				nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`)
			);
			expect.soft(found, `${what}, ${colorScheme}`).toEqual([]);
		});
}

async function expectNoSideways(page: Page, what: string): Promise<void> {
	const { content, view } = await page.evaluate(() => ({
		content: document.documentElement.scrollWidth,
		view: document.documentElement.clientWidth
	}));
	expect(content, what).toBeLessThanOrEqual(view);
}
