import { expect, test } from './fixtures';
import { distinctMessages } from './messages';
import { choose, exported, finished, openStart, summary, toNumber, RUN_TIMEOUT } from './steps';

test('a cancelled run keeps what is done', async ({ page, site }) => {
	test.setTimeout(120_000);
	const lines = distinctMessages(12_000);
	const content = Array.from({ length: 120_000 }, (_, row) => lines[row % 12_000]).join('\n');
	await openStart(page, site.url);
	await choose(page, { name: 'many.log', content });
	const cancel = page.getByRole('button', { name: 'Cancel' });
	await expect(cancel).toBeVisible({ timeout: RUN_TIMEOUT });
	await test.step('progress tells rate, time left and what runs where', async () => {
		const progress = page.getByRole('paragraph').filter({ hasText: /rows\/s · .+ left/ });
		await expect(progress).toBeVisible({ timeout: RUN_TIMEOUT });
		await expect(page.getByText(/^WASM × \d$/)).toBeVisible();
		// Rows that are classified already.
		await expect(page.getByRole('region', { name: 'Decided by' })).toContainText(/Model\s*[1-9]/);
	});
	const clicked = Date.now();
	await cancel.click();
	await finished(page);
	expect(Date.now() - clicked).toBeLessThan(15_000);
	await expect(page.getByText('Cancelled: what was classified by then is kept.')).toBeVisible();
	const said = await page.getByText(/[\d,]+ rows in .+ rows\/s/).innerText();
	const rows = toNumber(/([\d,]+) rows in/.exec(said)?.[1] ?? '');
	expect(rows).toBeGreaterThan(0);
	// What was stored last is counted a moment later.
	await expect.poll(() => summary(page, 'total events')).toBe(rows);
	// Rows that were not looked at are not unlike anything.
	await expect(page.getByText('these categories do not fit')).toHaveCount(0);
	await test.step('the kept rows are the first ones, in order, and come out', async () => {
		const { column } = await exported(page);
		const messages = column('log_message');
		expect(messages).toHaveLength(rows);
		expect(messages.every((message, row) => message === lines[row % 12_000])).toBe(true);
		const classified = column('target_label').filter((label) => label !== '');
		expect(classified.length).toBeGreaterThan(0);
		expect(classified.length).toBeLessThan(120_000);
	});
	await test.step('the list says so, after a reload too', async () => {
		await page.goto(site.url);
		await expect(page.getByText('cancelled, part is kept')).toBeVisible();
	});
});

test('cancelled while the model loads, nothing is left', async ({ page, site }) => {
	await page.route('**/model_quantized.onnx', () => undefined);
	await openStart(page, site.url);
	await choose(page, { name: 'early.log', content: 'The nightly report was sent to 12 people' });
	await page.getByRole('button', { name: 'Cancel' }).click();
	await expect(page.getByText('Cancelled before the first row was classified.')).toBeVisible();
	await expect(page.getByText('No runs yet')).toBeVisible();
	await page.unrouteAll({ behavior: 'ignoreErrors' });
});
