/**
 * The workers' interfaces, as Comlink sees them. Everything crosses the border by structured clone, so: plain data,
 * typed arrays, `Blob`s and `MessagePort`s; callbacks are wrapped in `Comlink.proxy` by the caller; an `AbortSignal`
 * cannot cross and is a job id with `cancel(id)`.
 */
import type { BackupApi } from './backup';
import type { DirectApi, DirectJob, DirectResult } from './direct';
import type { ProxyMarked } from 'comlink';
import type { RunSnapshot, TextPiece } from '../../lib/pipeline/run/run-types';
import type { RunEstimate } from '../../lib/pipeline/run/estimate';
import type { InputProblem } from '../../lib/pipeline/types';
import type { PreviewEntry } from '../../lib/pipeline/sniff/preview-entries';
import type {
	ArchivePlace,
	ColumnMapping,
	FileReading,
	InputFormat,
	RowChoice
} from '../../lib/pipeline/read/input-format';
import type { RunRecord } from '../../lib/store/schema';

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
	/**
	 * Embeds texts; row-major `texts.length × dimensions`, L2-normalised. The result's buffer is transferred.
	 * @param maxTokens tokens of a text that count; as many as the encoder reads unless given
	 */
	embed(texts: string[], maxTokens?: number): Promise<Float32Array>;
}

export interface EmbedderInfo {
	device: Device;
	/** Encoder revision; embeddings of different revisions must not be mixed. */
	revision: string;
	dimensions: number;
	/** Texts per second of a short warm-up, for the device race and the estimate. */
	textsPerSecond: number;
	/** About how many tokens each of those texts has. */
	warmUpTokens: number;
}

/** A file as it was dropped or chosen. */
export interface InputFile {
	file: File;
	/** Its name, with the folder when a folder was dropped, and of a file in an archive with the archive's. */
	name: string;
	/** Where it is in `file`, which is then an archive. */
	inside?: ArchivePlace;
	/** Why it cannot be read. */
	unreadable?: string;
}

/** What a person said of how an input is read. */
export interface InputChoices {
	format?: Partial<InputFormat>;
	mapping?: ColumnMapping | undefined;
	/** Which of the input's files are read; those that look like logs unless given. */
	chosen?: readonly boolean[] | undefined;
}

/** What a file looks like before it is classified. */
export interface InputPreview {
	/** The input with each archive replaced by the files in it: what `files` goes with. */
	input: InputFile[] | string;
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
		files: readonly FileReading[],
		choice: RowChoice
	): ReadingApi & ProxyMarked;
	/** Answers once the reader has time. */
	ping(): void;
}

/** One input that is being read. */
export interface ReadingApi {
	/** The next piece; undefined behind the last one. Calls may overlap and are answered in order. */
	next(): Promise<TextPiece | undefined>;
	/** Ends the reading. */
	close(): Promise<void>;
}

export interface ClassifierApi extends BackupApi, DirectApi {
	/** @param reader speaks `ReaderApi` */
	init(options: SiteUrls, reader: MessagePort): Promise<void>;
	/** A file is about to come: what every input needs is compiled. */
	warmUp(): Promise<void>;
	/** Hands over a port that speaks `EmbedderApi`. Several share the texts. */
	addEmbedder(port: MessagePort, info: EmbedderInfo): void;
	preview(input: InputFile[] | string, overrides?: InputChoices): Promise<InputPreview>;
	/**
	 * What a run over the input would be like, from samples of it.
	 * @param encoder counts only texts that this encoder has not embedded in an earlier run
	 */
	estimate(
		input: InputFile[] | string,
		preview: Pick<InputPreview, 'files' | 'format' | 'mapping'>,
		encoder?: { revision: string | undefined; maxTokens: number | undefined }
	): Promise<RunEstimate>;
	/** Fetches the sample's embeddings, for runs of that encoder; gives its revision. Rejects when they cannot be had. */
	knowSample(): Promise<string>;
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
	/** Classifies an input in memory, as one run; `cancel` with the job's id makes it reject. Rejects in plain words. */
	classifyDirect(
		job: DirectJob,
		onProgress: (progress: RunProgress) => void
	): Promise<DirectResult>;
	/** A stored run as one file; rejects in plain words. */
	saveRun(runId: string): Promise<Blob>;
	/** Stores the run of such a file and gives its new id; rejects in plain words when it is not one, or damaged. */
	openRun(file: Blob): Promise<string>;
	/** Stops the run soon; what was classified stays stored, the run is marked cancelled. */
	cancel(runId: string): void;
	/** The same for a run that is to be gone on with: it is marked paused. */
	pause(runId: string): void;
	/** The files of a stored run among chosen ones; rejects, in plain words, when they are not the same. */
	sameFiles(runId: string, chosen: InputFile[]): Promise<InputFile[]>;
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
	/** Revision of the encoder, where it is known before an embedder was started. */
	encoderRevision?: string;
	/** Tokens of a message that the encoder reads, where it is not to read all that it can. */
	maxTokens?: number;
	/** Whether the run's own messages tell what to expect of each other; they do unless told otherwise. */
	shares?: boolean;
}
