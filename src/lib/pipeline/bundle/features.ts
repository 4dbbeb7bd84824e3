/**
 * What the head sees besides the sentence embedding: hashed word n-grams of the canonical text (Weinberger et al.,
 * Feature Hashing for Large Scale Multitask Learning, 2009) and a few counts of its shape. Words say what a log domain
 * says literally; the embedding carries it over to words that training never saw; the shape tells a developer's dump
 * from a sentence.
 */

/** Sparse non-negative feature vector: `values[i]` at position `indices[i]`; positions may not repeat. */
export interface SparseVector {
	indices: Uint32Array;
	values: Float32Array;
}

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

/** Names of the shape features, in their order; each lies in [0, 1]. */
export const SHAPE_FEATURES = [
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

/** Counts of the text's shape, each squeezed into [0, 1]; `SHAPE_FEATURES.length` numbers. */
export function shapeOf(canonical: string): Float32Array {
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
