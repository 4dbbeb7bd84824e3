import { parseObject, pathsOf } from '../read/json-fields';
import { endOfValue } from '../read/json-records';
import { endOfObject } from '../read/json-text';
import { objectLayout } from '../read/object-layout';

/** An array that may hold the events, and how much its elements look like them. */
interface Candidate {
	path: string[];
	score: number;
}

const MAX_DEPTH = 5;
const MIN_SCORE = 3;

/**
 * The names that lead from an object to the array of events in it: `['Records']`, `['hits', 'hits']`.
 *
 * @param sample the start of a text; the object may go on behind it
 * @returns undefined where objects are events themselves
 */
export function findRecords(sample: string): string[] | undefined {
	const start = sample.search(/\S/);
	if (sample.charAt(start) !== '{') return undefined;
	const candidates: Candidate[] = [];
	const own = walk(sample, start, [], candidates);
	const outer = objectLayout(own);
	const best = candidates.reduce<Candidate | undefined>(
		(found, other) => (found && found.score >= other.score ? found : other),
		undefined
	);
	if (!best || best.score < MIN_SCORE || outer.message.length > 0) return undefined;
	// An event with a time of its own may hold a list of anything.
	return outer.timestamp.length > 0 && best.score < FULL_SCORE ? undefined : best.path;
}

/** Looks through an object's fields; gives the names of those that are neither objects nor arrays. */
function walk(text: string, start: number, path: string[], out: Candidate[]): string[] {
	const names: string[] = [];
	if (path.length >= MAX_DEPTH) return names;
	const field = /[\s,]*"((?:[^"\\\r\n]|\\.)*)"\s*:\s*/y;
	let at = start + 1;
	for (;;) {
		field.lastIndex = at;
		const match = field.exec(text);
		if (!match) return names;
		const [, name = ''] = match;
		const value = field.lastIndex;
		const inner = [...path, name];
		if (text.charAt(value) === '{') walk(text, value, inner, out);
		else if (text.charAt(value) === '[') lookInto(text, value, inner, out);
		else names.push(name);
		const end = endOfValue(text, value, false);
		if (end === -1) return names;
		at = end;
	}
}

/** Judges an array by its first element. */
function lookInto(text: string, start: number, path: string[], out: Candidate[]): void {
	const first = start + 1 + text.slice(start + 1, start + 2_000).search(/\S/);
	if (text.charAt(first) === '[') {
		const isPair = /^\[\s*"?\d{9,19}"?\s*,\s*"/.test(text.slice(first, first + 200));
		if (isPair) out.push({ path, score: MIN_SCORE });
	}
	if (text.charAt(first) !== '{') return;
	walk(text, first, path, out);
	const end = endOfObject(text, first, false);
	const object = end > first ? parseObject(text.slice(first, end)) : undefined;
	if (object) out.push({ path, score: scoreOf(pathsOf(object)) });
}

const FULL_SCORE = 4;

/** A time and a message make an event; a level or a source alone does not. */
function scoreOf(paths: string[]): number {
	const { message, timestamp, level, source } = objectLayout(paths);
	const has = (found: readonly number[], score: number): number => (found.length > 0 ? score : 0);
	return has(timestamp, 2) + has(message, 2) + has(level, 1) + has(source, 1);
}
