import { severityAt } from '../lib/pipeline/severity';
import { messageOfCells } from '../lib/pipeline/message-cells';
import { mayContain, rowCells } from '../lib/pipeline/row-cells';
import { TIERS } from '../lib/pipeline/types';
import { variableParts } from '../lib/pipeline/align-template';
import { chartData, type ChartData } from '../lib/pipeline/chart-data';
import { compareRuns, type RunComparison } from '../lib/pipeline/compare-runs';
import { VALUE_SAMPLE_ROWS } from '../lib/pipeline/constants';
import { groupRows, isGroupLine, templateOfGroupLine } from '../lib/pipeline/group-rows';
import type { Filtered } from '../lib/pipeline/row-filter';
import { RuleSet } from '../lib/pipeline/rules';
import { runLogCounts } from '../lib/pipeline/run-log';
import { RunTable, type RowOutcome } from '../lib/pipeline/run-table';
import { sortRows } from '../lib/pipeline/sort-rows';
import { textTest } from '../lib/pipeline/text-match';
import { templateValues, type TemplateValues } from '../lib/pipeline/template-values';
import { marksInForce, type MarkState } from '../lib/pipeline/template-marks';
import { wordWeights } from '../lib/pipeline/explain';
import { Head } from '../lib/pipeline/head';
import * as db from '../lib/store/db';
import { savedDecision } from '../lib/store/decision-store';
import { unitVector } from './message-embeddings';
import { savedLlmLog } from '../lib/store/llm-store';
import type { RunRecord } from '../lib/store/schema';
import { loadBundleOfVersion, type Knowledge } from './bundle-loader';
import { ChunkTexts } from './chunk-text';
import type {
	ExportChoice,
	ExportJob,
	ExportPreview,
	Arrangement,
	QueryResult,
	RowDetail,
	RowFilter,
	RunLog,
	SiteUrls,
	ViewRow,
	ViewerApi
} from './contracts';
import { ExportJobs } from './export-jobs';
import { previewExport, summaryOf, type ExportSource } from './run-export';
import { withoutDeadRuns } from './run-lock';

/** Characters of a message that the table gets; the drawer asks for the whole. */
const SHOWN_CHARS = 2_000;

/** One opened run. */
interface OpenRun {
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

interface OpenGroups {
	open: ReadonlySet<number>;
	/** Matching rows and the first of them, by template. */
	counts: Uint32Array;
	firstRows: ReadonlyMap<number, number>;
}

/** The viewer behind `ViewerApi`: reads stored runs, filters them, and writes exports. */
export class Viewer implements ViewerApi {
	private opened: OpenRun | undefined;
	private known: { version: string; knowledge: Promise<Knowledge | undefined> } | undefined;
	private readonly exports = new ExportJobs();
	private base = '';

	async init({ base }: SiteUrls): Promise<void> {
		this.base = base;
	}

	async listRuns(): Promise<RunRecord[]> {
		return withoutDeadRuns(await db.savedRuns());
	}

	async renameRun(runId: string, name: string): Promise<void> {
		await db.updateRun(runId, { name });
	}

	async deleteRun(runId: string): Promise<void> {
		await db.updateRun(runId, { deletedAt: Date.now() });
	}

	restoreRun(runId: string): Promise<void> {
		return db.unmarkDeleted(runId);
	}

	purgeDeleted(): Promise<void> {
		return db.purgeRunsDeletedBefore(Date.now());
	}

	async open(runId: string): Promise<RunRecord> {
		this.opened = await openedRun(runId);
		return this.refresh();
	}

	async refresh(): Promise<RunRecord> {
		const open = this.current();
		await readNew(open);
		return open.run;
	}

	async counts(filter: RowFilter): Promise<QueryResult> {
		const open = this.current();
		const { rows, facets } = await this.filtered(open, filter);
		return { total: open.table.rowCount, matched: rows.length, lines: rows.length, ...facets };
	}

	async query(filter: RowFilter, { order, groups }: Arrangement = {}): Promise<QueryResult> {
		const open = this.current();
		const { rows, codes } = await this.filtered(open, filter);
		const sorted = order ? sortRows(open.table, rows, order) : rows;
		open.groups = undefined;
		open.lines = sorted;
		if (groups) {
			const isOpen = new Set(groups.open);
			const { template } = open.table;
			const grouped = groupRows(sorted, template, codes.templateCount, isOpen);
			open.lines = grouped.lines;
			open.groups = { ...grouped, open: isOpen };
		}
		return { ...(await this.counts(filter)), lines: open.lines.length };
	}

