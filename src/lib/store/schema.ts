import type { DBSchema } from 'idb';
import type { Bundle } from '../pipeline/bundle/bundle';
import type { BundleStep } from '../pipeline/bundle/bundle-step';
import type { ColumnMapping, FileReading, InputFormat } from '../pipeline/read/input-format';
import type { PieceText } from '../pipeline/text/piece-text';
import type { Rule } from '../pipeline/rules/rules';
import type { TextPlace } from './text-files';
import type { RunPriors } from '../pipeline/head/run-priors';
import type { LlmAnswer } from '../pipeline/llm/verdict';
import type { OwnMark, TemplateMark } from '../pipeline/bundle/template-marks';
import type {
	Classification,
	InputProblem,
	RowColumns,
	TemplateEntry,
	Tier
} from '../pipeline/types';

/** One classified input. Row and template data are in `chunks` and `templates`, keyed by `[runId, index]`. */
export interface RunRecord {
	id: string;
	name: string;
	createdAt: number;
	/** `interrupted`: its tab was closed or killed meanwhile; what was stored until then is kept. */
	status: 'running' | 'done' | 'cancelled' | 'failed' | 'interrupted' | 'paused';
	error?: string;
	rows: number;
	chunks: number;
	templates: number;
	bytes: number;
	milliseconds: number;
	rowsByTier: Record<Tier, number>;
	templatesByTier: Record<Tier, number>;
	/** Cells beyond the named columns that some row has; the export names them. */
	extraColumns: number;
	stages: Record<string, number>;
	format: InputFormat;
	mapping: ColumnMapping;
	/** The files that were read, in order. */
	files?: FileReading[];
	/** What tells each file from another of its size; none of a pasted text. */
	fingerprints?: string[];
	/** False when the rows' text was not to be stored: their canonical text stands for it. */
	textKept?: boolean;
	/** What was found wrong before the rows were read. */
	previewProblems?: InputProblem[];
	/** Distinct sources; chunks refer to them by position. */
	sources: string[];
	bundleVersion: string;
	/** Absent in runs made before it was kept. */
	bundleName?: string;
	/** The bundle's categories at the time of the run; runs made before they were kept have none. */
	labels?: Bundle['labels'];
	/** The bundle's rules at the time of the run; chunks refer to them by position. */
	rules: Rule[];
	/** Messages that the bundle mutes or pins. */
	templateMarks?: TemplateMark[];
	/** What people had said of messages when the run began: canonical text and label. */
	decisions?: [canonical: string, label: string][];
	/** False when the run's messages were not to tell what to expect of each other. */
	shares?: boolean;
	/** What the run's messages say of each other; absent while it goes on, or where that was switched off. */
	priors?: RunPriors;
	/** A threshold that was chosen for this run; holds as long as the run is of that version of its bundle. */
	threshold?: { confidence: number; bundleVersion: string } | undefined;
	encoderRevision: string;
	/** Tokens of a message that the encoder read, where it was not all that it can. */
	maxTokens?: number;
	device?: 'wasm' | 'webgpu';
	/** The first problems found in the input (capped), and how many there were in all. */
	problems: InputProblem[];
	problemCount: number;
	/** A retrained model labels the run: the way back. What each message was before is with its template. */
	retrained?: Retrained;
	deletedAt?: number;
}

/** What there was before a retrained model was applied to a run. */
export interface Retrained {
	/** The bundle that it became part of, with the name and version that it had then. */
	bundleId: string;
	name: string;
	version: string;
	/** The version of the bundle that it replaced; absent: the bundle was made by the retraining. */
	replaced?: string;
	/** The bundle that new runs used; absent: the site's. */
	chosen?: string;
	/** Fields of the run's record. */
	run: Pick<RunRecord, 'bundleVersion' | 'labels' | 'priors'>;
}

/** Rows as columns. Their text is kept apart: it is read only for rows that are shown. */
export interface ChunkRecord extends Omit<RowColumns, 'texts'> {
	runId: string;
	/** The file that its text is in; it is in the store `texts` where there is none. */
	place?: TextPlace;
	/** Of runs stored by schema version 2, which kept it here. */
	text?: Blob;
}

/** What one write adds to a run. */
export interface RunPart {
	chunk?: ChunkRecord;
	/** Parts of the chunk's text; absent when it is in a file or is not to be kept. */
	texts?: readonly PieceText[];
	templates?: readonly TemplateRecord[];
}

