import type { PieceText } from './text/piece-text';

/** Which sieve settled a row; `none` = not settled yet, the head's best guess stands and the row waits for review. */
export type Tier = 'rule' | 'head' | 'llm' | 'human' | 'none';

export const TIERS: readonly Tier[] = ['rule', 'head', 'llm', 'human', 'none'];

/** How bad a message is, independent of its category; `critical` first. */
export const SEVERITIES = ['critical', 'error', 'warning', 'info', 'debug'] as const;
export type Severity = (typeof SEVERITIES)[number];

/**
 * How far a category can be trusted. `sure`: the category itself. `likely`: its family or its side, of which the category
 * is the most probable one. `unknown`: not even whether it is a problem.
 */
export const CERTAINTIES = ['sure', 'likely', 'unknown'] as const;
export type Certainty = (typeof CERTAINTIES)[number];

/** What a message's level says of it, as coarsely as logs agree on; `none` where the row names no level. */
export const LEVEL_CLASSES = ['none', 'info', 'warning', 'error'] as const;
export type LevelClass = (typeof LEVEL_CLASSES)[number];

/** Level class of a row that names a level; without a severity it names none. */
export function levelClassOf(severity: Severity | undefined): LevelClass {
	if (severity === undefined) return 'none';
	if (severity === 'warning') return 'warning';
	return severity === 'critical' || severity === 'error' ? 'error' : 'info';
}

/** What a run's results are kept by: a canonical text and the level of its rows. */
export const unitKey = (canonical: string, level: LevelClass = 'none'): string =>
	`${level} ${canonical}`;

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
		| 'unknown-level'
		| 'left-out'
		| 'truncated-gzip'
		| 'slow-rule';
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
	/** How far the label can be trusted. */
	certainty: Certainty;
	/** Family of the label; with `likely` the narrowest node of the label tree that is settled: a family or a side. */
	family: string;
	/** Probability that the message belongs to `family`, in [0, 1]. */
	familyConfidence: number;
	/** Probability that it reports a problem at all; absent where no head was asked. */
	problem?: number;
	/** Nothing is known for certain, not even whether it is a problem: a person should look. */
	needsReview: boolean;
	/** Most probable labels, best first. */
	top: LabelProbability[];
	/** Probability of each class of the head by the text alone, before what the run says of it. */
	probabilities?: Float32Array;
	/** Cosine similarity to the nearest labelled example. */
	similarity?: number;
	/** The message is unlike every labelled example, so that its label is no more than a guess. */
	unlike?: true;
	/** Why it needs review, in words for the user. */
	reason?: string;
	/** Unit-length embedding times 127, for neighbours and evidence. */
	embedding?: Int8Array;
	/** What a language model said, when one was asked. */
	llm?: LlmView;
	/** What is made of it without the decision of a person, which stands above it. */
	before?: Verdict & Pick<Classification, 'top' | 'reason' | 'unlike'>;
}

/** What is said of a row, without the evidence. */
export type Verdict = Pick<
	Classification,
	'label' | 'confidence' | 'tier' | 'certainty' | 'family' | 'familyConfidence' | 'needsReview'
>;

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
	before: Verdict & Pick<Classification, 'reason'>;
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

/**
 * One distinct canonical text of a run at one level. `result` is absent when rules settled all its rows, or the run was
 * stopped.
 */
export interface TemplateEntry {
	index: number;
	canonical: string;
	/** Absent: its rows name no level. */
	level?: Exclude<LevelClass, 'none'>;
	result?: Classification;
}
