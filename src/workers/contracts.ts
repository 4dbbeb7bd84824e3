/**
 * The workers' interfaces, as Comlink sees them. Everything crosses the border by structured clone, so: plain data,
 * typed arrays, `Blob`s and `MessagePort`s; callbacks are wrapped in `Comlink.proxy` by the caller; an `AbortSignal`
 * cannot cross and is a job id with `cancel(id)`.
 */
import type { ProxyMarked } from 'comlink';
import type { RunSnapshot, TextPiece } from '../lib/pipeline/classify-run';
import type { RunEstimate } from '../lib/pipeline/estimate';
import type { ExportRow } from '../lib/pipeline/export-columns';
import type { RowFormat } from '../lib/pipeline/export-writer';
import type { ChartData } from '../lib/pipeline/chart-data';
import type { RunComparison } from '../lib/pipeline/compare-runs';
import type { VariablePart } from '../lib/pipeline/align-template';
import type { Facets, RowFilter } from '../lib/pipeline/row-filter';
import type { RunLogCounts } from '../lib/pipeline/run-log';
import type { RowOrder } from '../lib/pipeline/sort-rows';
import type { TemplateValues } from '../lib/pipeline/template-values';
import type {
	InputProblem,
	LabelProbability,
	LlmView,
	Severity,
	Tier
} from '../lib/pipeline/types';
import type { PreviewEntry } from '../lib/pipeline/preview-entries';
import type { ColumnMapping, FileReading, InputFormat } from '../lib/pipeline/input-format';
import type { MarkState } from '../lib/pipeline/template-marks';
import type { LlmLogEntry, RunRecord } from '../lib/store/schema';

/** Where the site's own files are; a worker cannot import `$app/paths`. Ends with a slash. */
export interface SiteUrls {
	base: string;
}

export type Device = 'wasm' | 'webgpu';

/** What loading the encoder is doing. `total` is the sum over all files of the chosen form. */
export interface LoadProgress {
	loadedBytes: number;
	totalBytes: number;
	fromCache: boolean;
	done: boolean;
}

export interface EmbedderApi {
	/** Fetches (or takes from the cache), verifies and starts the encoder. Rejects with a plain-words error. */
	init(
		options: SiteUrls & { device: Device },
		onProgress?: (progress: LoadProgress) => void
	): Promise<EmbedderInfo>;
	/** Speaks this interface on a further port: the classifier's, so that embeddings do not pass through the page. */
	connect(port: MessagePort): void;
	/** Embeds texts; row-major `texts.length × dimensions`, L2-normalised. The result's buffer is transferred. */
	embed(texts: string[]): Promise<Float32Array>;
}

export interface EmbedderInfo {
	device: Device;
	/** Encoder revision; embeddings of different revisions must not be mixed. */
	revision: string;
	dimensions: number;
	/** Texts per second of a short warm-up, for the device race and the estimate. */
	textsPerSecond: number;
	/** Characters of each of those texts. */
	warmUpChars: number;
}

/** A file as it was dropped or chosen. */
export interface InputFile {
	file: File;
	/** Its name, with the folder when a folder was dropped. */
	name: string;
}

/** What a file looks like before it is classified. */
export interface InputPreview {
	format: InputFormat;
	mapping: ColumnMapping;
	files: FileReading[];
	/** The first rows as they will be read; none while no column is the message. */
	entries: PreviewEntry[];
	/** Cells of the first rows, exactly as they will be read (at most 20). */
	rows: string[][];
	problems: InputProblem[];
	/** Bytes of the input as given (compressed size for `.gz`). */
	bytes: number;
}

/** Sent a few times a second while a run goes on. */
export interface RunProgress extends Pick<
	RunSnapshot,
	| 'bytesRead'
	| 'templates'
	| 'templatesToEmbed'
	| 'templatesEmbedded'
	| 'rowsByTier'
	| 'templatesByTier'
	| 'stages'
> {
	runId: string;
	phase: 'loading-model' | 'reading' | 'classifying';
	rowsRead: number;
	bytesTotal: number;
	rowsPerSecond: number;
	/** Estimated milliseconds left; undefined while unknown. */
	millisecondsLeft?: number;
	model?: LoadProgress;
	device?: Device;
}

/** Reads inputs in a worker of its own. */
export interface ReaderApi {
	open(
		input: readonly InputFile[] | string,
		files: readonly FileReading[]
	): ReadingApi & ProxyMarked;
}

/** One input that is being read. */
export interface ReadingApi {
	/** The next piece; undefined behind the last one. Calls may overlap and are answered in order. */
	next(): Promise<TextPiece | undefined>;
	/** Ends the reading. */
	close(): Promise<void>;
}