export interface TemplateRecord extends TemplateEntry {
	runId: string;
	/** Number of the write that stored it, counting up: a viewer asks for what came after the last one it has. */
	batch: number;
	/** Its result before a retrained model was applied to the run. */
	untrained?: Classification;
}

/** A bundle of the user's own. Its identity stays through edits; its version changes with each. */
export interface BundleRecord {
	id: string;
	bundle: Bundle;
	/** Embeddings of the bundle's examples, row-major, unit vectors times 127. */
	examples?: Int8Array;
	changedAt: number;
	/** 1: new runs use it. A number, since IndexedDB cannot index booleans. */
	chosen?: 1;
	/** An earlier version that stored runs refer to; not listed. */
	archived?: boolean;
	deletedAt?: number;
}

/** What an edit of a bundle replaced. */
export interface BundleStepRecord extends BundleStep {
	bundleId: string;
	/** Counts up. */
	at: number;
	/** When the edit was made, in milliseconds since the epoch. */
	changedAt: number;
}

/** What a person said about a message. Holds for its canonical text, so for later runs and training too. */
export interface DecisionRecord {
	canonical: string;
	label: string;
	/** Milliseconds since the epoch. */
	decidedAt: number;
	runId: string;
	runName: string;
	/** Source of one of its rows. */
	source: string;
	/** A guess that was accepted with others, unseen: it decides, and is no evidence of what is right. */
	inBulk?: true;
	/** Unit vector times 127, when it was known. */
	embedding?: Int8Array;
	/** Of which encoder the embedding is; absent in decisions made before it was kept. */
	encoderRevision?: string;
	/** What its template's result was before, for a way back; absent when it had none. */
	before?: Classification;
}

/** The embedding of a text that some run had, so that no later run computes it again. */
export interface EmbeddingRecord {
	/** Encoder revision and text: embeddings of different revisions must not be mixed. */
	key: [revision: string, text: string];
	/** Unit length, exactly as the encoder gave it. */
	embedding: Float32Array;
	/** Milliseconds since the epoch; about when a run last used it. */
	usedAt: number;
}

/** One answer of a language model in the run log. */
export interface LlmLogEntry {
	runId: string;
	/** Milliseconds since the epoch. */
	at: number;
	template: number;
	/** Id in the list of engines. */
	engine: string;
	model: string;
	/** Taken from an earlier run. */
	cached: boolean;
	milliseconds: number;
	promptTokens: number;
	completionTokens: number;
	tries: number;
	label: string;
	confidence?: number;
	/** Why there was no valid answer. */
	problem?: string;
	/** Whether rows took the label. */
	settled: boolean;
	/** Id of the rule that sent the message there, or else the confidence that it fell short of. */
	rule?: string;
	threshold?: number;
	/** The model's own words and the canonical text, where the user allowed it. */
	reason?: string;
	text?: string;
}

export interface WinnowDb extends DBSchema {
	embeddings: {
		key: [revision: string, text: string];
		value: EmbeddingRecord;
		indexes: { usedAt: number };
	};
	runs: { key: string; value: RunRecord };
	chunks: { key: [runId: string, index: number]; value: ChunkRecord };
	/** Text of the rows of each chunk that is in no file. A string or bytes are stored at less than half the cost of a blob. */
	texts: { key: [runId: string, index: number]; value: PieceText };
	templates: {
		key: [runId: string, index: number];
		value: TemplateRecord;
		indexes: { batch: [runId: string, batch: number] };
	};
	bundles: {
		key: string;
		value: BundleRecord;
		indexes: { version: string; chosen: number };
	};
	/** The way back from edits of bundles, the newest with the highest number. */
	bundleSteps: { key: [bundleId: string, at: number]; value: BundleStepRecord };
	/** Decisions by people, for all runs; the newest one of a message counts. */
	decisions: { key: string; value: DecisionRecord };
	/** Answers of language models, by `answerKey`. */
	llmAnswers: { key: string; value: LlmAnswer };
	llmLog: { key: [runId: string, at: number, template: number]; value: LlmLogEntry };
	/** Messages that were muted, pinned or made plain again, for all runs. */
	templateMarks: { key: string; value: OwnMark };
}
