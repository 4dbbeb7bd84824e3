/** The browser's own model: what its engine and the page make of a download and of a start that fails. The model is a fake. */
import { toCsv } from './csv';
import { fakePrompts, installFakeModel, type FakeAnswer } from './fake-model';
import { expect, test } from './fixtures';
import { openPanel } from './llm-steps';
import { classify, openStart } from './steps';

const ANSWERS: readonly FakeAnswer[] = [['hummed', '{"label":"HardwareError"}']];
const FILE = {
	name: 'garden.csv',
	content: toCsv([
		['source', 'log_message'],
		['garden', 'the lantern hummed a tune for the sleepy lantern keeper']
	])
};

test('is downloaded by the browser only when its button is pressed, and the page shows how far it is', async ({
	page,
	site,
	context
}) => {
	await installFakeModel(context, ANSWERS, { delay: 1_000, download: [0, 0.25, 0.5, 0.75, 1] });
	await openStart(page, site.url);
	await classify(page, FILE);
	const panel = await openPanel(page);
	await expect(panel.getByText(/offers a model of its own, which it would download/)).toBeVisible();
	await panel.locator('input[value="built-in"]').check();
	await panel.getByRole('button', { name: 'Let the browser download its model, then ask' }).click();
	const progress = panel.getByRole('region', { name: 'Progress of the language model' });
	await expect(progress).toContainText(/The browser downloads its model: (25|50|75)%/);
	await expect(progress).toContainText('All messages were asked about. 1 answer');
	// The side, then the label.
	expect(await fakePrompts(page)).toBe(2);
});

test('that finds too little memory says so, keeps everything as it was, and can be started again', async ({
	page,
	site,
	context
}) => {
	const reason = 'The device has not enough memory for the model.';
	await installFakeModel(context, ANSWERS, { failures: [reason] });
	await openStart(page, site.url);
	await classify(page, FILE);
	const panel = await openPanel(page);
	await panel.locator('input[value="built-in"]').check();
	await panel.getByRole('button', { name: /^Ask about/ }).click();
	await expect(panel.getByRole('alert')).toContainText(reason);
	await expect(panel.getByText(/^1 distinct message wait/)).toBeVisible();
	await panel.getByRole('button', { name: /^Ask about/ }).click();
	await expect(panel.getByText(/^All messages were asked about\. 1 answer/).first()).toBeVisible();
	await expect(panel.getByRole('alert')).toHaveCount(0);
});
