import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { distinctMessages } from './messages';
import { choose, exported, finished, openStart, someClassified, started } from './steps';

const DISTINCT = 4_000;
const ROWS = 60_000;
const lines = distinctMessages(DISTINCT);
const CONTENT = Array.from({ length: ROWS }, (_, row) => lines[row % DISTINCT]).join('\n');
const FILE = { name: 'long.log', content: CONTENT };

test('a paused run goes on, and so does one whose tab was closed, like an unbroken one', async ({
	page,
	site
}) => {
	test.setTimeout(240_000);
	await openStart(page, site.url);
	await choose(page, FILE);
	await someClassified(page);
	await page.getByRole('button', { name: 'Pause' }).click();
	await expect(page.getByText('Paused: what was classified by then is kept.')).toBeVisible();
	await page.getByRole('button', { name: 'Resume', exact: true }).click();
	await someClassified(page);
	const address = page.url();
	const context = page.context();
	const again = await context.newPage();
	await page.close();
	await again.goto(address);
	await test.step('another file of the same size is refused in plain words', async () => {
		await expect(again.getByText('Interrupted, its tab was closed')).toBeVisible();
		await pick(again, { name: 'long.log', content: CONTENT.replace(/^./, '#') });
		await expect(again.getByText(/its contents are others/)).toBeVisible();
	});
	await test.step('the list offers it too', async () => {
		await again.goto(site.url);
		await started(again);
		await expect(again.getByText('interrupted, part is kept')).toBeVisible();
		await pick(again, FILE);
		await expect(again.getByRole('button', { name: 'Pause' })).toBeVisible();
	});
	await finished(again);
	await test.step('no row is lost, none is there twice, and labels are those of an unbroken run', async () => {
		const broken = (await exported(again)).cells;
		expect(broken).toHaveLength(ROWS);
		await again.goto(site.url);
		await started(again);
		await choose(again, FILE);
		await finished(again);
		expect((await exported(again)).cells).toEqual(broken);
	});
});

async function pick(page: Page, { name, content }: typeof FILE): Promise<void> {
	const buffer = Buffer.from(content);
	await page
		.getByLabel('File of the run long.log')
		.setInputFiles({ name, mimeType: 'text/plain', buffer });
}
