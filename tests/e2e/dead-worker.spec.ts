import type { Page, Worker } from '@playwright/test';
import { expect, test } from './fixtures';
import { distinctMessages } from './messages';
import { choose, exported, finished, openStart, summary, RUN_TIMEOUT } from './steps';

const ROWS = 60_000;
const LINES = distinctMessages(250);
const CONTENT = Array.from({ length: ROWS }, (_, row) => LINES[row % LINES.length]).join('\n');

/** The running worker of a name, as the browser has it. */
async function worker(page: Page, name: string): Promise<Worker> {
	for (const one of page.workers())
		if ((await one.evaluate(() => self.name).catch(() => '')).startsWith(name)) return one;
	throw new Error(`There is no ${name}.`);
}

for (const name of ['classifier', 'reader', 'embedder'])
	test(`a run goes on, with nothing lost, when its ${name} dies`, async ({ page, site }) => {
		test.setTimeout(240_000);
		await openStart(page, site.url);
		await choose(page, { name: 'many.log', content: CONTENT });
		await expect(page.getByRole('paragraph').filter({ hasText: /rows\/s/ })).toBeVisible({
			timeout: RUN_TIMEOUT
		});
		const doomed = await worker(page, name);
		await doomed.evaluate(() => self.close());
		await expect(page.getByText(`The ${name}`).filter({ hasText: 'started again' })).toBeVisible({
			timeout: 10_000
		});
		// A busy machine takes its time to start the encoder once more.
		await expect(page.getByRole('button', { name: 'Cancel' })).toBeHidden({ timeout: 180_000 });
		await finished(page);
		expect(await summary(page, 'total events')).toBe(ROWS);
		const { column } = await exported(page);
		expect(column('log_message')).toEqual(
			Array.from({ length: ROWS }, (_, row) => LINES[row % LINES.length])
		);
		expect(column('target_label').filter((label) => label === '')).toEqual([]);
	});

for (const [button, name] of [
	['Cancel', 'classifier'],
	['Cancel', 'reader'],
	['Pause', 'classifier']
] as const)
	test(`${button} ends a run whose ${name} hangs, and the next run works`, async ({
		page,
		site
	}) => {
		test.setTimeout(240_000);
		await openStart(page, site.url);
		await choose(page, { name: 'many.log', content: CONTENT });
		const cancel = page.getByRole('button', { name: 'Cancel' });
		await expect(cancel).toBeVisible({ timeout: RUN_TIMEOUT });
		await expect(page.getByRole('paragraph').filter({ hasText: /rows\/s/ })).toBeVisible({
			timeout: RUN_TIMEOUT
		});
		const hung = await worker(page, name);
		// In a task of its own: the browser does not end a worker in the midst of what a debugger asked it for.
		await hung.evaluate(
			() =>
				void setTimeout(() => {
					for (;;);
				})
		);
		const clicked = Date.now();
		await page.getByRole('button', { name: button }).click();
		if (button === 'Pause') await expect(cancel).toBeEnabled();
		await expect(cancel).toBeHidden({ timeout: 10_000 });
		expect(Date.now() - clicked).toBeLessThan(5_000);
		await openStart(page, site.url);
		await choose(page, { name: 'next.log', content: 'The nightly report was sent to 12 people' });
		await finished(page);
		expect(await summary(page, 'total events')).toBe(1);
	});
