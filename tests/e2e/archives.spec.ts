/** Archives open as the files in them; files of several formats are read together, merged by time. */
import { readFileSync } from 'node:fs';
import { expect, test } from './fixtures';
import { choose, classify, exported, finished, openStart, toStart } from './steps';

const packed = (name: string): Buffer =>
	readFileSync(new URL(`../fixtures/packed/${name}`, import.meta.url));

test('a zip shows its files, and those that are chosen are read', async ({ page, site }) => {
	await openStart(page, site.url);
	await page.setViewportSize({ width: 360, height: 800 });
	await choose(page, { name: 'logs.zip', content: packed('logs.zip') });
	const list = page.getByRole('group', { name: '6 files in the archive, 5 chosen' });
	await expect(list).toBeVisible();
	await expect(page.getByText('files of several formats, their rows merged by time')).toBeVisible();
	await expect(list.getByRole('checkbox', { name: /README\.md/ })).not.toBeChecked();
	const width = await page.evaluate(() => document.documentElement.scrollWidth);
	expect(width).toBeLessThanOrEqual(360);
	await test.step('none, then one by keyboard', async () => {
		await page.getByRole('button', { name: 'Choose none' }).click();
		await expect(page.getByRole('button', { name: 'Classify' })).toBeDisabled();
		await page.getByRole('checkbox', { name: /app\.log 1/ }).focus();
		await page.keyboard.press('Space');
		await expect(page.getByRole('group', { name: /1 chosen/ })).toBeVisible();
		await page.getByRole('checkbox', { name: /web\.jsonl/ }).focus();
		await page.keyboard.press('Space');
		await expect(page.getByRole('group', { name: /2 chosen/ })).toBeVisible();
	});
	const run = page.getByRole('button', { name: 'Classify' });
	await expect(run).toBeEnabled();
	await run.click();
	await page.setViewportSize({ width: 1280, height: 800 });
	await finished(page);
	const { column } = await exported(page);
	expect(column('log_message').map((text) => text.split('\n')[0])).toEqual([
		'Worker started',
		'Timeout',
		'Disk full',
		'Gr\u00fc\u00dfe',
		'Slow'
	]);
	expect(column('source')).toEqual(['logs/app', 'logs/web', 'logs/app', 'logs/web', 'logs/app']);
	expect(column('user.id')).toEqual(['', '7', '', '8', '']);
});

test('files of two formats in one drop are read without asking', async ({ page, site }) => {
	await openStart(page, site.url);
	await page.getByLabel('Log file', { exact: true }).setInputFiles([
		{
			name: 'b.csv',
			mimeType: 'text/csv',
			buffer: Buffer.from('when,message\n2026-11-20 10:00:02,Disk full\n')
		},
		{
			name: 'a.log',
			mimeType: 'text/plain',
			buffer: Buffer.from(
				'2026-11-20 10:00:01 ERROR Timeout\n2026-11-20 10:00:03 INFO Worker started\n'
			)
		}
	]);
	await finished(page);
	const { column } = await exported(page);
	expect(column('log_message')).toEqual(['Timeout', 'Disk full', 'Worker started']);
	expect(column('source')).toEqual(['a', 'b', 'a']);
});

test('packed files and tables that are no text are read in the browser', async ({ page, site }) => {
	await openStart(page, site.url);
	for (const name of ['app.log.bz2', 'app.log.xz'])
		await test.step(name, async () => {
			await classify(page, { name, content: packed(name) });
			expect((await exported(page)).column('log_message').slice(0, 1)).toEqual(['Worker started']);
			await toStart(page);
		});
	await test.step('Excel', async () => {
		await classify(page, { name: 'events.xlsx', content: packed('events.xlsx') });
		const { column } = await exported(page);
		expect(column('Message')).toEqual(['Disk full on /dev/sda1 & more', 'Line one\nLine two']);
		await toStart(page);
	});
	await test.step('tar, packed', async () => {
		await choose(page, { name: 'logs.tar.gz', content: packed('logs.tar.gz') });
		await page.getByRole('button', { name: 'Classify' }).click();
		await finished(page);
		expect((await exported(page)).column('log_message')).toHaveLength(10);
		await toStart(page);
	});
	await test.step('what is no log is named', async () => {
		await choose(page, { name: 'locked.zip', content: packed('locked.zip') });
		await expect(page.getByRole('alert')).toContainText('protected by a password');
	});
});
