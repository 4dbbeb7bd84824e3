/** What the site is for, once from end to end: read, classify, filter, export, open again, and all of it offline. */
import { readFile } from 'node:fs/promises';
import { expect, test } from '../e2e/deployment';
import {
	choose,
	drop,
	exported,
	finished,
	openStart,
	sieve,
	started,
	summary,
	tableRow,
	drawer,
	toNumber
} from '../e2e/steps';

const SAMPLE = new URL('../../static/sample.csv', import.meta.url);

test('the main job', async ({ page, deployment, problems, profile }) => {
	const content = await readFile(SAMPLE);
	const ready = page.getByRole('banner').getByText('Ready offline');
	await openStart(page, deployment.url);

	await test.step('choose a file and classify it', async () => {
		await choose(page, { name: 'sample.csv', content });
		await finished(page);
		expect(await summary(page, 'total events')).toBe(1_500);
	});
	const first = await exported(page);
	await test.step('filter and export what is left', async () => {
		await sieve(page, 'Model').click();
		await expect(sieve(page, 'Model')).toHaveAttribute('aria-pressed', 'true');
		const rows = toNumber(await sieve(page, 'Model').locator('b').innerText());
		const filtered = await exported(page, 'Filtered');
		expect(filtered.cells).toHaveLength(rows);
		expect(rows).toBeGreaterThan(0);
		expect(rows).toBeLessThan(first.cells.length);
		await sieve(page, 'Model').click();
	});
	await test.step('explain a row', async () => {
		await tableRow(page, 0).click();
		await expect(drawer(page)).toContainText('Row 1');
	});
	await test.step('drop a file', async () => {
		await page.goto(deployment.url);
		await started(page);
		await drop(page, { name: 'dropped.csv', content });
		await finished(page);
		expect((await exported(page)).cells).toEqual(first.cells);
	});
	await test.step('reload, with and without the server', async () => {
		await page.reload();
		await finished(page);
		expect((await exported(page)).cells).toEqual(first.cells);
		await expect(ready).toBeVisible();
		await deployment.stop();
		// Each browser says in its own way that it looked for a new service worker and found no server.
		problems.allow(/ERR_CONNECTION_REFUSED|NetworkError|service-worker\.js|Could not connect/);
		await page.reload();
		await finished(page);
		expect((await exported(page)).cells).toEqual(first.cells);
	});
	await test.step('classify offline, in a browser that was started again', async () => {
		const { page: later } = await profile.restart();
		await openStart(later, deployment.url);
		await expect(later.getByRole('link', { name: 'Open sample.csv' })).toBeVisible();
		await choose(later, { name: 'offline.csv', content });
		await finished(later);
		expect((await exported(later)).cells).toEqual(first.cells);
	});
});
