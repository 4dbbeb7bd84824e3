/** The advice on a full disk is to delete runs: it must be possible there, and help. */
import {
	closeSync,
	openSync,
	mkdirSync,
	readdirSync,
	rmSync,
	statfsSync,
	writeFileSync,
	writeSync
} from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from '../e2e/fixtures';
import {
	choose,
	classify,
	exported,
	finished,
	openStart,
	RUN_TIMEOUT,
	toStart
} from '../e2e/steps';

const disk = process.env['WINNOW_PROFILES'] ?? '';
const ballast = join(disk, 'ballast');
const MB = 2 ** 20;
/** Bytes that other files leave. */
const LEFT = 6 * MB;

const rows = (count: number, name: string): string =>
	Array.from(
		{ length: count },
		(_, at) => `${name}: request ${at} of user ${at % 97} timed out`
	).join('\n');

/** Fills the disk but for so many bytes. */
function fill(left: number): void {
	const file = openSync(ballast, 'a');
	for (const size of [MB, 4096])
		try {
			while (free() - size >= left) writeSync(file, Buffer.alloc(size, 1));
		} catch {
			// Nothing more fits: that is what was wanted.
		}
	closeSync(file);
}

const free = (): number => {
	const { bavail, bsize } = statfsSync(disk);
	return bavail * bsize;
};

/** Makes the browser promise to keep the site's storage, as it does for sites that are used often. */
function keepStorage(): void {
	const [folder = ''] = readdirSync(disk).filter((name) => name.startsWith('winnow-profile-'));
	const path = join(disk, folder, 'Default');
	mkdirSync(path);
	const granted = { 'http://localhost:*,*': { setting: 1 } };
	const profile = { content_settings: { exceptions: { durable_storage: granted } } };
	writeFileSync(join(path, 'Preferences'), JSON.stringify({ profile }));
}

test('a run that fills the disk, and the way out', async ({ site, problems, profile }) => {
	test.skip(disk === '', 'run.sh mounts the disk');
	// What the browser itself says of its files.
	problems.allow(/./);
	keepStorage();
	const { page } = await profile.start();
	await openStart(page, site.url);
	await classify(page, { name: 'old.log', content: rows(200_000, 'old') });
	await toStart(page);
	await classify(page, { name: 'kept.log', content: rows(2_000, 'kept') });
	const kept = await exported(page);
	await toStart(page);
	await classify(page, { name: 'more.log', content: rows(2_000, 'more') });
	await toStart(page);
	await test.step('a run ends when no room is left, and says so', async () => {
		fill(LEFT);
		await choose(page, { name: 'large.log', content: rows(600_000, 'large') });
		// It depends on what the disk refuses first whether a part of the run is kept.
		await expect(page.getByText(/delete old runs, (or|then)/)).toBeVisible({
			timeout: RUN_TIMEOUT
		});
	});
	await test.step('the list can be read, and a run be deleted', async () => {
		await openStart(page, site.url);
		for (const name of ['old.log', 'kept.log', 'more.log'])
			await expect(run(page, name)).toBeVisible();
		await remove(page, 'old.log');
		await expect(page.getByText('Deleted "old.log" for good.')).toBeVisible();
		await expect(run(page, 'old.log')).toBeHidden();
	});
	await test.step('without a byte left the list can be read, and it is told what helps', async () => {
		fill(0);
		await openStart(page, site.url);
		await expect(run(page, 'kept.log')).toBeVisible();
		await remove(page, 'more.log');
		await expect(
			page.getByText(/^"more.log" could not be deleted. Not even|^Deleted "more.log" for good/)
		).toBeVisible();
	});
	await test.step('with room again everything is there after a reload', async () => {
		rmSync(ballast);
		await openStart(page, site.url);
		await run(page, 'kept.log').click();
		await finished(page);
		expect((await exported(page)).cells).toEqual(kept.cells);
	});
});

const run = (page: Page, name: string): Locator => page.getByRole('link', { name: `Open ${name}` });

/** Deletes a run for good, which the page may offer at once or in a second step. */
async function remove(page: Page, name: string): Promise<void> {
	await page.getByRole('button', { name: `Delete ${name}`, exact: true }).click();
	await page
		.getByRole('button', { name: new RegExp(`^Delete (${name} )?for good$`) })
		.first()
		.click();
}
