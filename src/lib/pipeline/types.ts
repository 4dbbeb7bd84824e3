import type { PieceText } from './text/piece-text';

/** Which sieve settled a row; `none` = not settled yet, the head's best guess stands and the row waits for review. */
export type Tier = 'rule' | 'head' | 'llm' | 'human' | 'none';

export const TIERS: readonly Tier[] = ['rule', 'head', 'llm', 'human', 'none'];

/** How bad a message is, independent of its category; `critical` first. */
export const SEVERITIES = ['critical', 'error', 'warning', 'info', 'debug'] as const;
export type Severity = (typeof SEVERITIES)[number];

export interface LabelProbability {
	label: string;
	probability: number;
}

/** The label of a message that is unlike anything known. Never a class of the head. */
export const UNCLASSIFIED = 'Unclassified';

/** Something wrong with the input, and where. `row` is the 0-based row index; `line` counts physical lines from 1. */
export interface InputProblem {
	kind:
		| 'ragged-row'
		| 'unclosed-quote'
		| 'empty-message'
		| 'invalid-bytes'
		| 'nul-bytes'
		| 'blank-lines'
		| 'long-row'
		| 'duplicate-header'
		| 'preamble'
		| 'date-order'
		| 'assumed-year'
		| 'left-out'
		| 'truncated-gzip';
	row?: number;
	line?: number;
	column?: string;
	/** What was wrong, where and what was done about it, in a sentence for the user. */
	message: string;
}

/**
 * What the cascade made of one distinct canonical text: one type from the core to the table and the export. Which bundle
 * decided is the same for a whole run and kept in its record.
 */
export interface Classification {
	label: string;
	/** Calibrated probability that the label is right, in [0, 1]. */
	confidence: number;
	tier: Tier;
	/** No tier was sure: `label` is the head's best guess, or `Unclassified`. */
	needsReview: boolean;
	/** Most probable labels, best first. */
	top: LabelProbability[];
	/** Cosine similarity to the nearest labelled example. */
	similarity?: number;
	/** Why it needs review, in words for the user. */
	reason?: string;
	/** Unit-length embedding times 127, for neighbours and evidence. */
	embedding?: Int8Array;
	/** What a language model said, when one was asked. */
	llm?: LlmView;
}

/** A language model's answer beside what the second sieve had made of the message. */
export interface LlmView {
	label: string;
	/** Share of the labels' probability, where the engine tells; not calibrated. */
	confidence?: number;
	/** The model's own words. */
	reason?: string;
	/** Why there is no valid answer. */
	problem?: string;
	engine: string;
	model: string;
	/** The verdict without the model. */
	before: Pick<Classification, 'label' | 'confidence' | 'tier' | 'needsReview' | 'reason'>;
}

/**
 * A run of consecutive rows as columns. A row's label is not stored: it is its rule's, or else its template's, so that
 * relabelling a template never rewrites rows.
 */
export interface RowColumns {
	/** Position among the chunks of the run. */
	index: number;
	firstRow: number;
	rowCount: number;
	/** The rows' raw text as read, line breaks included, in parts. */
	texts: readonly PieceText[];
	/** End of each row in the text, in UTF-16 units; row i is `[ends[i-1] ?? 0, ends[i])`. */
	ends: Uint32Array;
	template: Uint32Array;
	/** Position of the rule in the bundle, or -1. */
	rule: Int16Array;
	/** Position among the run's sources. */
	source: Uint32Array;
	/** Milliseconds since the epoch; NaN where none was found. */
	time: Float64Array;
	/** Position in `SEVERITIES`. */
	severity: Uint8Array;
}

/** One distinct canonical text of a run. `result` is absent when rules settled all its rows, or the run was stopped. */
export interface TemplateEntry {
	index: number;
	canonical: string;
	result?: Classification;
}
