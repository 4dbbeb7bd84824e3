import { fileURLToPath } from 'node:url';
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { openStart } from './steps';

const FILE = fileURLToPath(
	new URL('../fixtures/bundles/earlier-encoder.bundle.json', import.meta.url)
);
const MARK = 'Made with an earlier encoder';
/** Milliseconds. */
const ENCODER_STARTS = 60_000;

test('a bundle of an earlier encoder is marked, updated by a button, and the earlier one again after a reload', async ({
	page,
	site
}) => {
	test.setTimeout(180_000);
	await page.goto(site.at('teach/'));
	const own = page
		.getByRole('list', { name: 'Bundles' })
		.getByRole('listitem')
		.filter({ hasText: 'Machines' });
	await test.step('a file of it is carried over at import', async () => {
		await page.getByLabel('Bundle file').setInputFiles(FILE);
		await expect(page.getByText('Imported "Machines"')).toBeVisible({ timeout: ENCODER_STARTS });
		await expect(own).toContainText('20 examples');
		await expect(own).not.toContainText(MARK);
	});
	await test.step('a stored one is marked where it is listed and where it is chosen', async () => {
		await own.getByRole('button', { name: 'Use for new runs' }).click();
		await expect(own).toContainText('used for new runs');
		await makeEarlier(page, await readFile(FILE, 'utf8'));
		await page.reload();
		await expect(own).toContainText(MARK);
		await openStart(page, site.url);
		await expect(page.getByText(MARK)).toBeVisible();
	});
	await page.goto(site.at('teach/'));
	await own.getByRole('button', { name: 'Update Machines' }).click();
	await expect(page.getByText(/Updated "Machines": \d+% of its 20 examples/)).toBeVisible({
		timeout: ENCODER_STARTS
	});
	await expect(own).not.toContainText(MARK);
	await expect(own).toContainText('used for new runs');
	await page.reload();
	await expect(own).toBeVisible();
	await expect(own).not.toContainText(MARK);
	await page.keyboard.press('Control+z');
	await expect(own).toContainText(MARK);
	await expect(own).toContainText('used for new runs');
});

/** Puts a bundle in the place of the stored one, as an earlier version of the site left it. */
async function makeEarlier(page: Page, file: string): Promise<void> {
	await page.evaluate(async (text) => {
		const done = <T>(request: IDBRequest<T>): Promise<T> =>
			new Promise((resolve, reject) => {
				request.onsuccess = () => resolve(request.result);
				request.onerror = () => reject(request.error ?? new Error('failed'));
			});
		const {
			examples: { embeddings, ...examples },
			...bundle
		} = JSON.parse(text) as { examples: { embeddings: string } };
		const db = await done(indexedDB.open('winnow'));
		const store = db.transaction('bundles', 'readwrite').objectStore('bundles');
		const [record] = (await done(store.getAll())) as object[];
		const bytes = Int8Array.from(atob(embeddings), (character) => character.charCodeAt(0));
		await done(store.put({ ...record, bundle: { ...bundle, examples }, examples: bytes }));
		db.close();
	}, file);
}
