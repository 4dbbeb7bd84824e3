import type { Cascade } from '../head/cascade';
import type { RowChoice } from '../read/input-format';
import { ENCODER_MAX_TOKENS } from '../embed/encoder-revision';
import { RowReader } from '../read/row-batch';
import type { RowBatch } from '../read/rows';
import { OfShapes, ShapeList } from '../canonical/shape-list';
import { RuleTally } from '../rules/rule-tally';
import { tokensOf } from '../embed/token-count';

/** Bytes of a stored row beside its text: the columns of a chunk. */
const BYTES_PER_ROW = 23;
/** Bytes of a stored template beside its text: its embedding, the result and the record. */
const BYTES_PER_TEMPLATE = 900;

/** What was counted in pieces of an input. */
export interface SampleCount {
	rows: number;
	/** Characters of these rows. */
	chars: number;
	/** Pieces that have rows. */
	pieces: number;
	/** In how many of the pieces each canonical text that no rule settles stands. */
	texts: Map<string, number>;
	/** Time to parse the pieces, match rules and canonicalise. */
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

/** One part of an input. */
export interface SamplePiece {
	text: string;
	/** It begins with a header. */
	header: boolean;
	/** It goes up to the end of the input: otherwise its last row is torn, and left out. */
	final: boolean;
	/** How it is read, where its file is read in its own way. */
	way?: RowChoice | undefined;
}

/** Counts pieces of one input. */
export class SampleCounter {
	readonly count: SampleCount = { rows: 0, chars: 0, pieces: 0, texts: new Map(), milliseconds: 0 };
	private readonly shapes = new ShapeList();
	private readonly tally = new RuleTally();
	private readonly ofShapes: OfShapes<{ canonical: string; candidates: readonly number[] }>;

	constructor(
		private readonly reading: RowChoice,
		private readonly cascade: Cascade
	) {
		this.ofShapes = new OfShapes(({ shape, canonical }) => ({
			canonical,
			candidates: cascade.rules.candidates(shape)
		}));
	}

	/** @param piece begins with a row */
	add({ text, header, final, way }: SamplePiece): void {
		const { count } = this;
		const { format, mapping } = way ?? this.reading;
		const batch = new RowReader({ ...format, header }, mapping).push(text, final);
		const { rows, ends } = batch.scanned;
		if (rows === batch.skip) return;
		count.rows += rows - batch.skip;
		count.chars += ends[rows - 1] as number;
		count.pieces++;
		for (const canonical of this.openTexts(batch))
			count.texts.set(canonical, (count.texts.get(canonical) ?? 0) + 1);
	}

	private openTexts(batch: RowBatch): Set<string> {
		const texts = new Set<string>();
		for (let row = batch.skip; row < batch.scanned.rows; row++) {
			const shape = this.shapes.positionOf(batch.messageUnits(row));
			this.ofShapes.add(this.shapes.takeNew());
			const { canonical, candidates } = this.ofShapes.get(shape, () => batch.messageUnits(row));
			if (texts.has(canonical)) continue;
			const { result } = this.cascade.byRule(
				batch.message(row),
				batch.source(row),
				candidates,
				this.tally
			);
			if (!result) texts.add(canonical);
		}
		return texts;
	}
}

/** Extrapolates the samples to the whole input. */
export function estimateRun(count: SampleCount, size: InputSize): RunEstimate {
	const share = count.chars === 0 ? 1 : Math.max(1, size.chars / count.chars);
	const rows = size.complete ? count.rows : Math.round(count.rows * share);
	const texts = size.complete ? count.texts.size : distinctIn(count, rows, share);
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
 * Distinct texts of the whole input, by how they grew with the pieces: the mean over all choices of a quarter, a half and
 * all of the pieces (sample-based rarefaction: Colwell, Mao and Chang, Ecology 2004), whose last doubling brought a factor
 * of 2^b. Each further doubling is taken to bring the power b to a share of that of the one before, the share seen so far:
 * a log of few kinds levels off, one in which all differ goes on. Never fewer than seen, nor more than rows.
 *
 * @param share how many times larger than its pieces the input is
 */
function distinctIn(count: SampleCount, rows: number, share: number): number {
	const seen = count.texts.size;
	if (seen === 0) return 0;
	const grown = seen * Math.pow(2, powerOf(count, Math.log2(share)));
	return Math.round(Math.min(rows, Math.max(seen, grown)));
}

/** Power of two by which the distinct texts grow while the input doubles so many times. */
function powerOf(count: SampleCount, doublings: number): number {
	const { pieces, texts } = count;
	// Without a curve: the square root is the factor that is least wrong at worst (Charikar et al., PODS 2000).
	if (pieces < LEAST_PIECES) return doublings / 2;
	const [quarter, half] = [pieces / 4, pieces / 2].map((some) => rarefied(count, some)) as [
		number,
		number
	];
	const before = Math.log2(half / quarter);
	const last = Math.log2(texts.size / half);
	const decay = before <= 0 ? 0 : Math.min(1, last / before);
	return decay === 1
		? last * doublings
		: (last * decay * (1 - Math.pow(decay, doublings))) / (1 - decay);
}

/** Fewer pieces make no curve. */
const LEAST_PIECES = 4;

/** Mean number of distinct texts in so many of the pieces. */
function rarefied({ pieces, texts }: SampleCount, some: number): number {
	const chosen = Math.max(1, Math.round(some));
	const missing = Array.from({ length: pieces + 1 }, (_, having) => missed(pieces, having, chosen));
	let distinct = 0;
	for (const having of texts.values()) distinct += 1 - (missing[having] as number);
	return distinct;
}

/** Probability that of all pieces none of those with a text is among the chosen ones. */
function missed(pieces: number, having: number, chosen: number): number {
	let probability = 1;
	for (let at = 0; at < chosen; at++)
		probability *= Math.max(0, pieces - having - at) / (pieces - at);
	return probability;
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
