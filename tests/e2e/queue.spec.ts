import { EXAMPLE, toCsv } from './csv';
import { expect, test } from './fixtures';
import { distinctMessages } from './messages';
import { choose, drop, finished, openStart, RUN_TIMEOUT, started } from './steps';

const EXAMPLE_CSV = toCsv(EXAMPLE);
/** Messages that take the encoder some seconds. */
const LONG = distinctMessages(500).join('\n');

test('a run goes on while other pages are looked at, and what is dropped meanwhile comes after it', async ({
	page,
	site
}) => {
	test.setTimeout(240_000);
	const header = page.getByRole('banner');
	await openStart(page, site.url);
	await choose(page, { name: 'long.log', content: LONG });
	await page.waitForURL(/\/run\/?\?id=/);
	const address = page.url();
	await test.step('three files wait, one is taken back', async () => {
		await drop(page, { name: 'second.csv', content: EXAMPLE_CSV });
		await expect(header.getByRole('button', { name: '1 queued' })).toBeVisible();
		await drop(page, { name: 'third.csv', content: EXAMPLE_CSV });
		await drop(page, { name: 'fourth.csv', content: EXAMPLE_CSV });
		await header.getByRole('button', { name: '3 queued' }).click();
		const list = page.getByRole('dialog', { name: 'Queued files' });
		const items = list.getByRole('listitem');
		await expect(items).toHaveText([/second\.csv/, /third\.csv/, /fourth\.csv/]);
		await list.getByRole('button', { name: 'Remove third.csv' }).click();
		await expect(items).toHaveText([/second\.csv/, /fourth\.csv/]);
		await page.keyboard.press('Escape');
	});
	await test.step('the header leads back to the run', async () => {
		await header.getByRole('link', { name: 'About' }).click();
		await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
		await header.getByRole('link', { name: /Classifying long\.log \d+%/ }).click();
		await page.waitForURL(address);
	});
	await test.step('the others are classified in turn, without leading away from the first', async () => {
		await finished(page);
		for (const name of ['second.csv', 'fourth.csv'])
			await expect(page.getByRole('status').getByText(`${name} is being classified`)).toBeVisible({
				timeout: RUN_TIMEOUT
			});
		expect(page.url()).toBe(address);
		await header.getByRole('link', { name: 'Files' }).click();
		await started(page);
		const runs = page.getByRole('link', { name: /^Open / });
		await expect(runs).toHaveCount(3);
		for (const [at, name] of ['fourth.csv', 'second.csv', 'long.log'].entries())
			await expect(runs.nth(at)).toHaveAccessibleName(`Open ${name}`);
		await runs.first().click();
		await finished(page);
	});
});

test('what goes wrong with a queued file stays to be read, and the next one is taken', async ({
	page,
	site,
	problems
}) => {
	test.setTimeout(240_000);
	problems.allow(/404/);
	let missing: () => void = () => undefined;
	const isAsked = new Promise<void>((resolve) => (missing = resolve));
	// The encoder is not there, which shows after the other files have been dropped.
	await page.route('**/model_quantized.onnx', async (route) => {
		await isAsked;
		await route.fulfill({ status: 404 });
	});
	const header = page.getByRole('banner');
	await openStart(page, site.url);
	await choose(page, { name: 'long.log', content: LONG });
	await page.waitForURL(/\/run\/?\?id=/);
	await drop(page, { name: 'empty.log', content: '' });
	await drop(page, { name: 'blank.log', content: '\n\n' });
	// No rule settles it, so that the encoder is needed.
	await drop(page, { name: 'last.log', content: 'The nightly report was sent to 12 people\n' });
	await expect(header.getByRole('button', { name: '3 queued' })).toBeVisible();
	await header.getByRole('link', { name: 'Files' }).click();
	missing();
	const alerts = page.getByRole('main').getByRole('alert');
	for (const [name, message] of [
		['long.log was not classified', 'model_quantized.onnx'],
		['empty.log was not read', 'file is empty'],
		['blank.log was not read', 'file is empty'],
		['last.log was not classified', 'model_quantized.onnx']
	] as const)
		await expect(alerts.filter({ hasText: name })).toContainText(message, { timeout: RUN_TIMEOUT });
	await expect(alerts).toHaveCount(4);
	await alerts.first().getByRole('button', { name: 'Dismiss' }).click();
	await expect(alerts).toHaveCount(3);
	await expect(header.getByRole('button', { name: /queued/ })).toBeHidden();
});

test('text can be pasted into a box', async ({ page, site }) => {
	await openStart(page, site.url);
	await page.getByRole('button', { name: 'Paste text' }).click();
	const box = page.getByRole('dialog', { name: 'Paste text' });
	await expect(box.getByRole('button', { name: 'Classify' })).toBeDisabled();
	await box.getByRole('textbox').fill('Disk full\nERROR 404\n');
	await box.getByRole('button', { name: 'Classify' }).click();
	await finished(page);
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Pasted text');
});

test('the installed app opens files', async ({ page, site }) => {
	const manifest = (await (await page.request.get(site.at('manifest.webmanifest'))).json()) as {
		file_handlers: { action: string; accept: Record<string, string[]> }[];
	};
	const extensions = manifest.file_handlers.flatMap(({ accept }) => Object.values(accept).flat());
	expect(extensions).toEqual(expect.arrayContaining(['.log', '.csv', '.jsonl', '.gz', '.zip']));
	await page.addInitScript(
		(content) =>
			Object.defineProperty(window, 'launchQueue', {
				value: {
					setConsumer: (consumer: (launch: object) => void) => {
						const file = new File([content], 'launched.csv');
						consumer({ files: [{ getFile: () => Promise.resolve(file) }] });
					}
				}
			}),
		EXAMPLE_CSV
	);
	await page.goto(site.url);
	await finished(page);
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('launched.csv');
});
