import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { InputError } from '../lib/pipeline/read/input-error';
import type { FileReading, RowChoice } from '../lib/pipeline/read/input-format';
import { InputProblems } from '../lib/pipeline/read/input-problems';
import type { TextPiece } from '../lib/pipeline/run/run-types';
import { RowReader } from '../lib/pipeline/read/row-batch';
import { withFilesOfArchives } from '../workers/read/archives/list-files';
import { readFiles } from '../workers/read/read-files';
import { scanPieces } from '../workers/read/scan-pieces';
import { openedFile } from './input-files';
import type { ReadingChoice } from './reading-choice';
import type { RowPiece } from './row-folder';
import { previewFiles } from './run-files';

/** Raised when plans of earlier versions can no longer be read. */
const VERSION = 1;

/** How the files of a run are read, for whoever reads them one by one: a run looks at all of its files first. */
export interface ReadingPlan extends RowChoice {
	version: typeof VERSION;
	/** What is wrong with the input, in sentences. */
	problems: string[];
	files: PlannedFile[];
}

/** One file of a plan. */
export interface PlannedFile {
	path: string;
	/** How it is read; of an archive each file in it. */
	readings: FileReading[];
}

/** Rows of one file of a plan. */
export interface PlannedRows {
	pieces: AsyncIterable<RowPiece>;
	/** What was found wrong with them, once all are read. */
	problems: () => string[];
}

/**
 * Looks at the start of each file, as a run of them does.
 *
 * @param now the files' date, in place of their own
 * @throws InputError when they cannot be read
 */
export async function planReading(
	paths: readonly string[],
	choice: ReadingChoice,
	now: number | undefined
): Promise<ReadingPlan> {
	const given = await Promise.all(paths.map((path) => openedFile(path, now)));
	const { format, mapping, input, files, problems } = await previewFiles(given, choice);
	const readings = new Map<File, FileReading[]>(given.map((file) => [file, []]));
	if (typeof input !== 'string')
		input.forEach(({ file }, at) => readings.get(file)?.push(files[at] as FileReading));
	return {
		version: VERSION,
		format,
		mapping,
		problems: problems.map(({ message }) => message),
		files: paths.map((path, at) => ({ path, readings: readings.get(given[at] as File) ?? [] }))
	};
}

/** What a plan of this version has for certain; the rest is as `planReading` wrote it. */
const schema = v.looseObject({
	version: v.literal(VERSION),
	format: v.looseObject({ kind: v.picklist(['csv', 'lines', 'json']) }),
	mapping: v.looseObject({ message: v.number() }),
	files: v.array(
		v.looseObject({
			path: v.string(),
			readings: v.array(v.looseObject({ name: v.string(), source: v.string() }))
		})
	)
});

/** @throws InputError when the file holds no plan */
export async function readPlan(path: string): Promise<ReadingPlan> {
	try {
		const plan: unknown = JSON.parse(await readFile(path, 'utf8'));
		v.assert(schema, plan);
		return plan as unknown as ReadingPlan;
	} catch (error) {
		throw new InputError(`${path} has no plan of a reading: ${(error as Error).message}`);
	}
}

/**
 * Rows of one file, as the run that was planned reads them.
 * @throws InputError when the file cannot be opened
 */
export async function plannedRows(
	plan: RowChoice,
	{ path, readings }: PlannedFile
): Promise<PlannedRows> {
	const file = await openedFile(path, undefined);
	const input = await withFilesOfArchives([{ file, name: file.name }]);
	const found: string[] = [];
	async function* pieces(): AsyncGenerator<RowPiece> {
		let before = 0;
		for (const [at, one] of input.entries()) {
			const reading = readings[at];
			if (!reading || reading.leftOut !== undefined) continue;
			const way = reading.way ?? plan;
			const problems = new InputProblems(way.format);
			const texts = noted(scanPieces(readFiles([one], [reading]), [reading], way), problems);
			for await (const piece of rowPieces(texts, way, reading)) {
				problems.inspect(piece.batch, before);
				before += piece.batch.scanned.rows - piece.batch.skip;
				yield piece;
			}
			problems.finish();
			found.push(...problems.kept.map(({ message }) => `${reading.name}: ${message}`));
		}
	}
	return { pieces: pieces(), problems: () => found };
}

/** Pieces whose problems are added to the others. */
async function* noted(
	pieces: AsyncIterable<TextPiece>,
	problems: InputProblems
): AsyncGenerator<TextPiece> {
	for await (const piece of pieces) {
		problems.nulBytes += piece.nulBytes ?? 0;
		for (const problem of piece.problems ?? []) problems.add(problem);
		yield piece;
	}
}

/** Rows of one file. */
async function* rowPieces(
	pieces: AsyncIterable<TextPiece>,
	{ format, mapping }: RowChoice,
	file: FileReading
): AsyncGenerator<RowPiece> {
	const reader = new RowReader(format, mapping, file);
	for await (const { text, final, scanned, fields } of pieces)
		yield { batch: scanned ? reader.readScanned(scanned) : reader.push(text, final), fields };
}
