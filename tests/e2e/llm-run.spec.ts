/** A run of the third sieve with a fake model in place of the browser's own: everything else is the site's. */
import type { Locator, Page } from '@playwright/test';
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
	await installFakeModel(context, [['hummed', '{"label":"HardwareError"}']], 700);
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
		await expect(sieve(page, 'LLM')).toBeVisible();
	});
});

test('the same question is not asked twice, and the run log keeps no text unless it may', async ({
	page,
	site,
	context
}) => {
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
	expect(await fakePrompts(page)).toBe(3);
	const log = await logEntries(page);
	expect(log).toHaveLength(6);
	for (const entry of log) {
		expect(entry).toMatchObject({ engine: 'built-in', model: 'built-in', settled: true, tries: 1 });
		expect(JSON.stringify(entry)).not.toMatch(/hum/);
	}
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
	await expect(sieve(page, 'LLM').locator('b')).toHaveText('6');
});

/** Classifies the file and chooses the fake, whose labels settle rows. */
async function prepared(page: Page, url: string): Promise<Locator> {
	await openStart(page, url);
	await classify(page, FILE);
	const panel = await openPanel(page);
	await panel.locator('input[value="built-in"]').check();
	await panel.getByLabel('Its labels settle rows').check();
	return panel;
}

const answers = (panel: Locator): Locator =>
	panel.getByRole('region', { name: 'Answers, newest first' }).getByRole('listitem');

/** The stored log of asked models. */
function logEntries(page: Page): Promise<unknown[]> {
	return page.evaluate(async () => {
		const db = await new Promise<IDBDatabase>((resolve) => {
			const request = indexedDB.open('winnow');
			request.onsuccess = () => resolve(request.result);
		});
		const entries = await new Promise<unknown[]>((resolve) => {
			const request = db.transaction('llmLog').objectStore('llmLog').getAll();
			request.onsuccess = () => resolve(request.result);
		});
		db.close();
		return entries;
	});
}