	async charts(filter: RowFilter, zoom?: [number, number]): Promise<ChartData> {
		const open = this.current();
		return chartData(open.table, await this.filtered(open, filter), zoom);
	}

	async rows(start: number, end: number): Promise<ViewRow[]> {
		const open = this.current();
		const rows: ViewRow[] = [];
		for (const line of open.lines.subarray(start, end))
			rows.push(await (isGroupLine(line) ? this.groupRow(open, line) : this.viewRow(open, line)));
		return rows;
	}

	async lineOf(rowIndex: number): Promise<number> {
		return this.current().lines.indexOf(rowIndex);
	}

	async neighbours(rowIndex: number, each: number): Promise<ViewRow[]> {
		const open = this.current();
		const first = Math.max(0, rowIndex - each);
		const last = Math.min(open.table.rowCount - 1, rowIndex + each);
		const rows: ViewRow[] = [];
		for (let row = first; row <= last; row++) rows.push(await this.viewRow(open, row));
		return rows;
	}

	async templateValues(template: number): Promise<TemplateValues> {
		const open = this.current();
		const { rows } = open.table.query({ templates: [template] });
		const messages: string[] = [];
		for (const row of spreadOver(rows, VALUE_SAMPLE_ROWS))
			messages.push(messageOfCells(open.run.mapping, await this.cells(open, row)));
		const canonical = open.table.templates[template]?.canonical ?? '';
		return templateValues(canonical, messages, rows.length);
	}

	async runLog(): Promise<RunLog> {
		const { run, table } = this.current();
		const known = await this.knowledge(run.bundleVersion);
		return {
			...runLogCounts(table, known?.bundle.thresholds),
			llm: await savedLlmLog(run.id)
		};
	}

	async compare(runBefore: string, runAfter: string): Promise<RunComparison> {
		const [before, after] = [await openedRun(runBefore), await openedRun(runAfter)];
		await readNew(before);
		await readNew(after);
		return compareRuns(before.table, after.table);
	}

	async detail(row: number): Promise<RowDetail> {
		const open = this.current();
		const { run, table } = open;
		const cells = await this.cells(open, row);
		const view = viewOf(open, row, cells);
		const outcome = table.outcome(row);
		const entry = table.templates[view.template];
		const known = await this.knowledge(run.bundleVersion);
		const rule = run.rules[outcome.rule];
		const match = rule && new RuleSet([rule]).match(view.message, view.source);
		const { result } = outcome;
		return {
			...view,
			message: messageOfCells(run.mapping, cells),
			cells: cells.map((cell, at) => [
				run.format.columns[at] ?? `extra ${at - run.format.columns.length + 1}`,
				cell
			]),
			canonical: entry?.canonical ?? '',
			templateRows: table.rowsOfTemplate(view.template),
			...(rule && match
				? {
						rule: {
							name: rule.name,
							description: rule.description,
							pattern: rule.pattern,
							span: match.span
						}
					}
				: {}),
			top: outcome.tier === 'rule' ? [] : (result?.top ?? []),
			nearest: (result?.embedding && known?.examples?.nearest(result.embedding, 5)) ?? [],
			...(result?.similarity === undefined ? {} : { similarity: result.similarity }),
			...(result?.reason === undefined ? {} : { reason: result.reason }),
			...(result?.llm && outcome.tier !== 'rule' ? { llm: result.llm } : {}),
			...(await explanationOf(outcome, entry?.canonical ?? '', known)),
			...(known
				? {
						threshold:
							known.bundle.thresholds.perClass?.[view.label] ?? known.bundle.thresholds.confidence
					}
				: { bundleGone: run.bundleVersion })
		};
	}

	async markTemplate(canonical: string, state: MarkState | 'plain'): Promise<void> {
		await db.saveTemplateMark({ canonical, state });
		const { run, table } = this.current();
		table.marks = await marksOf(run);
		this.current().filtered = undefined;
	}

	async exportPreview(filter: RowFilter, choice: ExportChoice): Promise<ExportPreview> {
		return previewExport(await this.exportSource(filter), choice);
	}

