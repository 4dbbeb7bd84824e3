import type { Cascade } from '../head/cascade';
import type { Kernels } from '../kernels/kernels';
import type { ScannedTable } from '../read/scanned-rows';
import type { Decisions } from '../head/by-hand';
import type { RunPriors } from '../head/run-priors';
import type { EmbedderSupply, EmbeddingCache } from '../embed/embed-stage';
import type { ColumnMapping, FileReading, InputFormat } from '../read/input-format';
import type { PieceText } from '../text/piece-text';
import type { RowFields } from '../read/row-fields';
import type { Classification, InputProblem, RowColumns, TemplateEntry, Tier } from '../types';

/** One piece of decoded text. */
export interface TextPiece {
	text: PieceText;
	/** Its rows, where they were found already: `text` is then theirs. */
	scanned?: ScannedTable;
	/** What these rows say beside their message, where it was read already. */
	fields?: RowFields;
	/** Milliseconds that reading it, and finding its rows, took beside whoever takes it. */
	busy?: { read: number; parse: number };
	/** The last piece of its file. */
	final: boolean;
	/** Bytes of all files so far (compressed ones for gzip). */
	bytesRead: number;
	/** Position of its file; the first when absent. */
	file?: number;
	/** NUL characters that were passed over. */
	nulBytes?: number;
	/** What was found wrong where rows were put together before. */
	problems?: InputProblem[];
}

/**
 * Where a run's rows and templates go: `RunStore` writes them to the store, the JavaScript API keeps them in memory. Calls
 * may overlap; `settled` waits for all.
 */
export interface RunSink {
	saveChunk(chunk: RowColumns): void;
	saveTemplates(templates: readonly TemplateEntry[]): void;
	/** Resolves when everything is stored, rejects when something could not be. */
	settled(): Promise<void>;
	/** Resolves when few writes wait: reading waits for it, so that memory stays bounded. */
	room?(): Promise<void>;
	/** Time in which a write was under way. */
	readonly busyMilliseconds?: number;
}

export interface RunInput {
	pieces: AsyncIterable<TextPiece>;
	format: InputFormat;
	mapping: ColumnMapping;
	/** The input's files in order; none for a single text. */
	files?: readonly FileReading[];
	cascade: Cascade;
	embedders: EmbedderSupply;
	/** Embeddings of earlier runs; without it every distinct text is embedded. */
	cache?: EmbeddingCache | undefined;
	sink: RunSink;
	/** Where a run that was broken off goes on: the input is read again from its start, and what is stored is not again. */
	resume?: ResumePoint | undefined;
	/** What people said of messages in earlier runs: it stands above rules and model. */
	decisions?: Decisions | undefined;
	/** Whether the run's own messages tell what to expect of each other; true unless given. */
	shares?: boolean | undefined;
	/** Number the messages of lines. */
	kernels?: Kernels | undefined;
	signal: AbortSignal;
	/** Milliseconds, monotonic. */
	clock: () => number;
	onProgress: (snapshot: RunSnapshot) => void;
}

/** What is stored of a run that was broken off. */
export interface ResumePoint {
	/** The first so many rows are stored, in so many chunks. */
	rows: number;
	chunks: number;
	/** Results that are stored, by `unitKey`. */
	results: ReadonlyMap<string, Classification>;
}

/** How far a run has come. */
export interface RunSnapshot {
	reading: boolean;
	bytesRead: number;
	rows: number;
	chunks: number;
	templates: number;
	templatesToEmbed: number;
	templatesEmbedded: number;
	/** Those of them whose embedding earlier runs knew. */
	templatesKnown: number;
	rowsByTier: Record<Tier, number>;
	templatesByTier: Record<Tier, number>;
	/** Busy milliseconds by stage. */
	stages: Record<string, number>;
	sources: string[];
	problems: InputProblem[];
	problemCount: number;
	extraColumns: number;
	/** What the run's messages say of each other; once all are read, unless that is switched off. */
	priors?: RunPriors;
}
