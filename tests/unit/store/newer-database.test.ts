import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import { savedRun, savedRuns, saveRun } from '../../../src/lib/store/db';
import { runRecord } from '../support/records';

/** As a newer version of the site does in another tab. @returns whether it had to wait for this one */
const upgrade = (): Promise<boolean> =>
	new Promise((resolve, reject) => {
		const request = indexedDB.open('winnow', 1_000);
		let waited = false;
		request.onblocked = () => (waited = true);
		request.onsuccess = () => {
			request.result.close();
			resolve(waited);
		};
		request.onerror = () => reject(new Error(request.error?.message));
	});

it('makes room for a newer version in another tab, and then says to reload', async () => {
	await saveRun(runRecord('a'));
	expect(await savedRun('a')).toBeDefined();
	expect(await upgrade()).toBe(false);
	await expect(savedRuns()).rejects.toThrow(
		'Another tab has a newer version of Winnow open. Reload this page to update it.'
	);
});
