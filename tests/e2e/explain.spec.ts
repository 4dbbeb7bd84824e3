/** Why a row has its label, for each sieve that can have given it. */
import type { Page } from '@playwright/test';
import { toCsv } from './csv';
import { installFakeModel } from './fake-model';
import { expect, test } from './fixtures';
import { openPanel } from './llm-steps';
import { classify, classifySample, drawer, openStart, sieve, tableCell, tableRow } from './steps';

/** Written to be unlike what the head knows. */
const UNSURE = [
	['source', 'log_message'],
	['greenhouse', 'gardener lamp 7 sang quietly while the pump drew a circle'],
	['greenhouse', 'gardener lamp 8 sang quietly while the pump drew a circle'],
	['library', 'borrowed chapters returned folded, shelf keeper unhappy with the corner']
];
const ANSWERS = [
	['gardener', '{"label":"ConfigurationError","reason":"A lamp that sings is broken."}']
] as const;

test.beforeEach(({ context }) => installFakeModel(context, ANSWERS));

test('a row of the head shows the words that mattered; one of a rule its name and what it matched', async ({
	page,
	site
}) => {
	await openStart(page, site.url);
	await classifySample(page);
	await test.step('head', async () => {
		await only(page, 'Model');
		await expect(fact(page, 'Decided by')).toContainText('Model');
		const words = await fact(page, 'Words').locator('code').allInnerTexts();
		expect(words.length).toBeGreaterThan(0);
		const message = (await drawer(page).locator('p.text').innerText()).toLowerCase();
		// Numbers are folded in the text that the head reads.
		for (const part of words.flatMap((word) => word.toLowerCase().split('#')))
			expect(message).toContain(part);
		await expect(fact(page, 'Words')).toContainText(/(for|against)\s+[\d.]+%/);
		await expect(drawer(page).getByRole('heading', { name: /Nearest/ })).toBeVisible();
	});
	await test.step('rule', async () => {
		await page.keyboard.press('Escape');
		await sieve(page, 'Model').click();
		await only(page, 'Rules');
		await expect(fact(page, 'Decided by')).toContainText('Rules');
		const [line = ''] = (await fact(page, 'Rule').innerText()).split('\n');
		expect(line).toMatch(/^\S.*: \S/);
		const pattern = await fact(page, 'Rule').locator('code').innerText();
		const matched = await drawer(page).locator('mark').innerText();
		expect(matched).toMatch(new RegExp(pattern, 'i'));
	});
});

test('a row of a language model shows its reason and what ran it; one decided by hand when and where', async ({
	page,
	site
}) => {
	await openStart(page, site.url);
	await classify(page, { name: 'unsure.csv', content: toCsv(UNSURE) });
	const panel = await openPanel(page);
	await panel.locator('input[value="built-in"]').check();
	await panel.getByLabel('Its labels settle rows').check();
	await panel.getByLabel('Ask for a reason too').check();
	await panel.getByRole('button', { name: /^Ask about 2 messages/ }).click();
	await expect(panel.getByText('All messages were asked about.').first()).toBeVisible();
	await page.keyboard.press('Escape');
	await test.step('language model', async () => {
		await tableRow(page, 0).click();
		await expect(fact(page, 'Decided by')).toContainText('Language model');
		const said = drawer(page).getByRole('region', { name: 'What the language model said' });
		await expect(said).toContainText('ConfigurationError');
		await expect(said).toContainText('A lamp that sings is broken.');
		await expect(said).toContainText('The browser’s own model, run by the browser');
		await expect(said.getByText('Without it')).toBeVisible();
	});
	await test.step('the nearest example stands beside it where they differ', async () => {
		const said = drawer(page).getByRole('region', { name: 'What the language model said' });
		const nearest = await drawer(page)
			.locator('section')
			.filter({ has: page.getByRole('heading', { name: /^Nearest/ }) })
			.locator('li > span')
			.first()
			.innerText();
		expect(nearest).not.toBe('');
		if (nearest.includes('ConfigurationError'))
			await expect(said.getByText('Nearest example')).toBeHidden();
		else await expect(said.getByText('Nearest example')).toBeVisible();
	});
	await test.step('by hand', async () => {
		await drawer(page).getByRole('button', { name: 'Accept ConfigurationError' }).click();
		await expect(fact(page, 'Decided by')).toContainText('By hand');
		const year = String(new Date().getFullYear());
		await expect(fact(page, 'By hand')).toContainText(`${year}, `);
		await expect(fact(page, 'By hand')).toContainText('in unsure.csv');
	});
});

test('an answer becomes a rule of new runs with one key, and the rule can be taken back', async ({
	page,
	site
}) => {
	test.setTimeout(120_000);
	await openStart(page, site.url);
	await classify(page, { name: 'unsure.csv', content: toCsv(UNSURE) });
	const panel = await openPanel(page);
	await panel.locator('input[value="built-in"]').check();
	await panel.getByRole('button', { name: /^Ask about 2 messages/ }).click();
	const answer = panel.getByRole('listitem').filter({ hasText: 'gardener' });
	await expect(answer).toContainText('ConfigurationError');
	await test.step('taken back, nothing is left of it', async () => {
		await answer.getByRole('button', { name: 'Create a rule' }).focus();
		await page.keyboard.press('r');
		await expect(
			page.getByText(/gives such messages ConfigurationError in new runs/)
		).toBeVisible();
		await page.getByRole('button', { name: 'Undo' }).click();
		await expect(page.getByText('The rule is gone again.')).toBeVisible();
		// The panel stays open behind the message that was clicked.
		await expect(answer).toBeVisible();
	});
	await answer.getByRole('button', { name: 'Accept ConfigurationError' }).focus();
	await page.keyboard.press('r');
	await expect(page.getByText(/A rule of "My categories" gives/)).toBeVisible();
	await page.keyboard.press('Escape');
	await page.goto(site.at('teach/rules/'));
	await expect(page.getByRole('heading', { name: 'Rules of My categories' })).toBeVisible();
	await expect(page.getByRole('row').nth(1)).toContainText('gardener lamp');
	await page.goto(site.at('teach/'));
	await expect(page.getByRole('list', { name: 'Bundles' }).getByRole('listitem')).toHaveCount(2);
	await openStart(page, site.url);
	await classify(page, { name: 'again.csv', content: toCsv(UNSURE) });
	await expect(tableCell(page, 1, 'label')).toHaveText('ConfigurationError');
	await tableRow(page, 1).click();
	await expect(fact(page, 'Decided by')).toContainText('Rules');
	await expect(drawer(page).locator('mark')).toContainText('gardener lamp 8');
});

/** Shows the rows of one sieve alone and opens the first. */
async function only(page: Page, name: string): Promise<void> {
	await sieve(page, name).click();
	await expect(tableCell(page, 0, 'tier')).toContainText(name);
	await tableRow(page, 0).click();
	await expect(drawer(page)).toBeVisible();
}

/** The value of a named fact in the drawer. */
const fact = (page: Page, name: string) => drawer(page).locator(`dt:text-is("${name}") + dd`);
