import { joinTexts, type PieceText } from '../pipeline/text/piece-text';
import type { Classification } from '../pipeline/types';
import type { OwnMark } from '../pipeline/bundle/template-marks';
import { inDatabase, keysOf } from './database';
import type { ChunkRecord, RunPart, RunRecord, TemplateRecord } from './schema';
import { deletionError, StoreError } from './store-error';
import { deleteTextFiles, readTextFile, runsWithTextFiles } from './text-files';

export function saveRun(run: RunRecord): Promise<void> {
	return inDatabase(async (db) => {
		await db.put('runs', run);
	});
}

export function savedRun(runId: string): Promise<RunRecord | undefined> {
	return inDatabase((db) => db.get('runs', runId));
}

/** The record of a run. Throws in plain words when the run is gone. */
export async function requireRun(runId: string): Promise<RunRecord> {
	const run = await savedRun(runId);
	if (!run) throw goneError();
	return run;
}

const goneError = (): Error => new Error('This run is no longer stored in this browser.');

/** Newest first; runs marked as deleted are left out. */
export function savedRuns(): Promise<RunRecord[]> {
	return inDatabase(async (db) => {
		const runs = await db.getAll('runs');
		return runs
			.filter((run) => run.deletedAt === undefined)
			.sort((a, b) => b.createdAt - a.createdAt);
	});
}

/** Runs marked as deleted, the newest mark first. */
export function deletedRuns(): Promise<RunRecord[]> {
	return inDatabase(async (db) => {
		const runs = await db.getAll('runs');
		return runs
			.filter((run) => run.deletedAt !== undefined)
			.sort((a, b) => (b.deletedAt ?? 0) - (a.deletedAt ?? 0));
	});
}

/** Changes some fields of a stored run in one transaction. Throws when the run is gone. */
export function updateRun(runId: string, change: Partial<RunRecord>): Promise<RunRecord> {
	return inDatabase(async (db) => {
		const transaction = db.transaction('runs', 'readwrite');
		const run = await transaction.store.get(runId);
		if (!run) throw goneError();
		const changed = { ...run, ...change };
		await transaction.store.put(changed);
		await transaction.done;
		return changed;
	});
}

/**
 * The same for what a run came to be. A full disk takes no record any more, and must not hide the rows that are there: the
 * changed record is given all the same, and written when it is next asked for and there is room.
 */
export async function settleRun(runId: string, change: Partial<RunRecord>): Promise<RunRecord> {
	try {
		return await updateRun(runId, change);
	} catch (error) {
		const run = isStorageFull(error) ? await savedRun(runId) : undefined;
		if (!run) throw error;
		return { ...run, ...change };
	}
}

/** Whether a write failed for want of room. */
export const isStorageFull = (error: unknown): boolean =>
	error instanceof StoreError && error.isFull;

/**
 * Hides a run until `unmarkDeleted` or the next purge.
 * @returns false where a full disk takes no mark: the run is as it was
 */
export async function markDeleted(runId: string): Promise<boolean> {
	try {
		await updateRun(runId, { deletedAt: Date.now() });
		return true;
	} catch (error) {
		if (!isStorageFull(error)) throw error;
		return false;
	}
}

/** Deletes a run at once: its files first, which makes room for what deleting the records writes. */
export async function deleteRun(runId: string): Promise<void> {
	await deleteTextFiles(runId);
	await deleteRecords(runId).catch((error: unknown) => {
		throw deletionError(error);
	});
}

function deleteRecords(runId: string): Promise<void> {
	return inDatabase(async (db) => {
		const transaction = db.transaction(
			['runs', 'chunks', 'texts', 'templates', 'llmLog'],
			'readwrite'
		);
		await Promise.all([
			transaction.objectStore('llmLog').delete(keysOf(runId)),
			transaction.objectStore('chunks').delete(keysOf(runId)),
			transaction.objectStore('texts').delete(keysOf(runId)),
			transaction.objectStore('templates').delete(keysOf(runId)),
			transaction.objectStore('runs').delete(runId),
			transaction.done
		]);
	});
}

/** Removes the mark that `updateRun(id, {deletedAt})` set; `undefined` cannot be merged in. */
export async function unmarkDeleted(runId: string): Promise<void> {
	const run = await requireRun(runId);
	delete run.deletedAt;
	await saveRun(run);
}

/** Deletes for good every run that was marked at or before `time`, with its chunks and templates. */
export function purgeRunsDeletedBefore(time: number): Promise<void> {
	return inDatabase(async (db) => {
		// Asked before the runs: one that begins meanwhile is then not taken for one that is gone.
		const withoutRun = new Set(await runsWithTextFiles());
		for (const run of await db.getAll('runs')) {
			if (run.deletedAt !== undefined && run.deletedAt <= time) await purge(run.id);
			withoutRun.delete(run.id);
		}
		// What a crash left behind.
		for (const runId of withoutRun) await deleteTextFiles(runId);
	});
}

/** The records first: should that fail, nothing has changed. Where a full disk has no room for it, the files, which make some. */
async function purge(runId: string): Promise<void> {
	try {
		await deleteRecords(runId);
		await deleteTextFiles(runId);
	} catch (error) {
		if (!isStorageFull(error)) throw error;
		await deleteRun(runId);
	}
}

/**
 * Adds parts to a run: all of them or, when it rejects, none. Relaxed durability: a crash of the whole machine may lose
 * the last ones, which a rerun recomputes.
 */
