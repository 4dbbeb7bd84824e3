import { openDB, type IDBPDatabase } from 'idb';
import type { WinnowDb } from './schema';
import { storeError } from './store-error';
import { upgradeResults } from './upgrade-results';

const NAME = 'winnow';
const VERSION = 5;

let opened: Promise<IDBPDatabase<WinnowDb>> | undefined;

/** The database, opened once for each context. A newer tab that upgrades it closes this connection. */
export function database(): Promise<IDBPDatabase<WinnowDb>> {
	opened ??= openDB<WinnowDb>(NAME, VERSION, {
		async upgrade(db, oldVersion, _newVersion, transaction) {
			if (oldVersion < 1) {
				db.createObjectStore('runs', { keyPath: 'id' });
				db.createObjectStore('chunks', { keyPath: ['runId', 'index'] });
				db.createObjectStore('templates', { keyPath: ['runId', 'index'] }).createIndex('batch', [
					'runId',
					'batch'
				]);
			}
			if (oldVersion < 2) {
				db.createObjectStore('templateMarks', { keyPath: 'canonical' });
				const bundles = db.createObjectStore('bundles', { keyPath: 'id' });
				bundles.createIndex('version', 'bundle.version');
				bundles.createIndex('chosen', 'chosen');
				db.createObjectStore('decisions', { keyPath: 'canonical' });
				db.createObjectStore('embeddings', { keyPath: 'key' }).createIndex('usedAt', 'usedAt');
				db.createObjectStore('llmAnswers');
				db.createObjectStore('llmLog', { keyPath: ['runId', 'at', 'template'] });
			}
			if (oldVersion < 3) db.createObjectStore('texts');
			if (oldVersion < 5) db.createObjectStore('bundleSteps', { keyPath: ['bundleId', 'at'] });
			if (oldVersion > 0 && oldVersion < 4) await upgradeResults(transaction);
		},
		blocking: (_current, _blocked, event) => {
			(event.target as IDBDatabase).close();
			opened = undefined;
		},
		terminated: () => (opened = undefined)
	});
	return opened;
}

/**
 * Works on the database.
 * @throws StoreError in words for the user, when the browser refuses
 */
export async function inDatabase<T>(
	work: (db: IDBPDatabase<WinnowDb>) => Promise<T> | T
): Promise<T> {
	try {
		return await work(await database());
	} catch (error) {
		throw storeError(error);
	}
}

/** All keys of one run: `[runId]` sorts before and `[runId, []]` after every `[runId, number]`. */
export const keysOf = (runId: string): IDBKeyRange => IDBKeyRange.bound([runId], [runId, []]);
