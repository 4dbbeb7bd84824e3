import { chunkMessages, mayContain, rowCells } from '../../lib/pipeline/read/row-cells';
import { applyFilter, type Filtered } from '../../lib/pipeline/view/row-filter';
import type { RowFilter } from '../../lib/pipeline/view/filter';
import { RunTable } from '../../lib/pipeline/columnar/run-table';
import { marksInForce, type MarkState } from '../../lib/pipeline/bundle/template-marks';
import { textTest } from '../../lib/pipeline/view/text-match';
import { TIERS } from '../../lib/pipeline/types';
import * as db from '../../lib/store/db';
import type { RunRecord } from '../../lib/store/schema';
import { ChunkTexts } from './chunk-text';
import { withoutDeadRuns } from './run-lock';

/** One opened run. */
export interface OpenRun {
	run: RunRecord;
	table: RunTable;
	texts: ChunkTexts;
	/** Next chunk and template write to ask the store for. */
	nextChunk: number;
	nextBatch: number;
	/** Rows and group lines of the newest query, in the order of the table. */
	lines: Uint32Array;
	groups: OpenGroups | undefined;
	/** The newest filter's answer: the charts ask for the same as the table. */
	filtered: { key: string; answer: Filtered } | undefined;
}

export interface OpenGroups {
	open: ReadonlySet<number>;
	/** Matching rows and the first of them, by template. */
	counts: Uint32Array;
	firstRows: ReadonlyMap<number, number>;
}

/** A stored run without its rows; `readNew` brings them. */
export async function openedRun(runId: string): Promise<OpenRun> {
	const run = await storedRun(runId);
	const table = new RunTable(run.rules);
	table.marks = await marksOf(run);
	return {
		run,
		table,
		texts: new ChunkTexts(run, table),
		nextChunk: 0,
		nextBatch: 0,
		lines: new Uint32Array(),
		groups: undefined,
		filtered: undefined
	};
}

/** Reads what was stored of a run since it was last looked at. */
export async function readNew(open: OpenRun): Promise<void> {
	open.run = await storedRun(open.run.id);
	open.table.running = open.run.status === 'running';
	const since = { chunk: open.nextChunk, batch: open.nextBatch };
	const [chunks, templates] = await db.savedSince(open.run.id, since);
	for (const chunk of chunks) {
		open.table.addChunk(chunk);
		open.nextChunk = chunk.index + 1;
	}
	for (const template of templates) {
		open.table.addTemplate(template);
		open.nextBatch = template.batch + 1;
	}
	open.table.sources = open.run.sources;
	if (open.run.status !== 'running') open.run = await recounted(open);
}

/** All cells of a row, as they stand in the input. */
export async function cellsOf({ run, table, texts }: OpenRun, row: number): Promise<string[]> {
	const chunk = table.chunkOf(row);
	const rows = await texts.rows(chunk);
	const raw = rows.raw(row - (table.chunkStarts[chunk] as number));
	return rowCells(run, raw);
}

/** Marks the rows whose message or source passes the filter's search, chunk by chunk. */
export async function rowsWithText(open: OpenRun, filter: RowFilter): Promise<Uint8Array> {
	const { run, table, texts } = open;
	const wanted = (filter.text ?? '').toLowerCase();
	const isRegex = filter.regex === true;
	const passes = textTest(filter.text ?? '', isRegex, () => performance.now());
	const marks = new Uint8Array(table.rowCount);
	const sourceHits = Uint8Array.from(run.sources, (source) => (passes(source) ? 1 : 0));
	for (let chunk = 0; chunk < table.chunkStarts.length; chunk++) {
		const start = table.chunkStarts[chunk] as number;
		const { text, ends } = await texts.whole(chunk);
		const isAnywhere = isRegex || mayContain(run.format, text, wanted);
		const message = isAnywhere ? chunkMessages(run, text, ends) : () => '';
		// The cells of a table are at hand; other rows are read only where it may be worth it.
		const isPossible = (at: number): boolean =>
			isRegex ||
			run.format.kind === 'csv' ||
			mayContain(run.format, text.slice(at === 0 ? 0 : ends[at - 1], ends[at]), wanted);
		for (let at = 0; at < ends.length; at++) {
			const row = start + at;
			if (sourceHits[table.source[row] as number] === 1) marks[row] = 1;
			else if (isAnywhere && isPossible(at)) marks[row] = passes(message(at)) ? 1 : 0;
		}
	}
	return marks;
}

/** The marks that hold for a run: its own, and what was marked since. */
export const marksOf = async (run: RunRecord): Promise<Map<string, MarkState>> =>
	marksInForce(run.templateMarks, await db.savedTemplateMarks());

async function storedRun(runId: string): Promise<RunRecord> {
	const run = await db.savedRun(runId);
	if (!run) throw new Error('This run is no longer stored in this browser.');
	const [current] = await withoutDeadRuns([run]);
	return current as RunRecord;
}

/**
 * Counts a run's rows anew: the totals of a killed run are up to a second older than its rows, those of one that found no
 * more room are ahead of them, and templates may have been relabelled since.
 */
async function recounted({ run, table }: OpenRun): Promise<RunRecord> {
	const rowsByTier = { ...run.rowsByTier };
	for (const tier of TIERS) rowsByTier[tier] = 0;
	for (const [tier, rows] of applyFilter(table, { showMuted: true }).facets.tiers)
		rowsByTier[tier] = rows;
	if (
		run.rows === table.rowCount &&
		TIERS.every((tier) => rowsByTier[tier] === run.rowsByTier[tier])
	)
		return run;
	return db.settleRun(run.id, {
		// There may have been no room to write this down either.
		status: run.status,
		rows: table.rowCount,
		chunks: table.chunkStarts.length,
		rowsByTier,
		templatesByTier: templatesByTier(run, table)
	});
}

/** Distinct messages by what became of them; those without a result were settled by rules alone, as the run counted. */
function templatesByTier(
	{ templatesByTier: before }: RunRecord,
	table: RunTable
): RunRecord['templatesByTier'] {
	const counts = { ...before };
	for (const tier of TIERS) if (tier !== 'rule') counts[tier] = 0;
	for (const entry of table.templates) if (entry?.result) counts[entry.result.tier]++;
	return counts;
}