export function saveParts(parts: readonly RunPart[]): Promise<void> {
	return inDatabase(async (db) => {
		const transaction = db.transaction(['chunks', 'texts', 'templates'], 'readwrite', {
			durability: 'relaxed'
		});
		await Promise.all([
			...parts.flatMap(({ chunk, texts, templates = [] }) => [
				...(chunk ? [transaction.objectStore('chunks').put(chunk)] : []),
				...(chunk && texts
					? [transaction.objectStore('texts').put(joinTexts(texts), [chunk.runId, chunk.index])]
					: []),
				...templates.map((template) => transaction.objectStore('templates').put(template))
			]),
			transaction.done
		]);
	});
}

export const saveChunk = (chunk: ChunkRecord, text?: PieceText): Promise<void> =>
	saveParts([{ chunk, ...(text === undefined ? {} : { texts: [text] }) }]);

export const saveTemplates = (templates: readonly TemplateRecord[]): Promise<void> =>
	saveParts([{ templates }]);

/**
 * Replaces the results of templates of a run that has ended, as one further write that an open viewer picks up. A new
 * result without an embedding keeps the old one; `undefined` leaves the template without a result.
 * @param keep what they replace is kept as what was before a retraining
 */
export function relabelTemplates(
	runId: string,
	results: ReadonlyMap<number, Classification | undefined>,
	keep = false
): Promise<void> {
	return inDatabase(async (db) => {
		const transaction = db.transaction('templates', 'readwrite');
		const { store } = transaction;
		const last = await store.index('batch').openKeyCursor(keysOf(runId), 'prev');
		const batch = (last?.key[1] ?? -1) + 1;
		for (const [index, result] of results) {
			const entry = await store.get([runId, index]);
			if (!entry) continue;
			const { result: before, ...plain } = entry;
			const embedding = result?.embedding ?? before?.embedding;
			const after = result && { result: { ...result, ...(embedding ? { embedding } : {}) } };
			const untrained = keep && before ? { untrained: before } : {};
			void store.put({ ...plain, batch, ...untrained, ...after });
		}
		await transaction.done;
	});
}

/** What the templates of a run were before a retrained model was applied, by position; not of those decided by hand since. */
export function untrainedResults(runId: string): Promise<Map<number, Classification>> {
	return inDatabase(async (db) => {
		const { store } = db.transaction('templates');
		const results = new Map<number, Classification>();
		for (const { index, result, untrained } of await store.getAll(keysOf(runId)))
			if (untrained && result?.tier !== 'human') results.set(index, untrained);
		return results;
	});
}

/** Takes the way back from a retraining away from a stored run, and what came with it; `undefined` cannot be merged in. */
export async function clearRetrained(runId: string): Promise<void> {
	const run = await requireRun(runId);
	delete run.retrained;
	delete run.priors;
	await saveRun(run);
}

export function savedTemplate(runId: string, index: number): Promise<TemplateRecord | undefined> {
	return inDatabase((db) => db.get('templates', [runId, index]));
}

/**
 * A chunk with the text of its rows; without it when it was not kept. In one transaction: while a run goes on, each waits
 * for a write.
 */
export function savedChunkAndText(
	runId: string,
	index: number
): Promise<[ChunkRecord | undefined, PieceText | undefined]> {
	return inDatabase(async (db) => {
		const transaction = db.transaction(['chunks', 'texts']);
		const [chunk, text] = await Promise.all([
			transaction.objectStore('chunks').get([runId, index]),
			transaction.objectStore('texts').get([runId, index])
		]);
		return [chunk, chunk?.place ? await readTextFile(runId, chunk.place) : text];
	});
}

/** What was added to a run since: chunks from a position on, and templates from a write on, both in order. */
export function savedSince(
	runId: string,
	{ chunk, batch }: { chunk: number; batch: number }
): Promise<[ChunkRecord[], TemplateRecord[]]> {
	return inDatabase(async (db) => {
		const transaction = db.transaction(['chunks', 'templates']);
		return Promise.all([
			transaction.objectStore('chunks').getAll(IDBKeyRange.bound([runId, chunk], [runId, []])),
			transaction
				.objectStore('templates')
				.index('batch')
				.getAll(IDBKeyRange.bound([runId, batch], [runId, []]))
		]);
	});
}

/** How many rows of a run are stored, and in how many chunks. */
export function storedRows(runId: string): Promise<{ rows: number; chunks: number }> {
	return inDatabase(async (db) => {
		const { store } = db.transaction('chunks');
		const last = await store.openCursor(keysOf(runId), 'prev');
		if (!last) return { rows: 0, chunks: 0 };
		const { firstRow, rowCount, index } = last.value;
		return { rows: firstRow + rowCount, chunks: index + 1 };
	});
}

/** Templates of write number `fromBatch` and later, in the order of their writes. */
export function savedTemplates(runId: string, fromBatch: number): Promise<TemplateRecord[]> {
	const range = IDBKeyRange.bound([runId, fromBatch], [runId, []]);
	return inDatabase((db) => db.getAllFromIndex('templates', 'batch', range));
}

/** Keeps a mark of a message, in place of an earlier one. */
export function saveTemplateMark(mark: OwnMark): Promise<void> {
	return inDatabase(async (db) => {
		await db.put('templateMarks', mark);
	});
}

export function savedTemplateMarks(): Promise<OwnMark[]> {
	return inDatabase((db) => db.getAll('templateMarks'));
}
