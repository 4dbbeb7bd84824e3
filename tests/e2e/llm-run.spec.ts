/** A run of the third sieve with a fake model in place of the browser's own: everything else is the site's. */
import { readFile } from 'node:fs/promises';
import type { Locator, Page } from '@playwright/test';
import type { LlmLogEntry } from '../../src/lib/store/schema';
import { toCsv } from './csv';
import { fakePrompts, installFakeModel } from './fake-model';
import { expect, test } from './fixtures';
import { openPanel } from './llm-steps';
import { classify, openStart, sieve, toStart } from './steps';

/** Distinct messages unlike what the head knows; the first ones with most rows. */
const WORDS = ['lantern', 'teapot', 'violin', 'meadow', 'pebble', 'curtain', 'orchard', 'ribbon'];
const ROWS = WORDS.flatMap((word, at) =>
	Array.from({ length: WORDS.length - at }, () => [
		'garden',
		`the ${word} hummed a tune for the sleepy ${word} keeper`
	])
);
const FILE = { name: 'garden.csv', content: toCsv([['source', 'log_message'], ...ROWS]) };

test('pause and stop take effect at once, what is answered stays, and a frozen tab goes on where it was', async ({
	page,
	site,
	context
}) => {
	await installFakeModel(context, [['hummed', '{"label":"HardwareError"}']], { delay: 700 });
	const panel = await prepared(page, site.url);
	await panel.getByRole('button', { name: /^Ask about/ }).click();
	const progress = panel.getByRole('region', { name: 'Progress of the language model' });
	await expect(progress).toContainText(/Asking: [1-9] of 8 messages/);
	await test.step('pause', async () => {
		await progress.getByRole('button', { name: 'Pause' }).click();
		await expect(progress).toContainText(/Paused: \d of 8 messages/);
		// The request under way is given up; nothing is asked or answered meanwhile.
		const [asked, answered] = [await fakePrompts(page), await answers(panel).count()];
		await page.waitForTimeout(1_500);
		expect([await fakePrompts(page), await answers(panel).count()]).toEqual([asked, answered]);
		await progress.getByRole('button', { name: 'Go on' }).click();
		await expect.poll(() => answers(panel).count()).toBeGreaterThan(answered);
	});
	await test.step('a tab in the background that the browser freezes', async () => {
		const session = await context.newCDPSession(page);
		await session.send('Page.setWebLifecycleState', { state: 'frozen' });
		await new Promise((resolve) => setTimeout(resolve, 1_000));
		await session.send('Page.setWebLifecycleState', { state: 'active' });
		const before = await answers(panel).count();
		await expect.poll(() => answers(panel).count()).toBeGreaterThan(before);
	});
	await test.step('stop', async () => {
		await progress.getByRole('button', { name: 'Stop' }).click();
		await expect(progress).toContainText('Stopped.');
		const answered = await answers(panel).count();
		expect(answered).toBeLessThan(WORDS.length);
		await expect(panel.getByText(new RegExp(`^${WORDS.length - answered} distinct`))).toBeVisible();
		await page.keyboard.press('Escape');
		await expect(sieve(page, 'Language model')).toBeVisible();
	});
});

test('the same question is not asked twice', async ({ page, site, context }) => {
	await installFakeModel(context, [['hummed', '{"label":"HardwareError","reason":"It hums."}']]);
	const panel = await prepared(page, site.url);
	await panel.getByLabel('Messages at most').fill('3');
	await panel.getByRole('button', { name: /^Ask about 3 messages/ }).click();
	await expect(
		panel.getByText(/^The number of messages is used up\. 3 answers;/).first()
	).toBeVisible();
	await page.keyboard.press('Escape');
	await toStart(page);
	await classify(page, FILE);
	const again = await openPanel(page);
	await again.getByRole('button', { name: /^Ask about 3 messages/ }).click();
	await expect(again.getByText(/3 answers, 3 of them known from before/).first()).toBeVisible();
	// The side and the label of each.
	expect(await fakePrompts(page)).toBe(6);
	await page.keyboard.press('Escape');
	for (const entry of await logEntries(page, { llm: 3, cached: true })) {
		expect(entry).toMatchObject({ milliseconds: expect.any(Number), tries: 1, settled: true });
		expect(JSON.stringify(entry)).not.toMatch(/hum/);
	}
});

