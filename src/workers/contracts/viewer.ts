/** The viewer's interface; see `contracts.ts` for what may cross. */
import type { RowFormat } from '../../lib/pipeline/export/writer';
import type { Clock } from '../../lib/pipeline/view/log-clock';
import type { FindingKind } from '../../lib/pipeline/findings/finding';
import type { ChartData } from '../../lib/pipeline/view/chart-data';
import type { SearchPattern } from '../../lib/pipeline/export/search-pattern';
import type { RunComparison } from '../../lib/pipeline/view/compare-runs';
import type { VariablePart } from '../../lib/pipeline/canonical/align-template';
import type { Facets } from '../../lib/pipeline/view/row-filter';
import type { SelectionExplained } from '../../lib/pipeline/view/explain-selection';
import type { RowFilter } from '../../lib/pipeline/view/filter';
import type { Hit } from '../../lib/pipeline/view/next-hit';
import type { RunLogCounts } from '../../lib/pipeline/view/run-log';
import type { RowOrder } from '../../lib/pipeline/view/sort-rows';
import type { Span } from '../../lib/pipeline/view/text-match';
import type { TemplateValues } from '../../lib/pipeline/view/template-values';
import type {
	Certainty,
	LabelProbability,
	LlmView,
	Severity,
	Tier
} from '../../lib/pipeline/types';
import type { MarkState } from '../../lib/pipeline/bundle/template-marks';
import type { LlmLogEntry, RunRecord } from '../../lib/store/schema';
import type { SiteUrls } from './classifier';

/** Counts over the rows that pass a filter. */
export interface QueryResult extends Facets {
	total: number;
	matched: number;
	/** Lines of the table: the matching rows, or with groups their templates and the rows of those that are open. */
	lines: number;
}

/** How the table lists what matches. */
export interface Arrangement {
	/** Without it in input order. */
	order?: RowOrder;
	/** One line for each template, and below it its rows where it is open. */
	groups?: { open: number[] };
	/** All rows in input order, those of muted messages too; what passes the filter is its hits. */
	unfiltered?: boolean;
}

/** One row as the table shows it. */
export interface ViewRow {
	index: number;
	source: string;
	message: string;
	label: string;
	confidence: number;
	tier: Tier;
	severity: Severity;
	/** Rule name, or the runner-up label with its probability: one short line. */
	evidence: string;
	certainty: Certainty;
	/** Of the label; with `likely` the family or side that is settled. */
	family: string;
	familyConfidence: number;
	template: number;
	/** A person muted or pinned its template. */
	mark?: MarkState;
	timestamp?: number;
	truth?: string;
	/** Stretches of the message that vary within its template. */
	parts: VariablePart[];
	/** Where the search is in message and source; absent without a search. */
	hits?: { message: Span[]; source: Span[] };
	/** The row passes the filter, in a table that lists others too. */
	passes?: boolean;
	/** The line stands for all matching rows of its template; its other fields are those of the first of them. */
	group?: RowGroup;
}

/** All matching rows of a template, as one line. */
interface RowGroup {
	rows: number;
	open: boolean;
	/** Rows by equal spans of the run's time; empty without times. */
	spark: number[];
	/** Times of its first and last row, where there are times. */
	seen?: [first: number, last: number];
	/** Distinct sources of its rows. */
	sources: number;
}

/** Everything the detail drawer shows for one row. */
export interface RowDetail extends ViewRow {
	/** All input cells with their column names. */
	cells: [column: string, value: string][];
	canonical: string;
	/** Rows of this run with the same canonical text. */
	templateRows: number;
	rule?: { name: string; description: string; pattern: string; span: [number, number] };
	top: LabelProbability[];
	similarity?: number;
	nearest: { text: string; label: string; similarity: number }[];
	reason?: string;
	/** What a language model said. */
	llm?: LlmView;
	threshold?: number;
	/** Words that mattered to the head, the strongest first: how much the probability falls without each. */
	words?: { word: string; weight: number }[];
	/** When a person decided on this message, and in which run. */
	decision?: { decidedAt: number; runName: string };
	/** Version of the bundle that the run was made with, when it is nowhere any more: its examples cannot be shown. */
	bundleGone?: string;
}

/** A bundle that new runs can use. */
export interface BundleChoice {
	/** '' for the one that comes with the site. */
	id: string;
	name: string;
	chosen: boolean;
	/** It was made with an earlier encoder and not updated since. */
	earlierEncoder: boolean;
}

/** How a run was decided, and what a language model was asked. */
export interface RunLog extends RunLogCounts {
	/** Oldest first. */
	llm: LlmLogEntry[];
}

/** One thing that stands out in a run. */
export interface RunFinding {
	kind: FindingKind;
	/** A sentence. */
	text: string;
	/** How it was found, in a sentence. */
	how: string;
	problem: boolean;
	/** Rows of what it is about, by equal parts of the run's time. */
	spark: readonly number[];
	/** The rows that it is about. */
	filter: RowFilter;
}

/** From which confidence on the categories of a run are settled. */
export interface ThresholdView {
	confidence: number;
	/** What the run's bundle asks for. */
	usual: number;
	/** Messages that are likely: what accepting their guesses would settle. */
	likely: { template: number; rows: number; confidence: number; label: string }[];
}

/** How findings are worded, and what they are compared with. */
export interface FindingsChoice {
	/** The clock of their times; UTC unless given. */
	clock?: Clock;
	/** Id of an earlier run: problems that it has no row of are new. */
	baseline?: string | undefined;
}

