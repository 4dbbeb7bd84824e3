import { unitKey } from '../../lib/pipeline/types';
import type { ResumePoint } from '../../lib/pipeline/run/run-types';
import type { Classification } from '../../lib/pipeline/types';
import { requireRun, savedTemplates, storedRows } from '../../lib/store/db';
import type { RunRecord } from '../../lib/store/schema';
import type { InputFile } from '../contracts/classifier';
import { sha256 } from '../bundle/sha256';

/** Bytes of each of the three parts of a file that tell whether it is the same. */
const PART_BYTES = 2 ** 16;

/** Where a run that was broken off goes on. */
export interface StoredPoint extends ResumePoint {
	/** Number of the next write of templates. */
	nextBatch: number;
}

/** What tells a file from another of the same size: a hash over its start, middle and end. */
export async function fingerprint(file: Blob): Promise<string> {
	const starts = [0, (file.size - PART_BYTES) / 2, file.size - PART_BYTES];
	const parts = starts.map((start) => {
		const from = Math.max(0, Math.floor(start));
		return file.slice(from, from + PART_BYTES);
	});
	return sha256(await new Blob(parts).arrayBuffer());
}

/**
 * The files of a stored run among those that were chosen, in the run's order.
 * @throws Error in plain words when one is missing or is not the same
 */
export async function sameFiles(runId: string, chosen: readonly InputFile[]): Promise<InputFile[]> {
	const { files = [], fingerprints = [] } = await requireRun(runId);
	const found: InputFile[] = [];
	for (const [at, { name, bytes, leftOut }] of files.entries()) {
		if (leftOut !== undefined) {
			// Never read: it only keeps its place.
			found.push({ file: new File([], name), name });
			continue;
		}
		const file = fileFor(name, chosen);
		if (!file) throw new Error(`"${name}" was not chosen. Choose ${namesOf(files)}.`);
		if (file.file.size !== bytes)
			throw new Error(
				`"${file.name}" is not the file that the run began with: it has ${file.file.size.toLocaleString('en')} bytes, that one had ${bytes.toLocaleString('en')}. Choose the same file, or classify this one as a new run.`
			);
		if ((await fingerprint(file.file)) !== fingerprints[at])
			throw new Error(
				`"${file.name}" is as large as the file that the run began with, but its contents are others. Choose the same file, or classify this one as a new run.`
			);
		found.push({ file: file.file, name });
	}
	return found;
}

/** By its name; a single file may have been renamed. */
const fileFor = (name: string, chosen: readonly InputFile[]): InputFile | undefined =>
	chosen.length === 1
		? chosen[0]
		: chosen.find((file) => file.name === name || file.file.name === name.split('/').at(-1));

const namesOf = (files: readonly { name: string }[]): string =>
	files.map(({ name }) => `"${name}"`).join(', ');

/**
 * How far the store has come with a run. Chunks are written in order, so what is there is the beginning.
 * @throws Error in plain words when the run cannot be gone on with
 */
export async function pointOf(run: RunRecord, bundleVersion: string): Promise<StoredPoint> {
	if (run.bundleVersion !== bundleVersion)
		throw new Error(
			`This run began with version ${run.bundleVersion} of the labels and rules, and now ${bundleVersion} is chosen. Choose that version again, or classify the file as a new run.`
		);
	const { rows, chunks } = await storedRows(run.id);
	const results = new Map<string, Classification>();
	let nextBatch = 0;
	for (const { canonical, level, result, batch } of await savedTemplates(run.id, 0)) {
		if (result) results.set(unitKey(canonical, level), result);
		nextBatch = Math.max(nextBatch, batch + 1);
	}
	return { rows, chunks, results, nextBatch };
}
