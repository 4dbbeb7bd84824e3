import {
	ExportColumns,
	exportOutcome,
	type ExportOutcome,
	type ExportRow,
	type RowPlace
} from '../../lib/pipeline/export/columns';
import { CsvWriter } from '../../lib/pipeline/export/csv';
import { JsonlWriter } from '../../lib/pipeline/export/jsonl';
import { problemCounts, summaryMarkdown } from '../../lib/pipeline/export/summary';
import { TEMPLATE_COLUMNS, templatePieces } from '../../lib/pipeline/export/templates';
import type { ExportPiece, RowFormat, RowWriter } from '../../lib/pipeline/export/writer';
import { maskPii } from '../../lib/pipeline/export/pii';
import { dividedAtOnce, type ChunkText, type RowLayout } from '../../lib/pipeline/read/row-cells';
import { countTemplates } from '../../lib/pipeline/view/template-counts';
import { severityAt } from '../../lib/pipeline/read/levels';
import type { Facets } from '../../lib/pipeline/view/row-filter';
import type { RunTable } from '../../lib/pipeline/columnar/run-table';
import type { RunRecord } from '../../lib/store/schema';
import type { ExportChoice, ExportPreview, RunFinding } from '../contracts/viewer';

/** Rows whose written size stands for all. */
const SAMPLED_ROWS = 400;

/** A run as an export reads it: stored, or in memory. */
export interface ExportedRun {
	run: RowLayout & Pick<RunRecord, 'name' | 'sources' | 'rules'>;
	table: RunTable;
	/** By position of the chunk. */
	texts: { of(chunk: number): Promise<ChunkText> };
	/** The text of a row that the run classified. */
	message(row: number): Promise<string>;
}

/** What an export reads from. */
export interface ExportSource {
	stored: ExportedRun;
	/** Rows to write, ascending, and their counts. */
	rows: Uint32Array;
	facets: Facets;
}

/** What a summary is made of. */
interface SummarySource extends ExportSource {
	findings: readonly Pick<RunFinding, 'text'>[];
}

/** A piece of the file, and how many rows (for templates: templates) are written with it. */
export interface ExportStep {
	piece: ExportPiece;
	done: number;
}

/** The whole file, piece by piece; a consumer that stops asking stops the work. */
export async function* exportPieces(
	source: ExportSource,
	{ format, masked }: ExportChoice
): AsyncGenerator<ExportStep> {
	const { stored, rows } = source;
	if (format === 'templates') {
		yield* templatePieces(stored.table, rows, (row) => stored.message(row), masked);
		return;
	}
	const columns = new ExportColumns(stored.run, { places: true });
	const writer = await writerOf(format, columns);
	yield { piece: writer.start(), done: 0 };
	let done = 0;
	for await (const { count, exported } of rowGroups(source, columns)) {
		done += count;
		yield { piece: writer.rows(masked ? maskedRows(exported, columns) : exported), done };
	}
	yield { piece: writer.end(), done };
}

/** The Parquet library is only loaded for Parquet. */
export async function writerOf(format: RowFormat, columns: ExportColumns): Promise<RowWriter> {
	if (format === 'csv') return new CsvWriter(columns);
	if (format === 'jsonl') return new JsonlWriter(columns);
	const { ParquetRowWriter } = await import('../../lib/pipeline/export/parquet');
	return new ParquetRowWriter(columns);
}

/** Rows of one chunk, made as they are asked for. */
interface RowGroup {
	count: number;
	exported: Iterable<ExportRow>;
}

/** Rows with their cells, one stored chunk after the other. */
async function* rowGroups(
	{ stored, rows }: ExportSource,
	columns: ExportColumns
): AsyncGenerator<RowGroup> {
	const { table, texts } = stored;
	for (let from = 0; from < rows.length;) {
		const chunk = table.chunkOf(rows[from] as number);
		const start = table.chunkStarts[chunk] as number;
		const text = await texts.of(chunk);
		let to = from;
		while (to < rows.length && (rows[to] as number) < start + text.ends.length) to++;
		const wanted = rows.subarray(from, to);
		yield { count: wanted.length, exported: rowsOfChunk(stored, columns, text, wanted, start) };
		from = to;
	}
}

