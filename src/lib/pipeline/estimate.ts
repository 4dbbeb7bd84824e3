import { canonicalise } from './canonical';
import type { Cascade } from './cascade';
import type { ColumnMapping, InputFormat } from './input-format';
import { ENCODER_MAX_TOKENS } from './encoder-revision';
import { RowReader } from './row-batch';
import { tokensOf } from './token-count';

/** Bytes of a stored row beside its text: the columns of a chunk. */
const BYTES_PER_ROW = 23;
/** Bytes of a stored template beside its text: its embedding, the result and the record. */
const BYTES_PER_TEMPLATE = 900;

/** What was counted in samples of an input. */
export interface SampleCount {
	rows: number;
	/** Characters of the sampled text. */
	chars: number;
	/** Sampled rows of each canonical text that no rule settles. */
	texts: Map<string, number>;
	/** Time to parse the samples, match rules and canonicalise. */
	milliseconds: number;
}

/** How large the whole input is beside its samples. */
export interface InputSize {
	/** Characters of the whole input: exact for a text, from the ratio of bytes to characters for a file. */
	chars: number;
	/** Bytes of the whole input when unpacked. */
	bytes: number;
	/** The samples are the whole input, so that the counts are exact. */
	complete: boolean;
	/** Share of the sampled texts whose embedding is not known yet. */
	newShare: number;
	/** Tokens of a text that the encoder reads at most; as many as it can unless given. */
	maxTokens?: number | undefined;
}

/** What a run will be like. All but a complete sample's figures are estimates: say "about". */
export interface RunEstimate {
	exact: boolean;
	rows: number;
	/** Distinct canonical texts that no rule settles. */
	texts: number;
	/** Those of them that the encoder must read, since no earlier run left their embedding. */
	newTexts: number;
	/** Mean tokens that the encoder reads of the texts to embed, weighing each once. */
	tokensPerText: number;
	/** Milliseconds to read all rows on one thread. */
	readMilliseconds: number;
	/** Bytes that the run takes in the browser's storage. */
	storedBytes: number;
}

/** Counts one piece of an input. Whole lines only; a header is skipped where `header` says so. */
export function countSample(
	text: string,
	header: boolean,
	{ format, mapping }: { format: InputFormat; mapping: ColumnMapping },
	cascade: Cascade,
	count: SampleCount
): void {
	const batch = new RowReader({ ...format, header }, mapping).push(text, true);
	count.chars += text.length;
	for (let row = batch.skip; row < batch.scanned.rows; row++) {
		count.rows++;
		const message = batch.message(row);
		const rule = cascade.rules.match(message, batch.source(row))?.rule ?? -1;
		const canonical = canonicalise(message);
		if (rule >= 0 && cascade.labelOfRule(rule) !== undefined) continue;
		count.texts.set(canonical, (count.texts.get(canonical) ?? 0) + 1);
	}
}

/** Extrapolates the samples to the whole input. */
export function estimateRun(count: SampleCount, size: InputSize): RunEstimate {
	const share = count.chars === 0 ? 1 : Math.max(1, size.chars / count.chars);
	const rows = size.complete ? count.rows : Math.round(count.rows * share);
	const texts = size.complete ? count.texts.size : distinctIn(count, rows);
	return {
		exact: size.complete,
		rows,
		texts,
		newTexts: Math.round(texts * size.newShare),
		tokensPerText: meanTokens(count.texts.keys(), size.maxTokens ?? ENCODER_MAX_TOKENS),
		readMilliseconds: count.milliseconds * share,
		storedBytes: size.bytes + rows * BYTES_PER_ROW + texts * BYTES_PER_TEMPLATE
	};
}

/**
 * Distinct texts among all rows, by Heaps' law: they grow as a power of the rows. The exponent is the slope at the end of
 * the sample, which Good and Turing's estimate gives: the next row is a new text with probability f1/n, where f1 texts
 * were seen once in n rows, so the exponent is f1 over the distinct texts (Good, The Population Frequencies of Species,
 * Biometrika 1953). Never fewer than seen, nor more than rows.
 */
function distinctIn({ texts, rows: sampled }: SampleCount, rows: number): number {
	const seen = texts.size;
	if (seen === 0) return 0;
	let once = 0;
	for (const times of texts.values()) if (times === 1) once++;
	const grown = seen * Math.pow(rows / Math.max(1, sampled), once / seen);
	return Math.round(Math.min(rows, Math.max(seen, grown)));
}

function meanTokens(texts: Iterable<string>, maxTokens: number): number {
	let tokens = 0;
	let count = 0;
	for (const text of texts) {
		tokens += Math.min(maxTokens, tokensOf(text));
		count++;
	}
	return count === 0 ? 0 : tokens / count;
}

/** How fast this machine is. */
export interface EncoderRate {
	/** Texts of `tokensPerText` tokens that one embedder takes a second. */
	textsPerSecond: number;
	tokensPerText: number;
	embedders: number;
}

/**
 * Milliseconds that a run takes with the encoder started. Reading fills one thread and embedding all, so the work of both
 * is spread over the embedders' threads; reading alone is the least. A text's cost
 * grows with its tokens: one takes as long alone as among 127 others, within a quarter.
 */
export function runMilliseconds(
	{ newTexts, tokensPerText, readMilliseconds }: RunEstimate,
	rate: EncoderRate
): number {
	const relative = Math.max(MIN_RELATIVE_LENGTH, tokensPerText / rate.tokensPerText);
	const embedding = (newTexts / rate.textsPerSecond) * 1_000 * relative;
	return Math.max(readMilliseconds, (readMilliseconds + embedding) / rate.embedders);
}

/** Even the shortest text has its two marks and the cost of a call. */
const MIN_RELATIVE_LENGTH = 0.5;
