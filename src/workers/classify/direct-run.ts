import type { Cascade } from '../../lib/pipeline/head/cascade';
import { classifyRun } from '../../lib/pipeline/run/classify-run';
import { MemorySink } from '../../lib/pipeline/run/memory-sink';
import type { RunSnapshot } from '../../lib/pipeline/run/run-types';
import type { EmbedderSupply } from '../../lib/pipeline/embed/embed-stage';
import { ExportColumns, exportOutcome, type ExportRow } from '../../lib/pipeline/export/columns';
import { CSV_START, CsvWriter } from '../../lib/pipeline/export/csv';
import { joinTexts, stringOf } from '../../lib/pipeline/text/piece-text';
import type { RunTable } from '../../lib/pipeline/columnar/run-table';
import { InputError } from '../../lib/pipeline/read/input-error';
import type { RowColumns } from '../../lib/pipeline/types';
import type { DirectResult, InputPreview } from '../contracts/classifier';
import { previewInput } from './preview-input';
import { readFiles } from '../read/read-files';

export interface DirectRun {
	/** A CSV with a header line. */
	csv: string;
	/** What to give back: one CSV, or each row's cells with its outcome. */
	as: 'csv' | 'rows';
	cascade: Cascade;
	embedders: EmbedderSupply;
	signal: AbortSignal;
	onProgress: (snapshot: RunSnapshot) => void;
}

/** Classifies a CSV in memory and stores nothing. Rejects in plain words when it is no such CSV. */
export async function classifyDirect(run: DirectRun): Promise<DirectResult> {
	const { csv, cascade, embedders, signal, onProgress } = run;
	const preview = await previewInput(csv, { kind: 'csv', header: true });
	requireMessage(preview);
	const { files, format, mapping } = preview;
	const sink = new MemorySink();
	const snapshot = await classifyRun({
		pieces: readFiles(csv, files),
		files,
		format,
		mapping,
		cascade,
		embedders,
		sink,
		signal,
		clock: () => performance.now(),
		onProgress
	});
	signal.throwIfAborted();
	return resultOf(run, preview, sink, snapshot);
}

function requireMessage({ format, mapping }: InputPreview): void {
	if (mapping.message !== undefined) return;
	const columns = format.columns.map((name) => `"${name}"`).join(', ');
	throw new InputError(
		`The CSV has no column for the log message; its columns are ${columns}. Call one of them log_message.`
	);
}

function resultOf(
	{ as, cascade }: DirectRun,
	{ format, mapping }: InputPreview,
	sink: MemorySink,
	snapshot: RunSnapshot
): DirectResult {
	const { extraColumns, sources } = snapshot;
	const columns = new ExportColumns({ format, mapping, extraColumns });
	const table = sink.table(cascade.bundle, sources);
	const rows = sink.chunks.flatMap((chunk) => rowsOf(chunk, table, columns, cascade));
	const problems = snapshot.problems.map(({ message }) => message);
	if (as === 'rows') return { columns: columns.all, rows, csv: '', problems };
	const writer = new CsvWriter(columns);
	const csv = (writer.start() + writer.rows(rows)).slice(CSV_START.length);
	return { columns: columns.all, rows: [], csv, problems };
}

function rowsOf(
	{ firstRow, rowCount, texts, ends }: RowColumns,
	table: RunTable,
	columns: ExportColumns,
	{ bundle }: Cascade
): ExportRow[] {
	const all = stringOf(joinTexts(texts));
	return Array.from({ length: rowCount }, (_, at) => {
		const row = firstRow + at;
		const raw = all.slice(at === 0 ? 0 : ends[at - 1], ends[at]);
		const outcome = table.outcome(row);
		return {
			cells: columns.cells(raw, table.sources[table.source[row] as number] ?? ''),
			outcome: exportOutcome(outcome, bundle.rules)
		};
	});
}
