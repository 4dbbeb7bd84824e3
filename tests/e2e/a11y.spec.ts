import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { EXAMPLE, toCsv } from './csv';
import { expect, test } from './fixtures';
import { distinctMessages } from './messages';
import {
	choose,
	classifyNext,
	classifySample,
	drawer,
	openExport,
	openStart,
	tableRow
} from './steps';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'];
const UNKNOWN = toCsv([
	['Wann', 'Was'],
	['2026-01-01', '17']
]);

test('no page breaks the accessibility rules, in light and in dark', async ({ page, site }) => {
	test.setTimeout(240_000);
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
		await expectNothingSideways(page, path);
	}
});

test('no dialog and no state of a run breaks them', async ({ page, site }) => {
	test.setTimeout(180_000);
	await openStart(page, site.url);
	await classifySample(page);
	const runUrl = page.url();
	for (const [button, dialog] of [
		['Run log', 'Run log'],
		['Download', /^Download /],
		['Ask a language model', 'Ask a language model'],
		['View', 'View of the table']
	] as const)
		await test.step(button, async () => {
			await page.getByRole('button', { name: button, exact: true }).click();
			const sheet = page.getByRole('dialog', { name: dialog });
			await expect(sheet.getByRole('button').first()).toBeVisible();
			await expect(sheet.getByText('Counting …')).toBeHidden();
			await checkBoth(page, button);
			await page.keyboard.press('Escape');
			await expect(sheet).toBeHidden();
		});
	await openExport(page, 'Summary');
	await expect(page.getByRole('textbox', { name: 'Summary as Markdown' })).toHaveValue(/rows/);
	await checkBoth(page, 'summary to copy');
	for (const [what, query] of [
		['filtered by chips', '&label=HttpStatus&not-source=kubelet&tier=head'],
		['grouped', '&group=1'],
		['nothing found', '&q=nothing+has+this'],
		['an expression that is refused', '&regex=1&q=(a%2B)%2B%24']
	] as const) {
		await page.goto(runUrl + query);
		await expect(page.getByText(/\d rows?$|No row passes/).first()).toBeVisible();
		await checkBoth(page, what);
	}
});

test('no screen beside the run breaks them: comparison, rule editor, estimate, errors', async ({
	page,
	site,
	problems
}) => {
	test.setTimeout(180_000);
	problems.allow(/404 \(Not Found\)|Not found: /);
	await openStart(page, site.url);
	await classifySample(page);
	await classifyNext(page, { name: 'few.csv', content: toCsv(EXAMPLE) });
	await page.goto(site.at('compare/'));
	await page.getByRole('button', { name: 'Compare' }).click();
	await expect(page.getByText(/^Before: /)).toBeVisible();
	await checkBoth(page, 'comparison');
	await page.setViewportSize({ width: 360, height: 740 });
	await expectNoSideways(page, 'comparison');
	await expectNothingSideways(page, 'comparison');
	// A table without the columns that there is no room for has what they say in those that are left.
	await expect(page.getByRole('columnheader', { name: 'change' }).first()).toBeHidden();
	await expect(
		page.getByRole('row', { name: /HttpStatus (▲ rose|▼ fell|✕ vanished)/ })
	).toBeVisible();
	await page.setViewportSize({ width: 1280, height: 800 });
	await test.step('rule editor', async () => {
		await page.goto(site.at('teach/rules/'));
		await page.getByRole('button', { name: 'Make a copy' }).click();
		await page.getByRole('button', { name: 'New rule' }).click();
		const pattern = page.getByLabel(/^Pattern/);
		await pattern.fill('connection');
		await expect(page.getByText(/rows? of the run match/)).toBeVisible();
		await checkBoth(page, 'rule editor');
		await pattern.fill('([');
		await expect(page.getByRole('alert').first()).toContainText('not valid');
		await checkBoth(page, 'rule editor with an error');
	});
	await test.step('estimate', async () => {
		await openStart(page, site.url);
		await page.evaluate(() => localStorage.removeItem('winnow.start-long-runs'));
		await choose(page, { name: 'long.log', content: distinctMessages(12_000).join('\n') });
		await expect(page.getByRole('heading', { name: /will take a while/ })).toBeVisible();
		await checkBoth(page, 'estimate');
	});
	for (const [path, text] of [
		['api/', 'JavaScript API'],
		['run/', 'No run was chosen'],
		['run/?id=gone', 'This run cannot be shown'],
		['review/?id=gone', 'This run cannot be reviewed'],
		['nowhere/', 'There is no such page']
	] as const) {
		await page.goto(site.at(path));
		await expect(page.getByRole('heading', { name: text }).first()).toBeVisible();
		await checkBoth(page, path);
	}
});

test('nothing has to be scrolled sideways on a narrow screen', async ({ page, site }) => {
	await openStart(page, site.url);
	// As narrow as a scroll bar leaves it.
	await page.setViewportSize({ width: 344, height: 740 });
	await expectNoSideways(page, 'start beside a scroll bar');
	await page.setViewportSize({ width: 360, height: 740 });
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

/** The dark theme differs in its colours alone, so that only their rule is asked again. */
async function checkBoth(page: Page, what: string): Promise<void> {
	for (const colorScheme of ['light', 'dark'] as const)
		await test.step(`${what}, ${colorScheme}`, async () => {
			await page.emulateMedia({ colorScheme });
			const axe = new AxeBuilder({ page });
			if (colorScheme === 'light') axe.withTags(TAGS);
			else axe.withRules('color-contrast');
			const { violations } = await axe.analyze();
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

/** No part of the page either, but for code, which is not to be wrapped. */
async function expectNothingSideways(page: Page, what: string): Promise<void> {
	const parts = await page.locator('main :not(pre)').evaluateAll((elements) =>
		elements
			.filter((element) => /auto|scroll/.test(getComputedStyle(element).overflowX))
			.filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
			.map(({ outerHTML }) => outerHTML.slice(0, 200))
	);
	expect(parts, what).toEqual([]);
}
