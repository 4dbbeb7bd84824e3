import type { BundleStep } from '../pipeline/bundle/bundle-step';
import { inDatabase, keysOf } from './database';
import type { BundleStepRecord } from './schema';

/** Edits that can be taken back, for each bundle. */
const MOST_STEPS = 50;

/**
 * Keeps the way back from an edit; beyond the most that are kept, the oldest are forgotten.
 * @param changedAt when the edit was made, in milliseconds since the epoch
 */
export function saveBundleStep(
	bundleId: string,
	step: BundleStep,
	changedAt: number
): Promise<void> {
	return inDatabase(async (db) => {
		const { store, done } = db.transaction('bundleSteps', 'readwrite');
		const keys = await store.getAllKeys(keysOf(bundleId));
		const last = keys.at(-1)?.[1] ?? 0;
		void store.put({ ...step, bundleId, at: last + 1, changedAt });
		for (const key of keys.slice(0, Math.max(0, keys.length + 1 - MOST_STEPS)))
			void store.delete(key);
		await done;
	});
}

/** The way back from the newest edit of a bundle. */
export function newestBundleStep(bundleId: string): Promise<BundleStepRecord | undefined> {
	return inDatabase(async (db) => {
		const { store } = db.transaction('bundleSteps');
		return (await store.openCursor(keysOf(bundleId), 'prev'))?.value;
	});
}

export function countBundleSteps(bundleId: string): Promise<number> {
	return inDatabase((db) => db.count('bundleSteps', keysOf(bundleId)));
}

/** Forgets an edit that was taken back. */
export function deleteBundleStep({ bundleId, at }: BundleStepRecord): Promise<void> {
	return inDatabase((db) => db.delete('bundleSteps', [bundleId, at]));
}

/** Forgets the edits of bundles that are deleted for good. */
export function deleteStepsOfGoneBundles(): Promise<void> {
	return inDatabase(async (db) => {
		const transaction = db.transaction(['bundles', 'bundleSteps'], 'readwrite');
		const steps = transaction.objectStore('bundleSteps');
		const there = new Set(await transaction.objectStore('bundles').getAllKeys());
		for (const key of await steps.getAllKeys()) if (!there.has(key[0])) void steps.delete(key);
		await transaction.done;
	});
}
