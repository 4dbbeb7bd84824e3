import { readFiles } from '../workers/read/read-files';
import { scanPieces } from '../workers/read/scan-pieces';
import { severityOf } from '../lib/pipeline/canonical/severity';
import { InputError } from '../lib/pipeline/read/input-error';
import type { RowChoice } from '../lib/pipeline/read/input-format';
import { InputProblems } from '../lib/pipeline/read/input-problems';
import { RowReader } from '../lib/pipeline/read/row-batch';
import type { RowBatch } from '../lib/pipeline/read/rows';
import type { Severity } from '../lib/pipeline/types';
import type { InputPreview } from '../workers/contracts/classifier';
import type { ReadingChoice } from './reading-choice';
import { previewFiles } from './run-files';

/** A row as a run would store it. */
export interface ReadRow {
	/** ISO 8601 in UTC; null where none is found. */
	time: string | null;
	/** As the file has it; '' where it names none. */
	level: string;
	severity: Severity;
	source: string;
	message: string;
}

/** A file as a run would read it. */
export interface ReadFile {
	rows: ReadRow[];
	/** What is wrong with it, in sentences. */
	problems: string[];
	/** How it was read; null where it could not be. */
	format: (RowChoice['format'] & { mapping: RowChoice['mapping'] }) | null;
}

/**
 * Reads one file through the code of the page. A file that cannot be read has no rows, and says why in `problems`.
 *
 * @param file its date dates what names no year
 * @param choice what is not to be guessed
 */
export async function readLogFile(file: File, choice: ReadingChoice = {}): Promise<ReadFile> {
	try {
		return await allRows(await previewFiles([file], choice));
	} catch (error) {
		if (!(error instanceof InputError)) throw error;
		return { rows: [], problems: [error.message], format: null };
	}
}

async function allRows(preview: InputPreview): Promise<ReadFile> {
	const { input, format, mapping, files } = preview;
	const rows: ReadRow[] = [];
	const problems = new InputProblems(format);
	let reader: RowReader | undefined;
	for await (const piece of scanPieces(readFiles(input, files, format), files, preview)) {
		reader ??= new RowReader(format, mapping, files[piece.file ?? 0]);
		const batch = piece.scanned
			? reader.readScanned(piece.scanned)
			: reader.push(piece.text, piece.final);
		if (piece.final) reader = undefined;
		problems.nulBytes += piece.nulBytes ?? 0;
		for (const problem of piece.problems ?? []) problems.add(problem);
		problems.inspect(batch, rows.length);
		for (let row = batch.skip; row < batch.scanned.rows; row++) rows.push(rowOf(batch, row));
	}
	problems.finish();
	const all = [...preview.problems, ...problems.kept].map(({ message }) => message);
	return { ...described(preview), rows, problems: all };
}

const described = ({ format, mapping }: InputPreview): Pick<ReadFile, 'format'> => ({
	format: { ...format, mapping }
});

function rowOf(batch: RowBatch, row: number): ReadRow {
	const time = batch.time(row);
	const level = batch.level(row);
	const message = batch.message(row);
	return {
		time: Number.isNaN(time) ? null : new Date(time).toISOString(),
		level,
		severity: severityOf(message, level),
		source: batch.source(row),
		message
	};
}
