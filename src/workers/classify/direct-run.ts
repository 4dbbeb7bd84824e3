import type { Cascade } from '../../lib/pipeline/head/cascade';
import { classifyRun } from '../../lib/pipeline/run/classify-run';
import { MemorySink } from '../../lib/pipeline/run/memory-sink';
import { InputError } from '../../lib/pipeline/read/input-error';
import type { RunSnapshot, TextPiece } from '../../lib/pipeline/run/run-types';
import type { EmbedderSupply } from '../../lib/pipeline/embed/embed-stage';
import { ExportColumns, exportOutcome, type ExportRow } from '../../lib/pipeline/export/columns';
import { CSV_START, CsvWriter } from '../../lib/pipeline/export/csv';
import { joinTexts, stringOf } from '../../lib/pipeline/text/piece-text';
import type { RunTable } from '../../lib/pipeline/columnar/run-table';
import type { RowColumns } from '../../lib/pipeline/types';
import type { InputPreview } from '../contracts/classifier';
import type { DirectJob, DirectResult } from '../contracts/direct';
import { readFiles } from '../read/read-files';
import { loadKernels } from '../read/kernels/load-kernels';
import { scanPieces } from '../read/scan-pieces';
import { previewDirect } from './direct-input';

/** Units of text, bytes mostly, of an input that is classified in memory. */
const MAX_UNITS = 2 ** 29;

export interface DirectRun extends Pick<DirectJob, 'input' | 'as' | 'shares'> {
	cascade: Cascade;
	embedders: EmbedderSupply;
	signal: AbortSignal;
	onProgress: (snapshot: RunSnapshot) => void;
}

/** Classifies an input in memory and stores nothing. Rejects in plain words when it cannot be read. */
export async function classifyDirect(run: DirectRun): Promise<DirectResult> {
	const { cascade, embedders, shares, signal, onProgress } = run;
	const preview = await previewDirect(run.input);
	const { input, files, format, mapping } = preview;
	const sink = new MemorySink();
	const snapshot = await classifyRun({
		pieces: scanPieces(bounded(readFiles(input, files, format)), files, preview),
		files,
		format,
		mapping,
		cascade,
		embedders,
		sink,
		shares,
		kernels: loadKernels(),
		signal,
		clock: () => performance.now(),
		onProgress
	});
	signal.throwIfAborted();
	return resultOf(run, preview, sink, snapshot);
}

/** What is packed may be many times its size. */
async function* bounded(pieces: AsyncIterable<TextPiece>): AsyncGenerator<TextPiece> {
	let units = 0;
	for await (const piece of pieces) {
		units += piece.text.length;
		if (units > MAX_UNITS)
			throw new InputError(
				'The input has more than 512 MB of text, too much to be held in memory. Use stream().'
			);
		yield piece;
	}
}

function resultOf(
	{ as, cascade }: DirectRun,
	{ format, mapping, problems: seen }: InputPreview,
	sink: MemorySink,
	snapshot: RunSnapshot
): DirectResult {
	const { extraColumns, sources } = snapshot;
	const columns = new ExportColumns({ format, mapping, extraColumns });
	const table = sink.table(cascade.bundle, sources);
	const rows = sink.chunks.flatMap((chunk) => rowsOf(chunk, table, columns, cascade));
	const problems = [...seen, ...snapshot.problems].map(({ message }) => message);
	if (as === 'rows') return { columns: columns.all, rows, csv: '', problems };
	const writer = new CsvWriter(columns);
	const csv = writer.start().slice(CSV_START.length) + [...writer.lines(rows)].join('');
	return { columns: columns.all, rows: [], csv, problems };
}

function rowsOf(
	{ firstRow, rowCount, texts, ends }: RowColumns,
	table: RunTable,
	columns: ExportColumns,
	{ bundle }: Cascade
): ExportRow[] {
	const read = columns.chunk({ text: stringOf(joinTexts(texts)), ends });
	return Array.from({ length: rowCount }, (_, at) => {
		const row = firstRow + at;
		const outcome = table.outcome(row);
		return {
			cells: read.cells(at, table.sources[table.source[row] as number] ?? ''),
			outcome: exportOutcome(outcome, bundle.rules)
		};
	});
}
