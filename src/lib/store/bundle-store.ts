import { inDatabase } from './database';
import type { BundleRecord } from './schema';

/** The user's own bundles, newest change first; archived versions and deleted ones are left out. */
export function savedBundles(): Promise<BundleRecord[]> {
	return inDatabase(async (db) => {
		const bundles = await db.getAll('bundles');
		return bundles
			.filter(({ archived, deletedAt }) => !archived && deletedAt === undefined)
			.sort((a, b) => b.changedAt - a.changedAt);
	});
}

/** Those that are deleted and not gone yet, the one deleted last first. */
export function deletedBundles(): Promise<BundleRecord[]> {
	return inDatabase(async (db) => {
		const bundles = await db.getAll('bundles');
		return bundles
			.filter(({ archived, deletedAt }) => !archived && deletedAt !== undefined)
			.sort((a, b) => (b.deletedAt ?? 0) - (a.deletedAt ?? 0));
	});
}

export function savedBundle(id: string): Promise<BundleRecord | undefined> {
	return inDatabase((db) => db.get('bundles', id));
}

/** The bundle that new runs use; undefined: the one that comes with the site. */
export function chosenBundle(): Promise<BundleRecord | undefined> {
	return inDatabase(async (db) => {
		const record = await db.getFromIndex('bundles', 'chosen', 1);
		return record?.deletedAt === undefined ? record : undefined;
	});
}

/** A bundle by its version, archived ones included. */
export function bundleOfVersion(version: string): Promise<BundleRecord | undefined> {
	return inDatabase(async (db) => {
		const found = await db.getAllFromIndex('bundles', 'version', version);
		return found.find(({ deletedAt }) => deletedAt === undefined) ?? found[0];
	});
}

/** Stores a bundle. The version that it replaces is kept for the runs that were made with it, if there are any. */
export function saveBundle(record: BundleRecord): Promise<void> {
	return inDatabase(async (db) => {
		const transaction = db.transaction(['bundles', 'runs'], 'readwrite');
		const bundles = transaction.objectStore('bundles');
		const before = await bundles.get(record.id);
		const version = before?.bundle.version;
		if (before && version !== undefined && version !== record.bundle.version) {
			const runs = await transaction.objectStore('runs').getAll();
			const kept: BundleRecord = { ...before, id: `${before.id}@${version}`, archived: true };
			delete kept.chosen;
			if (runs.some(({ bundleVersion }) => bundleVersion === version)) void bundles.put(kept);
		}
		void bundles.put(record);
		await transaction.done;
	});
}

/** Makes new runs use a bundle; undefined: the one that comes with the site. */
export function chooseBundle(id: string | undefined): Promise<void> {
	return inDatabase(async (db) => {
		const transaction = db.transaction('bundles', 'readwrite');
		for (const record of await transaction.store.getAll()) {
			const chosen = record.id === id;
			if (chosen === (record.chosen === 1)) continue;
			delete record.chosen;
			void transaction.store.put(chosen ? { ...record, chosen: 1 } : record);
		}
		await transaction.done;
	});
}

/** Marks a bundle as deleted, or takes the mark away. */
export function markBundleDeleted(id: string, deletedAt: number | undefined): Promise<void> {
	return inDatabase(async (db) => {
		const transaction = db.transaction('bundles', 'readwrite');
		const record = await transaction.store.get(id);
		if (record) {
			delete record.deletedAt;
			void transaction.store.put(deletedAt === undefined ? record : { ...record, deletedAt });
		}
		await transaction.done;
	});
}

/** Deletes for good every bundle that was marked at or before `time`. */
export function purgeBundlesDeletedBefore(time: number): Promise<void> {
	return inDatabase(async (db) => {
		const transaction = db.transaction('bundles', 'readwrite');
		for (const { id, deletedAt } of await transaction.store.getAll())
			if (deletedAt !== undefined && deletedAt <= time) void transaction.store.delete(id);
		await transaction.done;
	});
}

/** Deletes a bundle for good, at once. */
export function deleteBundle(id: string): Promise<void> {
	return inDatabase(async (db) => {
		await db.delete('bundles', id);
	});
}
