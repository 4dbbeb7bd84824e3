/** Ten thousand messages that nobody is sure of, and a user who lets a model be asked about fifty. */
import { toCsv } from './csv';
import { fakePrompts, installFakeModel } from './fake-model';
import { expect, test } from './fixtures';
import { openPanel } from './llm-steps';
import { reseedRun } from './seed-run';
import { classify, drawer, grid, openStart, sieve, tableRow, toNumber } from './steps';

const TEMPLATES = 10_000;
const BUDGET = 50;
/** More frequent messages than the budget covers, somewhere among the others, no two of them equally frequent. */
const FREQUENT = 60;
const templates = Array.from({ length: TEMPLATES }, (_, at) => {
	const place = (at - 7) / 150;
	const frequent = Number.isInteger(place) && place < FREQUENT;
	return {
		canonical: `the ${letters(at)} lantern hummed a tune`,
		rows: frequent ? 2 + ((place * 7) % FREQUENT) : 1
	};
});
const byRows = templates.map(({ rows }) => rows).sort((a, b) => b - a);
const sum = (rows: readonly number[]): number => rows.reduce((all, next) => all + next, 0);
const asked = byRows.slice(0, BUDGET);

test('of ten thousand messages it asks about the fifty most frequent, and the rest waits', async ({
	page,
	site,
	context
}) => {
	test.setTimeout(240_000);
	await installFakeModel(context, [['hummed', '{"label":"HardwareError"}']], { delay: 200 });
	await openStart(page, site.url);
	const rows = [['garden', 'the lantern hummed a tune for the sleepy keeper']];
	await classify(page, {
		name: 'garden.csv',
		content: toCsv([['source', 'log_message'], ...rows])
	});
	await reseedRun(page, templates);
	await page.reload();
	await expect(grid(page)).toBeVisible();
	const panel = await openPanel(page);
	await panel.locator('input[value="built-in"]').check();
	await panel.getByLabel('Its labels settle rows').check();
	await expect(panel.getByText(waiting(TEMPLATES, sum(byRows)))).toBeVisible();
	await panel.getByLabel('Messages at most').fill(String(BUDGET));
	await expect(
		panel.getByText(
			new RegExp(`asks about ${BUDGET} distinct messages, .* at most ${count(sum(asked))} rows`)
		)
	).toBeVisible();
	await panel.getByRole('button', { name: `Ask about ${BUDGET} messages` }).click();
	await expect(panel.getByText(/Asking: [1-9]\d* of 50 messages/).first()).toBeVisible();
	await test.step('the page answers meanwhile', async () => {
		await page.keyboard.press('Escape');
		await tableRow(page, 3).click();
		await expect(drawer(page)).toContainText('lantern hummed');
		await page.keyboard.press('Escape');
	});
	await openPanel(page);
	await expect(
		panel.getByText(/^The number of messages is used up\. 50 answers/).first()
	).toBeVisible({
		timeout: 120_000
	});
	// Of messages unlike anything known even the side is open: it is asked first.
	expect(await fakePrompts(page)).toBe(2 * BUDGET);
	const answers = panel
		.getByRole('region', { name: 'Answers, newest first' })
		.getByRole('listitem');
	const texts = await answers.allInnerTexts();
	const settledRows = texts.map((text) =>
		toNumber(/settles\s+([\d,]+) rows/.exec(text)?.[1] ?? '')
	);
	expect(settledRows.reverse()).toEqual(asked);
	const rest = sum(byRows) - sum(asked);
	await expect(panel.getByText(waiting(TEMPLATES - BUDGET, rest))).toBeVisible();
	await page.keyboard.press('Escape');
	await expect(sieve(page, 'Language model').locator('b')).toHaveText(count(sum(asked)));
	await expect(sieve(page, 'Unknown').locator('b')).toHaveText(count(rest));
});

const count = (value: number): string => value.toLocaleString('en');

const waiting = (messages: number, rows: number): RegExp =>
	new RegExp(`^${count(messages)} distinct messages wait, ${count(rows)} rows\\.`);

/** A number as a word: digits would fold in a log line. */
function letters(value: number): string {
	return String(value).replace(/\d/g, (digit) => 'abcdefghij'[Number(digit)] as string);
}
