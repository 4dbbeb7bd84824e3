import { inDatabase } from './database';
import type { BundleRecord } from './schema';
import { deleteTextFiles, runsWithTextFiles } from './text-files';

/** All bundles of the user's own, archived versions included, but none that is marked as deleted. */
export async function savedBundlesAndVersions(): Promise<BundleRecord[]> {
	const bundles = await inDatabase((db) => db.getAll('bundles'));
	return bundles.filter(({ deletedAt }) => deletedAt === undefined);
}

/** Stores a bundle as it is, with no thought for what it replaces. */
export const putBundle = (record: BundleRecord): Promise<unknown> =>
	inDatabase((db) => db.put('bundles', record));

/** Deletes all that is stored: the files first, which makes room for what deleting the records writes. */
export async function clearStore(): Promise<void> {
	for (const runId of await runsWithTextFiles()) await deleteTextFiles(runId);
	await inDatabase(async (db) => {
		const names = [...db.objectStoreNames];
		const transaction = db.transaction(names, 'readwrite');
		await Promise.all([
			...names.map((name) => transaction.objectStore(name).clear()),
			transaction.done
		]);
	});
}