/** @param start the chunk's first row */
function* rowsOfChunk(
	{ run, table }: ExportedRun,
	columns: ExportColumns,
	text: ChunkText,
	rows: Uint32Array,
	start: number
): Generator<ExportRow> {
	const outcomeAt = outcomesOf(run, table);
	const { chunk, positionOf } = dividedAtOnce(
		run,
		text,
		rows.map((row) => row - start)
	);
	const read = columns.chunk(chunk);
	for (const [place, row] of rows.entries()) {
		const source = run.sources[table.source[row] as number] ?? run.mapping.defaultSource;
		const at = positionOf(place);
		yield {
			cells: read.cells(at, source),
			outcome: outcomeAt(row),
			place: placeOf(table, row, read.said(at, source))
		};
	}
}

function* maskedRows(rows: Iterable<ExportRow>, columns: ExportColumns): Generator<ExportRow> {
	for (const row of rows) yield maskedRow(row, columns);
}

/** A row without personal data. */
export function maskedRow(
	{ cells, outcome, place }: ExportRow,
	columns: Pick<ExportColumns, 'masked'>
): ExportRow {
	if (!place) return { cells: columns.masked(cells), outcome };
	const { said } = place;
	return {
		cells: columns.masked(cells),
		outcome,
		place: {
			...place,
			template: maskPii(place.template),
			said: said && { ...said, message: maskPii(said.message), source: maskPii(said.source) }
		}
	};
}

function placeOf(table: RunTable, row: number, said: RowPlace['said']): RowPlace {
	return {
		said,
		row: row + 1,
		time: table.time[row] as number,
		template: table.templates[table.template[row] as number]?.canonical ?? ''
	};
}

/** Gives the outcomes of rows, one object for all rows that have the same: what a writer makes of it, it makes once. */
function outcomesOf(run: ExportedRun['run'], table: RunTable): (row: number) => ExportOutcome {
	const known = new Map<number, ExportOutcome>();
	return (row) => {
		const key =
			(table.template[row] as number) * (run.rules.length + 1) + (table.rule[row] as number);
		let outcome = known.get(key);
		if (!outcome) known.set(key, (outcome = exportOutcome(table.outcome(row), run.rules)));
		return outcome;
	};
}

/** What an export will hold, from some of its rows. */
export async function previewExport(
	source: ExportSource,
	choice: ExportChoice
): Promise<ExportPreview> {
	const { rows } = source;
	const sampled = rows.subarray(0, SAMPLED_ROWS);
	const records = choice.format === 'templates' ? source.facets.templates : rows.length;
	let bytes = 0;
	let written = 0;
	for await (const { piece, done } of exportPieces({ ...source, rows: sampled }, choice)) {
		bytes += new Blob([piece]).size;
		written = done;
	}
	return {
		columns:
			choice.format === 'templates'
				? TEMPLATE_COLUMNS
				: new ExportColumns(source.stored.run, { places: true }).all,
		records,
		bytes: written === 0 ? bytes : (bytes / written) * records,
		...(await maskedExample(source, sampled))
	};
}

/** A message with something to mask, if the sample holds one. */
async function maskedExample(
	{ stored }: ExportSource,
	rows: Uint32Array
): Promise<Pick<ExportPreview, 'before' | 'after'>> {
	let before = '';
	for (const row of rows) {
		const message = await stored.message(row);
		const after = maskPii(message);
		if (after !== message) return { before: message, after };
		before ||= message;
	}
	return { before, after: before };
}

/** A summary of the rows for a ticket. */
export async function summaryOf(
	{ stored, rows, facets, findings }: SummarySource,
	problemLabels: readonly string[],
	masked: boolean
): Promise<string> {
	const { run, table } = stored;
	const mask = masked ? maskPii : (text: string): string => text;
	const problems = problemCounts(table, countTemplates(table, rows), problemLabels);
	return summaryMarkdown({
		name: mask(run.name),
		findings: findings.map(({ text }) => mask(text)),
		total: table.rowCount,
		matched: rows.length,
		facets,
		problems: await Promise.all(
			problems.map(async ({ template, rule, severity, firstRow, ...count }) => ({
				...count,
				label: table.outcomeOf(rule, template).label,
				severity: severityAt(severity),
				example: mask(await stored.message(firstRow))
			}))
		)
	});
}