	async export(
		job: ExportJob,
		file: FileSystemFileHandle | undefined,
		onProgress: (done: number) => void
	): Promise<Blob | undefined> {
		return this.exports.run(job, await this.exportSource(job.filter), file, onProgress);
	}

	cancelExport(jobId: string): void {
		this.exports.cancel(jobId);
	}

	async summary(filter: RowFilter, problemLabels: string[], masked: boolean): Promise<string> {
		return summaryOf(await this.exportSource(filter), problemLabels, masked);
	}

	private async exportSource(filter: RowFilter): Promise<ExportSource> {
		const open = this.current();
		const { run, table, texts } = open;
		const messageOf = async (row: number): Promise<string> =>
			messageOfCells(run.mapping, await this.cells(open, row));
		return { run, table, texts, ...(await this.filtered(open, filter)), messageOf };
	}

	private current(): OpenRun {
		if (!this.opened) throw new Error('No run is open');
		return this.opened;
	}

	/** The bundle that a run was made with, if it still is anywhere. */
	private knowledge(version: string): Promise<Knowledge | undefined> {
		if (this.known?.version !== version)
			this.known = { version, knowledge: loadBundleOfVersion(this.base, version) };
		return this.known.knowledge;
	}

	private async filtered(open: OpenRun, filter: RowFilter): Promise<Filtered> {
		const key = JSON.stringify([filter, open.table.changes, open.table.running]);
		if (open.filtered?.key !== key) {
			const textRows = filter.text ? await this.rowsWithText(open, filter) : undefined;
			open.filtered = { key, answer: open.table.query(filter, textRows) };
		}
		return open.filtered.answer;
	}

	private async viewRow(open: OpenRun, row: number): Promise<ViewRow> {
		const view = viewOf(open, row, await this.cells(open, row));
		return { ...view, message: view.message.slice(0, SHOWN_CHARS) };
	}

	private async groupRow(open: OpenRun, line: number): Promise<ViewRow> {
		const template = templateOfGroupLine(line);
		const { counts, firstRows, open: isOpen } = open.groups as OpenGroups;
		const first = await this.viewRow(open, firstRows.get(template) as number);
		const rows = counts[template] as number;
		return { ...first, group: { rows, open: isOpen.has(template) } };
	}

	private async cells({ run, table, texts }: OpenRun, row: number): Promise<string[]> {
		const chunk = table.chunkOf(row);
		const rows = await texts.rows(chunk);
		const raw = rows.raw(row - (table.chunkStarts[chunk] as number));
		return rowCells(run, raw);
	}

