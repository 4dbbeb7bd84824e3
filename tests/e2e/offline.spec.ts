import { readFileSync } from 'node:fs';
import { expect, test } from './deployment';
import {
	classifySample,
	choose,
	classifySampleFile,
	exported,
	finished,
	openStart,
	started,
	summary,
	tableCell,
	tableRow,
	drawer
} from './steps';

const archive = readFileSync(new URL('../fixtures/packed/logs.zip', import.meta.url));

test('after one run everything works without the server', async ({
	page,
	deployment,
	problems
}) => {
	test.setTimeout(120_000);
	const ready = page.getByRole('banner').getByText('Ready offline');
	await openStart(page, deployment.url);
	await expect(ready).toBeHidden();
	await classifySampleFile(page);
	await expect(ready).toBeVisible();
	const before = await exported(page);
	const firstRun = page.url();

	await deployment.stop();
	// The browser looks for a new service worker and says that it found no server.
	problems.allow(/ERR_CONNECTION_REFUSED/);
	await test.step('reload the old run, filter, explain and export it', async () => {
		await page.reload();
		await finished(page);
		await expect(ready).toBeVisible();
		expect((await exported(page)).cells).toEqual(before.cells);
		await tableRow(page, 0).click();
		await expect(drawer(page)).toContainText('Row 1');
	});
	await test.step('classify the sample again', async () => {
		await page.goto(deployment.url);
		await started(page);
		await expect(ready).toBeVisible();
		await classifySample(page);
		expect(page.url()).not.toBe(firstRun);
		expect((await exported(page)).cells).toEqual(before.cells);
	});
	await test.step('open an archive, whose code nothing has loaded yet', async () => {
		await page.goto(deployment.url);
		await started(page);
		await choose(page, { name: 'logs.zip', content: archive });
		await expect(page.getByRole('group', { name: /files in the archive/ })).toBeVisible();
	});
	await test.step('open the old run from the list', async () => {
		await page.goto(deployment.url);
		await started(page);
		const runs = page.getByRole('link', { name: 'Open sample.csv' });
		await expect(runs).toHaveCount(2);
		await runs.last().click();
		await finished(page);
		expect(page.url()).toBe(firstRun);
		expect(await summary(page, 'total events')).toBe(1_500);
		await expect(tableCell(page, 0, 'label')).not.toBeEmpty();
	});
});
