/** What the classifier does for the JavaScript API: nothing of it is stored. */
import type { ProxyMarked } from 'comlink';
import type { ExportRow } from '../../lib/pipeline/export/columns';

export interface DirectApi {
	/**
	 * Judges the rows of an input as they are read, each by itself.
	 * @param pull gives the next bytes of a stream, undefined at its end
	 */
	streamDirect(
		job: DirectStreamJob,
		pull?: () => Promise<Uint8Array | undefined>
	): Promise<DirectRows & ProxyMarked>;
	/**
	 * Checks a bundle of somebody's, as at import, and holds it for jobs that name it. Needs the embedders where its
	 * examples have no embeddings. Rejects in plain words.
	 */
	holdBundle(name: string, text: string): Promise<DirectBundle>;
	dropBundle(name: string): void;
}

/** Rows that are judged when they are asked for. Calls follow each other. */
export interface DirectRows {
	/** The next rows; undefined behind the last ones. */
	next(): Promise<DirectBatch | undefined>;
	/** Ends it: a call of `next` that waits comes to nothing. */
	close(): void;
}

export interface DirectJob {
	id: string;
	/** The text of a CSV with a header line, or the file of any log. */
	input: string | File;
	as: 'csv' | 'rows';
	/** Name of a bundle that is held; the chosen one unless given. */
	bundle?: string;
	/** Whether the rows' messages tell what to expect of each other. */
	shares: boolean;
}

export interface DirectStreamJob extends Pick<DirectJob, 'bundle'> {
	/** Absent where bytes are pulled. */
	input?: string | File;
}

/** What the JavaScript API hears of a call that goes on. */
export interface DirectProgress {
	phase: 'loading-model' | 'reading' | 'classifying';
	/** Of the download in `loading-model`, of the work afterwards; 0 to 1. */
	fraction: number;
	rows: number;
}

export interface DirectBatch {
	/** The input's columns, then ours: label, confidence, tier, rule, needs review, family, certainty, its confidence. */
	columns: string[];
	rows: ExportRow[];
}

export interface DirectResult extends DirectBatch {
	/** Empty when rows were asked for; otherwise the rows are. */
	csv: string;
	/** What was wrong with single rows, where, and what was done about it. */
	problems: string[];
}

export interface DirectBundle {
	name: string;
	/** A hash of its content. */
	version: string;
	/** Names of its categories. */
	labels: string[];
	/** It was made with an earlier encoder: a little less certain until it is imported in Winnow, updated and exported again. */
	earlierEncoder: boolean;
}
