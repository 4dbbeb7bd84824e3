/**
 * What the head sees of a text: its sentence embedding, a few counts of its surface, and hashed word n-grams (Weinberger
 * et al., Feature Hashing for Large Scale Multitask Learning, 2009). Words say what a log domain says literally; the
 * embedding carries it over to words that training never saw; the surface tells a developer's dump from a sentence.
 */

/** What decides which features a text has; a bundle holds it. */
export interface FeatureSpace {
	features: {
		/** Factors on the three groups. */
		embeddingScale: number;
		/** Of the surface features; without a positive factor there are none. */
		shapeScale: number;
		ngramScale: number;
		/** Buckets that n-grams are hashed to; 0 for no n-grams. */
		buckets: number;
	};
	encoder: { dimensions: number };
}

/** The features of one text, scaled: the one order that coefficients follow, dense before sparse. */
export interface FeatureVector {
	/** Embedding, then surface; `denseCount` numbers. */
	dense: Float32Array;
	/** N-grams, over `features.buckets`. */
	sparse: SparseVector;
}

/** Sparse non-negative feature vector: `values[i]` at position `indices[i]`; positions may not repeat. */
export interface SparseVector {
	indices: Uint32Array;
	values: Float32Array;
}

/** Number of dense features. */
export const denseCount = ({ features, encoder }: FeatureSpace): number =>
	encoder.dimensions + (features.shapeScale > 0 ? SURFACE_FEATURES.length : 0);

/** Number of all features: of the coefficients of one class. */
export const featureCount = (space: FeatureSpace): number =>
	denseCount(space) + space.features.buckets;

/**
 * The features that training learns from and the head scores.
 * @param embedding of the canonical text, unit length
 * @throws RangeError when the embedding is not `encoder.dimensions` long
 */
export function featureVector(
	space: FeatureSpace,
	canonical: string,
	embedding: Float32Array
): FeatureVector {
	const { features, encoder } = space;
	if (embedding.length !== encoder.dimensions)
		throw new RangeError(
			`The embedding has ${embedding.length} dimensions, the head expects ${encoder.dimensions}`
		);
	const dense = new Float32Array(denseCount(space));
	dense.set(scaled(embedding, features.embeddingScale));
	if (dense.length > encoder.dimensions)
		dense.set(scaled(surfaceFeatures(canonical), features.shapeScale), encoder.dimensions);
	if (features.buckets === 0) return { dense, sparse: EMPTY_SPARSE };
	const { indices, values } = hashedNgrams(canonical, features.buckets);
	return { dense, sparse: { indices, values: scaled(values, features.ngramScale) } };
}

/** A vector of zeros. */
export const EMPTY_SPARSE: SparseVector = {
	indices: new Uint32Array(),
	values: new Float32Array()
};

const scaled = (values: Float32Array, factor: number): Float32Array =>
	values.map((value) => value * factor);

const WORD = /[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\p{L}+|#+|\*/gu;

/** Lower-case words of a canonical text, camel case and snake case split, plus `#` for values. */
export function wordsOf(canonical: string): string[] {
	return (canonical.match(WORD) ?? []).map((word) => word.toLowerCase());
}

/** 32-bit FNV-1a over UTF-16 units. */
function hash(text: string): number {
	let value = 0x811c9dc5;
	for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
	// FNV's low bits are weak for short keys; one xor-shift spreads them over the buckets.
	return (value ^ (value >>> 15)) >>> 0;
}

/** Unigrams, their stems, bigrams, and the first two words, of which a log statement's subject and verb mostly are. */
export function ngramsOf(canonical: string): string[] {
	const words = wordsOf(canonical);
	const grams: string[] = [];
	for (let i = 0; i < words.length; i++) {
		const word = words[i] as string;
		grams.push(word);
		if (word.length > 5) grams.push(`${word.slice(0, 5)}~`);
		if (i > 0) grams.push(`${words[i - 1]} ${word}`);
	}
	if (words.length > 0) grams.push(`^${words[0]}`, `$${words[words.length - 1]}`);
	return grams;
}

/** Hashed n-grams as a unit-length vector over `buckets`; repeats count with the square root of their number. */
export function hashedNgrams(canonical: string, buckets: number): SparseVector {
	const counts = new Map<number, number>();
	for (const gram of ngramsOf(canonical)) {
		const bucket = hash(gram) % buckets;
		counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
	}
	const indices = Uint32Array.from(counts.keys());
	const values = Float32Array.from(counts.values(), Math.sqrt);
	const norm = Math.hypot(...values) || 1;
	return { indices, values: values.map((value) => value / norm) };
}

const saturate = (count: number): number => count / (count + 2);
const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

/** Names of the surface features, in their order; each is in [0, 1]. */
export const SURFACE_FEATURES = [
	'key=value',
	'Key: value',
	'call()',
	'braces',
	'brackets',
	'camelCase',
	'UPPER_CASE',
	'dotted',
	'values',
	'short',
	'long',
	'sentence',
	'ends with stop',
	'exclamation',
	'dots run',
	'true/false/null',
	'lower start',
	'symbols',
	'one word',
	'quotes'
] as const;

/** Counts of marks and words that show what kind of text it is, each squeezed into [0, 1]; `SURFACE_FEATURES.length` numbers. */
export function surfaceFeatures(canonical: string): Float32Array {
	const words = canonical.split(' ').length;
	const letters = count(canonical, /\p{L}/gu);
	return Float32Array.of(
		saturate(count(canonical, /\w=|= [#*\w]/g)),
		saturate(count(canonical, /\w: ?[#*\w]/g)),
		saturate(count(canonical, /\w\(/g)),
		saturate(count(canonical, /[{}]/g)),
		saturate(count(canonical, /[[\]<>|]/g)),
		saturate(count(canonical, /[a-z][A-Z]/g)),
		saturate(count(canonical, /\b[A-Z][A-Z_]{2,}\b/g)),
		saturate(count(canonical, /\w\.\w/g)),
		saturate(count(canonical, /[#*]|\b(?:ip|path|host|time|url)\b/g)),
		1 / (1 + words / 3),
		saturate(words / 10),
		/^[A-Z][a-z]+ [a-z]+/.test(canonical) ? 1 : 0,
		/[.!]$/.test(canonical) ? 1 : 0,
		canonical.includes('!') || canonical.includes('***') ? 1 : 0,
		/\.\.\./.test(canonical) ? 1 : 0,
		saturate(count(canonical, /\b(?:true|false|null|none|nil|undefined)\b/gi)),
		/^[a-z]/.test(canonical) ? 1 : 0,
		letters === 0 ? 1 : Math.min(1, count(canonical, /[^\p{L}\s]/gu) / letters),
		words === 1 ? 1 : 0,
		saturate(count(canonical, /["'`]/g))
	);
}