	/** Marks the rows whose message or source passes the filter's search, chunk by chunk. */
	private async rowsWithText(open: OpenRun, filter: RowFilter): Promise<Uint8Array> {
		const { run, table, texts } = open;
		const wanted = (filter.text ?? '').toLowerCase();
		const isRegex = filter.regex === true;
		const passes = textTest(filter.text ?? '', isRegex, () => performance.now());
		const marks = new Uint8Array(table.rowCount);
		const sourceHits = Uint8Array.from(run.sources, (source) => (passes(source) ? 1 : 0));
		for (let chunk = 0; chunk < table.chunkStarts.length; chunk++) {
			const start = table.chunkStarts[chunk] as number;
			const rows = await texts.rows(chunk);
			const isAnywhere = isRegex || mayContain(run.format, await texts.text(chunk), wanted);
			for (let at = 0; at < rows.count; at++) {
				const row = start + at;
				const isPossible = isRegex || mayContain(run.format, rows.raw(at), wanted);
				if (sourceHits[table.source[row] as number] === 1) marks[row] = 1;
				else if (isAnywhere && isPossible)
					marks[row] = passes(messageOfCells(run.mapping, await this.cells(open, row))) ? 1 : 0;
			}
		}
		return marks;
	}
}

async function openedRun(runId: string): Promise<OpenRun> {
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
async function readNew(open: OpenRun): Promise<void> {
	open.run = await storedRun(open.run.id);
	open.table.running = open.run.status === 'running';
	for (const chunk of await db.savedChunks(open.run.id, open.nextChunk)) {
		open.table.addChunk(chunk);
		open.nextChunk = chunk.index + 1;
	}
	const templates = await db.savedTemplates(open.run.id, open.nextBatch);
	for (const template of templates) {
		open.table.addTemplate(template);
		open.nextBatch = template.batch + 1;
	}
	open.table.sources = open.run.sources;
	if (open.run.status !== 'running' && templates.length > 0) open.run = await recounted(open);
}

/** At most `most` of the rows, evenly spread. */
function spreadOver(rows: Uint32Array, most: number): Uint32Array {
	if (rows.length <= most) return rows;
	return Uint32Array.from(
		{ length: most },
		(_, at) => rows[Math.floor((at * rows.length) / most)] as number
	);
}

/** Why a template has its label: the words that mattered to the head, or the person who said so. */
async function explanationOf(
	{ tier, result, label }: RowOutcome,
	canonical: string,
	known: Knowledge | undefined
): Promise<Pick<RowDetail, 'words' | 'decision'>> {
	if (tier === 'human') {
		const decision = await savedDecision(canonical);
		return decision
			? { decision: { decidedAt: decision.decidedAt, runName: decision.runName } }
			: {};
	}
	const isHeads = tier === 'head' || tier === 'none';
	if (!known || !result?.embedding || !isHeads) return {};
	const words = wordWeights(headOf(known), canonical, unitVector(result.embedding), label);
	return words.length > 0 ? { words } : {};
}

const heads = new WeakMap<Knowledge, Head>();

/** The head of a bundle, prepared once. */
function headOf(known: Knowledge): Head {
	const head = heads.get(known) ?? new Head(known.bundle);
	heads.set(known, head);
	return head;
}

const marksOf = async (run: RunRecord): Promise<Map<string, MarkState>> =>
	marksInForce(run.templateMarks, await db.savedTemplateMarks());

async function storedRun(runId: string): Promise<RunRecord> {
	const run = await db.savedRun(runId);
	if (!run) throw new Error('This run is no longer stored in this browser.');
	const [current] = await withoutDeadRuns([run]);
	return current as RunRecord;
}

/**
 * Counts a run's rows anew: the totals of a killed run are up to a second older than its rows, and templates may have
 * been relabelled since.
 */
async function recounted({ run, table }: OpenRun): Promise<RunRecord> {
	const rowsByTier = { ...run.rowsByTier };
	for (const tier of TIERS) rowsByTier[tier] = 0;
	for (const [tier, rows] of table.query({ showMuted: true }).facets.tiers) rowsByTier[tier] = rows;
	if (
		run.rows === table.rowCount &&
		TIERS.every((tier) => rowsByTier[tier] === run.rowsByTier[tier])
	)
		return run;
	return db.updateRun(run.id, {
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

/** A running or killed run's list of sources may be a second older than its rows. */
const sourceOf = ({ mapping }: RunRecord, cells: string[]): string =>
	(mapping.source === undefined ? undefined : cells[mapping.source]) || mapping.defaultSource;

function viewOf({ run, table }: OpenRun, row: number, cells: string[]): ViewRow {
	const outcome = table.outcome(row);
	const template = table.template[row] as number;
	const mark = table.markOf(template);
	const message = messageOfCells(run.mapping, cells);
	const time = table.time[row] as number;
	const truth = run.mapping.truth === undefined ? undefined : cells[run.mapping.truth];
	return {
		index: row,
		source: run.sources[table.source[row] as number] ?? sourceOf(run, cells),
		message,
		parts: variableParts(message, table.templates[template]?.canonical ?? message),
		label: outcome.label,
		confidence: outcome.confidence,
		tier: outcome.tier,
		severity: severityAt(table.severity[row] as number),
		evidence: evidenceOf(run, outcome),
		needsReview: outcome.needsReview,
		template,
		...(mark ? { mark } : {}),
		...(Number.isNaN(time) ? {} : { timestamp: time }),
		...(truth === undefined ? {} : { truth })
	};
}

/** One short line: the rule, or what the head thought second. */
function evidenceOf(run: RunRecord, { tier, rule, result }: RowOutcome): string {
	if (tier === 'rule') return run.rules[rule]?.name ?? '';
	if (!result) return '';
	const [first, second] = result.top;
	if (result.needsReview && first && result.label !== first.label) return result.reason ?? '';
	return second
		? `next: ${second.label} ${Math.round(second.probability * 100)} %`
		: (result.reason ?? '');
}