test('the downloaded run log tells of every answer how it came about, with its text only where the user allows it', async ({
	page,
	site,
	context
}) => {
	await installFakeModel(context, [['hummed', '{"label":"HardwareError","reason":"It hums."}']]);
	const panel = await prepared(page, site.url);
	const ask = async (messages: number): Promise<void> => {
		await panel.getByLabel('Messages at most').fill(String(messages));
		await panel.getByRole('button', { name: /^Ask about/ }).click();
		await expect(panel.getByText(new RegExp(` ${messages} answers;`)).first()).toBeVisible();
		await page.keyboard.press('Escape');
	};
	await ask(2);
	const [first, second] = await logEntries(page, { llm: 2 });
	expect(second).toEqual({
		runId: expect.any(String),
		at: expect.any(Number),
		template: expect.any(Number),
		engine: 'built-in',
		model: 'built-in',
		cached: false,
		milliseconds: expect.any(Number),
		promptTokens: 0,
		completionTokens: 0,
		tries: 1,
		label: 'HardwareError',
		settled: true,
		threshold: expect.any(Number)
	});
	expect(second?.threshold).toBeGreaterThan(0);
	expect(JSON.stringify(first)).not.toMatch(/hum/);
	await openPanel(page);
	await panel.getByLabel('Keep the messages').check();
	await ask(3);
	const entries = await logEntries(page, { llm: 5 });
	expect(entries.map(({ text }) => text !== undefined)).toEqual([false, false, true, true, true]);
	expect(entries[4]).toMatchObject({
		text: expect.stringContaining('hummed a tune'),
		reason: 'It hums.'
	});
});

test('answers that are not valid settle nothing and say why', async ({ page, site, context }) => {
	await installFakeModel(context, [
		['lantern', 'I think that this is a HardwareError.'],
		['teapot', '{"label":"TeaError"}'],
		['violin', '{"label":"hardwareerror"}'],
		['meadow', ''],
		['pebble', `{"label":"${'a'.repeat(5_000)}`]
	]);
	const panel = await prepared(page, site.url);
	await panel.getByRole('button', { name: /^Ask about/ }).click();
	await expect(panel.getByText('All messages were asked about.').first()).toBeVisible();
	const said = (word: string): Locator => answers(panel).filter({ hasText: word });
	await expect(said('lantern')).toContainText('did not answer in the form asked for');
	await expect(said('teapot')).toContainText('a label that is not there: "TeaError"');
	await expect(said('violin')).toContainText('settles 6 rows');
	await expect(said('meadow')).toContainText('answered nothing');
	await expect(said('pebble')).toContainText('did not answer in the form asked for');
	await expect(said('lantern').getByRole('button')).toHaveCount(0);
	await page.keyboard.press('Escape');
	await expect(sieve(page, 'Language model').locator('b')).toHaveText('6');
});

/** Classifies the file and chooses the fake, whose labels settle rows. */
async function prepared(page: Page, url: string): Promise<Locator> {
	await openStart(page, url);
	await classify(page, FILE);
	const panel = await openPanel(page);
	await panel.locator('input[value="built-in"]').check();
	// Nobody has measured the browser's own model: it only suggests until the user says otherwise.
	await expect(panel.getByLabel('Its labels settle rows')).not.toBeChecked();
	await panel.getByLabel('Its labels settle rows').check();
	return panel;
}

const answers = (panel: Locator): Locator =>
	panel.getByRole('region', { name: 'Answers, newest first' }).getByRole('listitem');

/** Downloads the run log and reads what it says of the model's answers. */
async function logEntries(
	page: Page,
	expected: { llm: number; cached?: boolean }
): Promise<LlmLogEntry[]> {
	await page.getByRole('button', { name: 'Run log' }).click();
	const dialog = page.getByRole('dialog', { name: 'Run log' });
	const [file] = await Promise.all([
		page.waitForEvent('download'),
		dialog.getByRole('button', { name: 'Download as JSON' }).click()
	]);
	await dialog.getByRole('button', { name: 'Close' }).click();
	const { llm } = JSON.parse(await readFile(await file.path(), 'utf8')) as { llm: LlmLogEntry[] };
	expect(llm).toHaveLength(expected.llm);
	expect(llm.every(({ cached }) => cached === (expected.cached ?? false))).toBe(true);
	return llm;
}
