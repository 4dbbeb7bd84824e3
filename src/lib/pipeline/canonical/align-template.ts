import { MAX_ALIGNED_CHARS } from '../constants';

/** A stretch of a message that its canonical text does not keep: a value that varies. */
export interface VariablePart {
	/** Which variable part of the template it is, counted from 0; -1 for a leading time and other text without a place. */
	slot: number;
	/** `[start, end)` in the message, in UTF-16 units. */
	start: number;
	end: number;
}

interface Word {
	text: string;
	start: number;
}

/** Placeholders as whole parts of a canonical word. */
const PLACEHOLDER = /[#*]|\b(?:ip|time|host|path|url|email|file|\dxx)\b/;

/**
 * Finds the variable parts of a message by aligning its words with those of its canonical text (longest common
 * subsequence; a word that holds a placeholder aligns with one of the same beginning and end).
 */
export function variableParts(message: string, canonical: string): VariablePart[] {
	const raw = wordsOf(message.slice(0, MAX_ALIGNED_CHARS));
	const fixed = wordsOf(canonical.slice(0, MAX_ALIGNED_CHARS));
	const partner = align(raw, fixed);
	const slots = slotsOf(fixed);
	const parts: VariablePart[] = [];
	let slot = -1;
	raw.forEach((word, at) => {
		const match = partner[at] as number;
		if (match >= 0) slot = slots[match] as number;
		const fixedText = fixed[match]?.text;
		if (fixedText === word.text) slot = -1;
		else parts.push(partOf(word, fixedText, slot));
	});
	return joined(parts, message);
}

/** What differs between a word and its canonical form, without the beginning and end they share. */
function partOf({ text, start }: Word, fixed: string | undefined, slot: number): VariablePart {
	if (fixed === undefined) return { slot, start, end: start + text.length };
	const { head, tail } = frameOf(fixed);
	return { slot, start: start + head.length, end: start + text.length - tail.length };
}

/** What of a canonical word stands before its first and after its last placeholder. */
function frameOf(fixed: string): { head: string; tail: string } {
	const first = PLACEHOLDER.exec(fixed);
	if (!first) return { head: '', tail: '' };
	const head = fixed.slice(0, first.index);
	let tail = fixed.slice(first.index + first[0].length);
	for (let next = PLACEHOLDER.exec(tail); next; next = PLACEHOLDER.exec(tail))
		tail = tail.slice(next.index + next[0].length);
	return { head, tail };
}

function wordsOf(text: string): Word[] {
	return Array.from(text.matchAll(/\S+/g), (match) => ({ text: match[0], start: match.index }));
}

/** Number of each canonical word's variable part, -1 for words without one. */
function slotsOf(words: readonly Word[]): number[] {
	let slots = 0;
	return words.map(({ text }) => (PLACEHOLDER.test(text) ? slots++ : -1));
}

/** Position of each raw word's partner among the canonical words, or -1. */
function align(raw: readonly Word[], fixed: readonly Word[]): number[] {
	const width = fixed.length + 1;
	const fits = fixed.map(({ text }) => ({
		text,
		frame: PLACEHOLDER.test(text) ? frameOf(text) : undefined
	}));
	const scoreOf = (word: string, at: number): number => {
		const { text, frame } = fits[at] as (typeof fits)[number];
		if (word === text) return 3;
		if (!frame || word.length < frame.head.length + frame.tail.length) return 0;
		return word.startsWith(frame.head) && word.endsWith(frame.tail) ? 2 : 0;
	};
	const best = new Uint16Array((raw.length + 1) * width);
	for (let i = raw.length - 1; i >= 0; i--)
		for (let j = fixed.length - 1; j >= 0; j--) {
			const score = scoreOf((raw[i] as Word).text, j);
			const both = score > 0 ? score + (best[(i + 1) * width + j + 1] as number) : 0;
			const skip = Math.max(best[(i + 1) * width + j] as number, best[i * width + j + 1] as number);
			best[i * width + j] = Math.max(both, skip);
		}
	return pathThrough(best, raw, fixed.length, scoreOf);
}

function pathThrough(
	best: Uint16Array,
	raw: readonly Word[],
	fixedCount: number,
	scoreOf: (word: string, at: number) => number
): number[] {
	const width = fixedCount + 1;
	const partner = raw.map(() => -1);
	let i = 0;
	let j = 0;
	while (i < raw.length && j < fixedCount) {
		const here = best[i * width + j] as number;
		const score = scoreOf((raw[i] as Word).text, j);
		if (score > 0 && here === score + (best[(i + 1) * width + j + 1] as number)) partner[i++] = j++;
		else if (here === best[(i + 1) * width + j]) i++;
		else j++;
	}
	return partner;
}

/** Neighbouring stretches of the same variable part become one; empty ones go. */
function joined(parts: readonly VariablePart[], message: string): VariablePart[] {
	const result: VariablePart[] = [];
	for (const part of parts) {
		if (part.end <= part.start) continue;
		const last = result.at(-1);
		if (last && last.slot === part.slot && message.slice(last.end, part.start).trim() === '')
			last.end = part.end;
		else result.push({ ...part });
	}
	return result;
}
