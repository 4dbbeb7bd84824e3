import type { Head } from './head';

/** A word of a canonical text and what it did. */
export interface WordWeight {
	word: string;
	/** How much the label's probability falls when the word is taken away; negative: it spoke against the label. */
	weight: number;
}

/** Words of a text that are tried, and those that are named. */
const TRIED = 60;
const NAMED = 6;
/** Smaller changes of a probability say nothing. */
const LEAST = 0.005;

/**
 * Words that mattered for a label, by occlusion (Zeiler & Fergus, 2014; for text Li, Monroe & Jurafsky, 2016): each word
 * is taken away in turn. The sentence embedding stays, since computing it for every word would take the encoder, so this
 * is what the word n-grams and the surface of the text contribute.
 *
 * @param embedding unit length
 * @returns the strongest first; empty for a head that sees the embedding only
 */
export function wordWeights(
	head: Head,
	canonical: string,
	embedding: Float32Array,
	label: string
): WordWeight[] {
	const at = head.classes.indexOf(label);
	if (at === -1) return [];
	const words = canonical.split(' ');
	const probability = (text: string): number => head.probabilities(text, embedding)[at] as number;
	const whole = probability(canonical);
	const weights = new Map<string, number>();
	words.slice(0, TRIED).forEach((word, position) => {
		const without = words.filter((_, other) => other !== position).join(' ');
		const weight = whole - probability(without);
		const before = weights.get(word) ?? 0;
		if (Math.abs(weight) > Math.abs(before)) weights.set(word, weight);
	});
	return [...weights]
		.map(([word, weight]) => ({ word, weight }))
		.filter(({ weight }) => Math.abs(weight) >= LEAST)
		.sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight))
		.slice(0, NAMED);
}
