/**
 * Types of Winnow's JavaScript API, as the module `winnow.js` beside this file gives them. The implementation is compiled
 * against this very file.
 */

/** A row as it is given: `log_message` is needed, `source` is used by some rules, everything else is kept. */
export type InputRow = Record<string, unknown>;

/** A row as it comes back: all that was given or read, and what it was found to be. */
export type ClassifiedRow = Record<string, unknown> & Partial<Outcome>;

/**
 * What a row was found to be. Where the input has a column of the same name, that column stays, and ours is called
 * `predicted_label`, or has `winnow_` before its name.
 */
export interface Outcome {
	/** The category, `Unclassified` where there is no message. */
	target_label: string;
	/** Calibrated probability that the category is right, 0 to 1. */
	confidence: number;
	/** What decided it: a rule, the model, nothing. */
	tier: 'rule' | 'head' | 'llm' | 'human' | 'none';
	/** Id of the rule that decided it, or empty. */
	rule: string;
	needs_review: boolean;
	/** What the category belongs to; in the site's own bundle `problem`, `activity` or `routine`. */
	family: string;
	/** Whether the category is settled, the family alone, or neither. */
	certainty: 'sure' | 'likely' | 'unknown';
	/** Probability that the family is right, 0 to 1. */
	family_confidence: number;
	/** Why a row of an array could not be read. */
	problem: string;
}

/**
 * What is classified: an array of rows, or of messages; the text of a CSV with a header line; a file, blob or stream of
 * any log that Winnow reads, packed ones and tables included. Chunks of a stream are bytes or text.
 */
export type Input =
	| readonly (InputRow | string)[]
	| string
	| Blob
	| ReadableStream<Uint8Array>
	| ReadableStream<string>;

/** The same without arrays. */
export type TextInput = Exclude<Input, readonly unknown[]>;

export interface Progress {
	phase: 'loading-model' | 'reading' | 'classifying';
	/** Of the download in `loading-model`, of the work afterwards; 0 to 1. */
	fraction: number;
	/** Rows read so far. */
	rows: number;
}

export interface StreamOptions {
	/** Called some times a second. A stream tells of `loading-model` alone. */
	onProgress?: (progress: Progress) => void;
	/** Ends the work soon; the call then rejects with the signal's reason. */
	signal?: AbortSignal;
}

export interface ClassifyOptions extends StreamOptions {
	/**
	 * Whether the input's own messages tell what to expect of each other, as on the page; true unless given. Without it a
	 * row's result depends on that row alone, as in a stream.
	 */
	shares?: boolean;
}

export interface ConnectOptions {
	/** Address of the deployed site; by default the one that this module was loaded from. */
	site?: string | URL;
	/** Gives the connecting up, also while the visitor is asked. */
	signal?: AbortSignal;
}

/** A bundle that is in use. */
export interface BundleInfo {
	name: string;
	/** A hash of its content. */
	version: string;
	/** Names of its categories. */
	labels: string[];
	/** It was made with an earlier encoder: a little less certain until it is imported in Winnow, updated and exported again. */
	earlierEncoder: boolean;
}

/** A connection to a deployed Winnow: one hidden frame, for as many calls as wanted, up to sixteen at once. */
export interface Winnow {
	/** As one run: rows with what they were found to be, as many and in the same order. */
	classify(input: Input, options?: ClassifyOptions): Promise<ClassifiedRow[]>;
	/**
	 * As one run, to the text of a CSV: all columns of the input, then `target_label`, `confidence`, `tier`, `rule`,
	 * `needs_review`, `family`, `certainty`, `family_confidence`.
	 */
	classifyCsv(input: TextInput, options?: ClassifyOptions): Promise<string>;
	/**
	 * Rows as they are read and judged, each by itself, in their order. No more is read than is asked for; leaving the
	 * loop ends the work. Inputs may be larger than memory, or have no end.
	 */
	stream(input: Input, options?: StreamOptions): AsyncGenerator<ClassifiedRow, void, undefined>;
	/**
	 * Uses a bundle of yours for the calls that follow: the file that Winnow exports, its text or what that text says. It
	 * is checked as at import, and kept until the connection is closed. Without one: the site's again.
	 */
	useBundle(bundle: string | Blob | object): Promise<BundleInfo>;
	useBundle(bundle?: undefined): Promise<void>;
	/** Closes the frame with all its workers; calls that wait are rejected. */
	close(): void;
}

/**
 * Connects to a deployed Winnow. On a page of another origin the visitor is asked once whether that page may use it;
 * rejects when the answer is no, or when the site does not answer.
 */
export type Connect = (options?: ConnectOptions) => Promise<Winnow>;
