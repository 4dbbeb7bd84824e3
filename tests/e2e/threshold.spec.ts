/** The threshold where it acts: on the page of a run, live, kept with the run, with a way back. */
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { classifySample, openStart, toNumber } from './steps';

const panel = (page: Page) => page.getByRole('dialog', { name: 'Threshold of this run' });
const slider = (page: Page) => panel(page).getByRole('slider');

/** From where on the bundle of the site calls a category sure. */
const { thresholds } = JSON.parse(
	readFileSync(new URL('../../static/models/default.bundle.json', import.meta.url), 'utf8')
) as { thresholds: { confidence: number } };
const USUAL = String(thresholds.confidence);

/** Rows by certainty, as the panel counts them. */
async function counts(page: Page): Promise<Record<string, number>> {
	const items = await panel(page).getByRole('listitem').allInnerTexts();
	return Object.fromEntries(
		items.map((text) => {
			const [, rows = '', name = ''] = /([\d,]+)\s+(\w+)/.exec(text) ?? [];
			return [name, Number(rows.replaceAll(',', ''))];
		})
	);
}

test('the threshold of a run is moved, kept, taken back, and what is likely is accepted', async ({
	page,
	site
}) => {
	await openStart(page, site.url);
	await classifySample(page);
	await page.keyboard.press('t');
	await expect(slider(page)).toHaveValue(USUAL);
	const before = await counts(page);
	await test.step('what is only tried is taken back with Escape', async () => {
		await slider(page).evaluate((input: HTMLInputElement) => {
			input.value = '0.97';
			input.dispatchEvent(new Event('input', { bubbles: true }));
		});
		await expect.poll(async () => (await counts(page))['sure']).toBeLessThan(before['sure'] ?? 0);
		await page.keyboard.press('Escape');
		// As long as it is closing, keys are its own.
		await expect(panel(page)).toBeHidden();
		await page.keyboard.press('t');
		await expect(slider(page)).toHaveValue(USUAL);
		await expect.poll(() => counts(page)).toEqual(before);
	});
	await test.step('fewer rows are sure from a higher one on', async () => {
		await slider(page).fill('0.97');
		await expect(panel(page)).toContainText('sure from 97% on');
		await expect.poll(async () => (await counts(page))['sure']).toBeLessThan(before['sure'] ?? 0);
		await expect(page.getByText('Categories of this run are sure from 97% on.')).toBeVisible();
	});
	const strict = await counts(page);
	await test.step('it is kept with the run', async () => {
		await page.reload();
		await page.getByRole('button', { name: 'Threshold' }).click();
		await expect(slider(page)).toHaveValue('0.97');
		await expect.poll(() => counts(page)).toEqual(strict);
	});
	await test.step('and stands in its log', async () => {
		await page.keyboard.press('Escape');
		await page.getByRole('button', { name: 'Run log' }).click();
		const log = page.getByRole('dialog', { name: 'Run log' });
		await expect(log.getByRole('row', { name: 'confidence 0.97' })).toBeVisible();
		await log.getByRole('button', { name: 'Close' }).click();
		await page.getByRole('button', { name: 'Threshold' }).click();
	});
	await test.step('what is likely is accepted by hand, and that is taken back', async () => {
		await panel(page).getByLabel('Accept all likely from').fill('');
		await expect(panel(page).getByRole('button', { name: 'Accept 0 messages' })).toBeDisabled();
		await panel(page).getByLabel('Accept all likely from').fill('50');
		const accept = panel(page).getByRole('button', { name: /^Accept \d/ });
		const [, messages = '', rows = ''] =
			/Accept ([\d,]+) messages?, ([\d,]+) row/.exec(await accept.innerText()) ?? [];
		expect(toNumber(rows)).toBeGreaterThan(0);
		await accept.click();
		await expect(page.getByText(`Accepted the guess for ${messages} message`)).toBeVisible();
		await expect
			.poll(async () => (await counts(page))['sure'])
			.toBe((strict['sure'] ?? 0) + toNumber(rows));
		await page.getByRole('button', { name: 'Undo' }).click();
		await expect.poll(() => counts(page)).toEqual(strict);
	});
	await test.step('back to what the categories ask for', async () => {
		await panel(page)
			.getByRole('button', { name: /^Back to \d+%$/ })
			.click();
		await expect.poll(() => counts(page)).toEqual(before);
		await page.getByRole('button', { name: 'Undo' }).click();
		await expect.poll(() => counts(page)).toEqual(strict);
	});
});