export interface ClassifierApi {
	/** @param reader speaks `ReaderApi` */
	init(options: SiteUrls, reader: MessagePort): Promise<void>;
	/** Hands over a port that speaks `EmbedderApi`. Several make a pool. */
	addEmbedder(port: MessagePort, info: EmbedderInfo): void;
	preview(
		input: InputFile[] | string,
		overrides?: { format?: Partial<InputFormat>; mapping?: ColumnMapping | undefined }
	): Promise<InputPreview>;
	/**
	 * What a run over the input would be like, from samples of it.
	 * @param encoderRevision counts only texts that this encoder has not embedded in an earlier run
	 */
	estimate(
		input: InputFile[] | string,
		preview: Pick<InputPreview, 'files' | 'format' | 'mapping'>,
		encoderRevision?: string
	): Promise<RunEstimate>;
	/**
	 * Runs the cascade over the whole input; resolves with the stored run, or nothing when it was cancelled before anything
	 * was classified. Rejects only when nothing could be read.
	 */
	run(
		job: RunJob,
		onProgress: (progress: RunProgress) => void,
		/** Called when a text needs an embedder and there is none; resolves once some were added, rejects with why not. */
		startEmbedders: () => Promise<void>
	): Promise<RunRecord | undefined>;
	/** Classifies a CSV in memory and stores nothing; `cancel` with the job's id makes it reject. */
	classifyDirect(
		job: DirectJob,
		onProgress: (progress: RunProgress) => void
	): Promise<DirectResult>;
	/** Stops the run soon; what was classified stays stored, the run is marked cancelled. */
	cancel(runId: string): void;
	/** The same for a run that is to be gone on with: it is marked paused. */
	pause(runId: string): void;
	/** The files of a stored run among chosen ones; rejects, in plain words, when they are not the same. */
	sameFiles(runId: string, chosen: InputFile[]): Promise<InputFile[]>;
}

/** What the JavaScript API hears of a call that goes on. */
export interface DirectProgress {
	phase: RunProgress['phase'];
	/** Of the download in `loading-model`, of the work afterwards; 0 to 1. */
	fraction: number;
	rows: number;
}

export interface DirectJob {
	id: string;
	/** A CSV with a header line. */
	csv: string;
	as: 'csv' | 'rows';
}

export interface DirectResult {
	/** The input's columns, then ours: label, confidence, tier, rule, needs review. */
	columns: string[];
	/** Empty when a CSV was asked for. */
	rows: ExportRow[];
	/** Empty when rows were asked for. */
	csv: string;
	/** What was wrong with single rows, where, and what was done about it. */
	problems: string[];
}

export interface RunJob {
	runId: string;
	name: string;
	/** Files, read one after the other, or a text. */
	input: InputFile[] | string;
	format: InputFormat;
	mapping: ColumnMapping;
	files: FileReading[];
	/** What the preview found; kept with what the run finds. */
	problems: InputProblem[];
	/** Whether the rows' text is stored; it is unless told otherwise. */
	keepText?: boolean;
	/** The run is stored and was broken off: go on with it. */
	resume?: boolean;
	/** Revision of the embeddings, where it is known before an embedder was started. */
	encoderRevision?: string;
}

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
	needsReview: boolean;
	template: number;
	/** A person muted or pinned its template. */
	mark?: MarkState;
	timestamp?: number;
	truth?: string;
	/** Stretches of the message that vary within its template. */
	parts: VariablePart[];
	/** The line stands for all matching rows of its template; its other fields are those of the first of them. */
	group?: { rows: number; open: boolean };
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

/** How a run was decided, and what a language model was asked. */
export interface RunLog extends RunLogCounts {
	/** Oldest first. */
	llm: LlmLogEntry[];
}

export interface ViewerApi {
	init(options: SiteUrls): Promise<void>;
	listRuns(): Promise<RunRecord[]>;
	renameRun(runId: string, name: string): Promise<void>;
	/** Hides the run; `restoreRun` brings it back until `purgeDeleted` removes it for good. */
	deleteRun(runId: string): Promise<void>;
	restoreRun(runId: string): Promise<void>;
	purgeDeleted(): Promise<void>;
	/** Loads a run's columns; rejects with a plain-words error when it is gone. */
	open(runId: string): Promise<RunRecord>;
	/** Picks up what a running job has stored since; cheap when nothing changed. */
	refresh(): Promise<RunRecord>;
	/** Counts over the rows that pass a filter; the table stays as it is. */
	counts(filter: RowFilter): Promise<QueryResult>;
	/** Makes the table's lines. Rejects in plain words when the filter's text is no valid regular expression. */
	query(filter: RowFilter, arrangement?: Arrangement): Promise<QueryResult>;
	/** Counts for all charts. @param zoom part of the time to show */
	charts(filter: RowFilter, zoom?: [from: number, to: number]): Promise<ChartData>;
	/** Lines `[start, end)` of the newest query's table. */
	rows(start: number, end: number): Promise<ViewRow[]>;
	/** Line of a row in the newest query's table, or -1. */
	lineOf(rowIndex: number): Promise<number>;
	/** The rows before and after a row in the input, itself included. */
	neighbours(rowIndex: number, each: number): Promise<ViewRow[]>;
	/** What stands at the variable parts of a template, from a sample of its rows. */
	templateValues(template: number): Promise<TemplateValues>;
	/** How the open run was decided. */
	runLog(): Promise<RunLog>;
	/** Compares two stored runs; the open run stays as it is. */
	compare(runBefore: string, runAfter: string): Promise<RunComparison>;
	detail(rowIndex: number): Promise<RowDetail>;
	/** Mutes or pins a message by its canonical text, in all runs; `plain` takes the mark away. Query anew afterwards. */
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

export type { RowFilter };
