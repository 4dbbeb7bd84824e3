/** Turns texts into sentence embeddings, with any backend that can tokenise and run the encoder. */
import { ENCODER_DIMENSIONS, ENCODER_MAX_TOKENS } from './encoder-revision';

/** Texts in one run of the model: enough to fill the kernels, few enough to stop soon. */
export const MAX_BATCH = 32;

/**
 * Characters (UTF-16 units) of a text that are read. The tokens that count come from far fewer in
 * any ordinary line; this keeps a line of a megabyte from being tokenised whole and then cut.
 */
export const MAX_CHARACTERS = 4096;

/** What differs between a browser's worker and Node: the tokenizer and the runtime. */
export interface EncoderBackend {
	/** Token ids of `text` with the marks for its start and end, uncut. */
	tokenize(text: string): number[];
	/**
	 * Runs the encoder on texts of equal length, so without padding.
	 *
	 * @param inputIds token ids, row-major `[batch, tokens]`
	 * @returns the last hidden state, row-major `[batch, tokens, dimensions]`
	 */
	run(inputIds: BigInt64Array, batch: number, tokens: number): Promise<Float32Array>;
}

export interface EncoderOptions {
	/** Length of an embedding; that of the shipped encoder unless given. */
	readonly dimensions?: number;
	/** Tokens of a text that count, marks included (at least 2); the shipped encoder's unless given. */
	readonly maxTokens?: number;
}

export class Encoder {
	readonly dimensions: number;
	readonly #backend: EncoderBackend;
	readonly #maxTokens: number;

	constructor(backend: EncoderBackend, options: EncoderOptions = {}) {
		this.#backend = backend;
		this.dimensions = options.dimensions ?? ENCODER_DIMENSIONS;
		this.#maxTokens = options.maxTokens ?? ENCODER_MAX_TOKENS;
	}

	/**
	 * Embeds `texts`: mean of the token vectors, scaled to length 1. A text's embedding depends on
	 * the text alone, to the bit, whatever else is in the call. A text without any token (not even
	 * marks) gets zeros.
	 *
	 * @param maxTokens fewer than the encoder reads, to read only the start of long texts
	 * @returns `texts.length × dimensions`, row-major, in the order of `texts`
	 * @throws the signal's reason, between two batches, once `signal` is aborted
	 */
	async embed(
		texts: readonly string[],
		signal?: AbortSignal,
		maxTokens = this.#maxTokens
	): Promise<Float32Array> {
		signal?.throwIfAborted();
		const limit = Math.min(maxTokens, this.#maxTokens);
		const tokens = texts.map((text) => this.#tokens(text, limit));
		const embeddings = new Float32Array(texts.length * this.dimensions);
		for (const batch of batchesOfEqualLength(tokens)) {
			const states = await this.#run(batch.map((index) => tokens[index]!));
			signal?.throwIfAborted();
			const size = states.length / batch.length;
			batch.forEach((index, row) => {
				const state = states.subarray(row * size, (row + 1) * size);
				const start = index * this.dimensions;
				poolInto(embeddings.subarray(start, start + this.dimensions), state);
			});
		}
		return embeddings;
	}

	/** The text's tokens, cut to the limit; the mark for the end is kept. */
	#tokens(text: string, limit: number): readonly number[] {
		const tokens = this.#backend.tokenize(text.slice(0, MAX_CHARACTERS));
		if (tokens.length <= limit) return tokens;
		return [...tokens.slice(0, limit - 1), tokens[tokens.length - 1]!];
	}

	async #run(rows: readonly (readonly number[])[]): Promise<Float32Array> {
		const tokens = rows[0]!.length;
		const states = await this.#backend.run(
			BigInt64Array.from(rows.flat(), BigInt),
			rows.length,
			tokens
		);
		const expected = rows.length * tokens * this.dimensions;
		if (states.length !== expected) {
			throw new Error(
				`The encoder gave ${states.length} numbers for ${rows.length} texts of ${tokens} tokens; expected ${expected}.`
			);
		}
		return states;
	}
}

/** Indices of the rows that have tokens, in groups of one length and at most {@link MAX_BATCH} rows. */
function batchesOfEqualLength(rows: readonly (readonly number[])[]): number[][] {
	const byLength = new Map<number, number[]>();
	rows.forEach(({ length }, index) => {
		if (length === 0) return;
		const group = byLength.get(length);
		if (group) group.push(index);
		else byLength.set(length, [index]);
	});
	return [...byLength.values()].flatMap(chunks);
}

function chunks(indices: readonly number[]): number[][] {
	const count = Math.ceil(indices.length / MAX_BATCH);
	return Array.from({ length: count }, (_, i) => indices.slice(i * MAX_BATCH, (i + 1) * MAX_BATCH));
}

/** Writes the mean of the rows of `state`, scaled to length 1, into `target` (zeros stay zeros). */
function poolInto(target: Float32Array, state: Float32Array): void {
	// Sums in double precision and in a fixed order: the same numbers on every machine.
	const sum = new Float64Array(target.length);
	for (let i = 0; i < state.length; i += target.length) {
		for (let j = 0; j < target.length; j++) sum[j]! += state[i + j]!;
	}
	const norm = Math.sqrt(sum.reduce((total, value) => total + value * value, 0));
	// Dividing by the number of tokens would cancel out here.
	if (norm > 0) target.set(sum.map((value) => value / norm));
}
