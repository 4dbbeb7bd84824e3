import { isPresentRevision } from '../../lib/pipeline/embed/encoder-revision';
import { unitKey } from '../../lib/pipeline/types';
import type { ResumePoint } from '../../lib/pipeline/run/run-types';
import type { Classification } from '../../lib/pipeline/types';
import { requireRun, savedTemplates, storedRows } from '../../lib/store/db';
import type { RunRecord } from '../../lib/store/schema';
import type { FileReading } from '../../lib/pipeline/read/input-format';
import type { InputFile } from '../contracts/classifier';
import { sha256 } from '../bundle/sha256';
import { archiveOf, outermost } from '../read/archives/inside';
import { readBytes } from '../read/read-bytes';

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
	return sha256(await readBytes(new Blob(parts)));
}

const fingerprints = new WeakMap<Blob, Promise<string>>();

/** The same; of an archive, which stands for each file in it, it is made once. */
export function fingerprintOnce(file: Blob): Promise<string> {
	const known = fingerprints.get(file) ?? fingerprint(file);
	fingerprints.set(file, known);
	return known;
}

/**
 * The files of a stored run among those that were chosen, in the run's order.
 * @throws Error in plain words when one is missing or is not the same
 */
export async function sameFiles(runId: string, chosen: readonly InputFile[]): Promise<InputFile[]> {
	const { files = [], fingerprints: begun = [] } = await requireRun(runId);
	const found: InputFile[] = [];
	const archives = new Map<string, Promise<File>>();
	for (const [at, { name, bytes: ownBytes, leftOut, inside }] of files.entries()) {
		if (leftOut !== undefined) {
			// Never read: it only keeps its place.
			found.push({ file: new File([], name), name });
			continue;
		}
		// Of an archive the whole of it is asked for, or of the one around it.
		const outer = inside && outermost(inside);
		const wanted = outer?.archive ?? name;
		const bytes = outer?.archiveBytes ?? ownBytes;
		const file = fileFor(wanted, chosen);
		if (!file) throw new Error(`"${wanted}" was not chosen. Choose ${namesOf(files)}.`);
		if (file.file.size !== bytes)
			throw new Error(
				`"${file.name}" is not the file that the run began with: it has ${file.file.size.toLocaleString('en')} bytes, that one had ${bytes.toLocaleString('en')}. Choose the same file, or classify this one as a new run.`
			);
		const archive = inside && (archives.get(inside.archive) ?? archiveOf(file.file, inside));
		if (archive) archives.set(inside.archive, archive);
		const holder = (await archive) ?? file.file;
		if ((await fingerprintOnce(holder)) !== begun[at])
			throw new Error(
				`"${file.name}" is as large as the file that the run began with, but its contents are others. Choose the same file, or classify this one as a new run.`
			);
		found.push({ file: holder, name, ...(inside ? { inside } : {}) });
	}
	return found;
}

/** By its name; a single file may have been renamed. */
const fileFor = (name: string, chosen: readonly InputFile[]): InputFile | undefined =>
	chosen.length === 1
		? chosen[0]
		: chosen.find((file) => file.name === name || file.file.name === name.split('/').at(-1));

const namesOf = (files: readonly Pick<FileReading, 'name' | 'inside'>[]): string =>
	[
		...new Set(files.map(({ name, inside }) => `"${inside ? outermost(inside).archive : name}"`))
	].join(', ');

/**
 * How far the store has come with a run. Chunks are written in order, so what is there is the beginning.
 * @throws Error in plain words when the run cannot be gone on with
 */
export async function pointOf(run: RunRecord, bundleVersion: string): Promise<StoredPoint> {
	if (run.bundleVersion !== bundleVersion)
		throw new Error(
			`This run began with version ${run.bundleVersion} of the labels and rules, and now ${bundleVersion} is chosen. Choose that version again, or classify the file as a new run.`
		);
	if (!isPresentRevision(run.encoderRevision))
		throw new Error(
			'This run began with an earlier encoder, which the present one cannot go on for. Classify the file as a new run.'
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
