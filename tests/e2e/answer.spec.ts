/** The answer on top of a run: what stands out, since when, and the rows of it. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { classify, classifyNext, finished, openStart } from './steps';

const START = Date.UTC(2026, 10, 20);
const at = (second: number): string => new Date(START + second * 1_000).toISOString();

/** Half an hour of pages; from minute 20 on the disk is full. */
function log(full: boolean): string {
	const lines: string[] = [];
	for (let second = 0; second < 1_800; second += 3) {
		lines.push(`${at(second)} INFO  [main] org.example.web: page ${second} rendered`);
		if (full && second >= 1_200 && second % 12 === 0)
			lines.push(
				`${at(second)} ERROR [main] org.example.store: write of segment ${second} failed: No space left on device`
			);
	}
	return `${lines.join('\n')}\n`;
}

const card = (page: Page) => page.getByRole('region', { name: 'What stands out' });

test('the answer says what broke and since when, filters, is copied and comes back', async ({
	page,
	context,
	site
}) => {
	test.setTimeout(180_000);
	await openStart(page, site.url);
	await classify(page, { name: 'full.log', content: log(true) });
	const finding = card(page).getByRole('listitem').first().getByRole('button');
	await test.step('in words and figures', async () => {
		await expect(finding).toContainText('No space left on device');
		await expect(finding).toContainText('of org.example.store');
		await expect(finding).toContainText(
			'began at 2026-11-20 00:20:00, 50 rows to the end, none before'
		);
		await expect(card(page)).toContainText(/sure\s+\d/);
	});
	await test.step('its rows, by key', async () => {
		await finding.focus();
		await page.keyboard.press('Enter');
		await expect(page.getByText('50 of 650 rows').first()).toBeVisible();
		await expect(page.getByRole('list', { name: 'Filters' }).getByRole('listitem')).toHaveText([
			/Same message/,
			/Time/
		]);
	});
	await test.step('as Markdown', async () => {
		await context.grantPermissions(['clipboard-read', 'clipboard-write']);
		await card(page).getByRole('button', { name: 'Copy as Markdown' }).click();
		await expect(page.getByText('Copied what stands out.')).toBeVisible();
		const copied = await page.evaluate(() => navigator.clipboard.readText());
		expect(copied).toMatch(/^### full\.log\n\n1\. .*began at.*No space left on device/);
		expect(copied).toMatch(/How sure: .*\d\.\n$/);
	});
	await test.step('of the stored run', async () => {
		await page.reload();
		await finished(page);
		await expect(finding).toContainText('began at 2026-11-20 00:20:00');
	});
	await test.step('readable in both themes and on a phone', async () => {
		for (const colorScheme of ['light', 'dark'] as const) {
			await page.emulateMedia({ colorScheme });
			for (const width of [360, 1280]) {
				await page.setViewportSize({ width, height: 800 });
				const { violations } = await new AxeBuilder({ page }).include('.answer').analyze();
				expect(violations).toEqual([]);
			}
		}
	});
});

test('says that nothing happened, and that a log has no times', async ({ page, site }) => {
	test.setTimeout(120_000);
	await openStart(page, site.url);
	await classify(page, { name: 'calm.log', content: log(false) });
	await expect(card(page)).toContainText('Nothing began, stopped or rose beyond chance.');
	await classifyNext(page, { name: 'plain.txt', content: 'one line\nanother line\n'.repeat(20) });
	await expect(card(page)).toContainText('No times in this log');
});
