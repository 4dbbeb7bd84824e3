import type { DBSchema } from 'idb';
import type { ColumnMapping, InputFormat } from '../pipeline/input-format';
import type { InputProblem, LabelProbability, Tier } from '../pipeline/types';

/** One classified input. Row and template data are in `chunks` and `templates`, keyed by `[runId, index]`. */
export interface RunRecord {
	id: string;
	name: string;
	createdAt: number;
	/** `running` in storage without a live job means: the tab was closed meanwhile. */
	status: 'running' | 'done' | 'cancelled' | 'failed';
	error?: string;
	rows: number;
	chunks: number;
	templates: number;
	bytes: number;
	milliseconds: number;
	rowsByTier: Record<Tier, number>;
	templatesByTier: Record<Tier, number>;
	stages: Record<string, number>;
	format: InputFormat;
	mapping: ColumnMapping;
	/** Distinct sources; chunks refer to them by position. */
	sources: string[];
	bundleVersion: string;
	encoderRevision: string;
	device?: 'wasm' | 'webgpu';
	/** The first problems found in the input (capped), and how many there were in all. */
	problems: InputProblem[];
	problemCount: number;
	deletedAt?: number;
}

/**
 * A run of consecutive rows as columns. A row's label is not stored: it is its rule's, or else its template's, so that
 * relabelling a template never rewrites rows.
 */
export interface ChunkRecord {
	runId: string;
	index: number;
	firstRow: number;
	rowCount: number;
	/** The rows' raw text as read (decoded, UTF-8), line breaks included. */
	text: Blob;
	/** End of each row in the decoded text, in UTF-16 units; row i is `[ends[i-1] ?? 0, ends[i])`. */
	ends: Uint32Array;
	template: Uint32Array;
	/** Position of the rule in the bundle, or -1. */
	rule: Int16Array;
	source: Uint32Array;
	/** Milliseconds since the epoch; NaN where none was found. */
	time: Float64Array;
	/** Position in `SEVERITIES`. */
	severity: Uint8Array;
}

/** One distinct canonical text of a run and what the cascade made of it. */
export interface TemplateRecord {
	runId: string;
	index: number;
	canonical: string;
	/** Undefined while the template waits for the head, or when all its rows were settled by rules. */
	result?: TemplateResult;
}

export interface TemplateResult {
	label: string;
	confidence: number;
	tier: Tier;
	needsReview: boolean;
	top: LabelProbability[];
	similarity?: number;
	reason?: string;
	/** Embedding, int8 with one scale, for neighbours and evidence. */
	embedding?: Int8Array;
}

export interface WinnowDb extends DBSchema {
	runs: { key: string; value: RunRecord };
	chunks: { key: [runId: string, index: number]; value: ChunkRecord };
	templates: { key: [runId: string, index: number]; value: TemplateRecord };
}