export interface ViewerApi {
	init(options: SiteUrls): Promise<void>;
	listRuns(): Promise<RunRecord[]>;
	renameRun(runId: string, name: string): Promise<void>;
	/** Marks a run as cancelled whose worker is gone; one of which nothing is stored is removed. */
	endRun(runId: string): Promise<RunRecord | undefined>;
	/**
	 * Hides the run; `restoreRun` brings it back for an hour, until `purgeDeleted` removes it for good. Resolves with false
	 * where a full disk takes no mark: nothing has changed then.
	 */
	deleteRun(runId: string): Promise<boolean>;
	/** Removes the run at once, also on a full disk; there is no way back. */
	deleteRunForGood(runId: string): Promise<void>;
	restoreRun(runId: string): Promise<void>;
	/** Runs that can be brought back, those deleted last first. */
	deletedRuns(): Promise<RunRecord[]>;
	/** Removes for good what was deleted more than an hour ago. */
	purgeDeleted(): Promise<void>;
	/** Loads a run's columns; rejects with a plain-words error when it is gone. */
	open(runId: string): Promise<RunRecord>;
	/** Picks up what a running job has stored since; cheap when nothing changed. */
	refresh(): Promise<RunRecord>;
	/** The bundles that new runs can use. */
	bundleChoices(): Promise<BundleChoice[]>;
	/** Makes new runs use one of them. */
	chooseBundle(id: string): Promise<void>;
	/** Counts over the rows that pass a filter; the table stays as it is. */
	counts(filter: RowFilter): Promise<QueryResult>;
	/**
	 * Makes the table's lines. Rejects in plain words when the filter's text is no valid regular expression.
	 * @param onSearched told how much of the run a search has read, from 0 to 1
	 */
	query(
		filter: RowFilter,
		arrangement?: Arrangement,
		onSearched?: (share: number) => void
	): Promise<QueryResult>;
	/** Counts for all charts. @param zoom part of the time to show */
	charts(filter: RowFilter, zoom?: [from: number, to: number]): Promise<ChartData>;
	/** Lines `[start, end)` of the newest query's table. */
	rows(start: number, end: number): Promise<ViewRow[]>;
	/** Line of a row in the newest query's table, or of its closed group; else -1. */
	lineOf(rowIndex: number): Promise<number>;
	/**
	 * The next line of the newest query's table that passes its filter, round the end; undefined when none does.
	 * @param from line to go on from; -1 for none
	 */
	nextHit(from: number, step: 1 | -1): Promise<Hit | undefined>;
	/** The rows before and after a row in the input, itself included. */
	neighbours(rowIndex: number, each: number): Promise<ViewRow[]>;
	/** What stands at the variable parts of a template, from a sample of its rows. */
	templateValues(template: number): Promise<TemplateValues>;
	/** What finds the rows of a template in other tools, tried on rows of the run. */
	templateSearch(template: number): Promise<SearchPattern>;
	/** What stands out in the open run, best first. */
	findings(choice?: FindingsChoice): Promise<RunFinding[]>;
	/** What makes the rows that pass a filter different from the rest of the run. */
	explain(filter: RowFilter): Promise<SelectionExplained>;
	/** The threshold of the open run; undefined where it cannot be changed: the run's bundle is gone, or it broke off. */
	threshold(): Promise<ThresholdView | undefined>;
	/**
	 * Judges the open run by another threshold; undefined for its bundle's. Query again afterwards.
	 * @param kept false: only tried, nothing is stored
	 */
	setThreshold(confidence: number | undefined, kept: boolean): Promise<void>;
	/** By which clock the open run's log is written, by its first time. */
	clock(): Promise<Clock>;
	/** Ended runs of the same kind of file, made before the open one, newest first. */
	baselines(): Promise<{ id: string; name: string; createdAt: number }[]>;
	/** How the open run was decided. */
	runLog(): Promise<RunLog>;
	/** Compares two stored runs; the open run stays as it is. */
	compare(runBefore: string, runAfter: string): Promise<RunComparison>;
	detail(rowIndex: number): Promise<RowDetail>;
	/** Mutes or pins a message by its canonical text, in all runs; `plain` takes the mark away. Query again afterwards. */
	markTemplate(canonical: string, state: MarkState | 'plain'): Promise<void>;
	/** What an export of the rows that pass the filter will hold, and how large it will be. */
	exportPreview(filter: RowFilter, choice: ExportChoice): Promise<ExportPreview>;
	/**
	 * Writes the rows that pass the filter, in input order, piece by piece: to the file that the user chose, or into a
	 * blob that is given back. Gives nothing when it was written to a file or cancelled.
	 */
	export(
		job: ExportJob,
		file: FileSystemFileHandle | undefined,
		onProgress: (done: number) => void
	): Promise<Blob | undefined>;
	/** Stops an export soon; a half-written file is removed. */
	cancelExport(jobId: string): void;
	/** The rows that pass the filter in short, as Markdown. */
	summary(filter: RowFilter, problemLabels: string[], masked: boolean): Promise<string>;
}

/** `templates`: one record for each distinct message, as CSV. */
export type ExportFormat = RowFormat | 'templates';

export interface ExportChoice {
	format: ExportFormat;
	/** Personal data is masked in every input column. */
	masked: boolean;
}

export interface ExportJob extends ExportChoice {
	id: string;
	filter: RowFilter;
}

export interface ExportPreview {
	columns: string[];
	/** Rows, or distinct messages. */
	records: number;
	/** Estimated size of the file. */
	bytes: number;
	/** A message of the export, with personal data in it if the first rows have any, and what masking makes of it. */
	before: string;
	after: string;
}
