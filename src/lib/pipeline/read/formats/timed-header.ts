import { DATED_TIME, STRICT_TIME } from '../time-layouts';

/** Reads what a header says at a place of a text: the groups as its pattern counts them, and where it ends. */
export interface HeaderReader {
	/** Undefined where there is no such header. */
	read(text: string, start: number): { groups: (string | undefined)[]; end: number } | undefined;
}

/** Ends of the times at a place, kept for the next format that asks: nearly all begin with one. */
class TimeFinder {
	private readonly pattern: RegExp;
	private text = '';
	private at = -1;
	private end = -1;

	constructor(source: string) {
		this.pattern = new RegExp(source, 'y');
	}

	/** Where the time that starts at `at` ends; -1 when none does. */
	endOf(text: string, at: number): number {
		if (at === this.at && text === this.text) return this.end;
		this.pattern.lastIndex = at;
		this.end = this.pattern.test(text) ? this.pattern.lastIndex : -1;
		this.text = text;
		this.at = at;
		return this.end;
	}
}

/** The patterns of times as a pattern that holds one shows them. */
const TIMES = [DATED_TIME, STRICT_TIME].map((source) => ({
	written: `(${new RegExp(source).source})`,
	finder: new TimeFinder(source)
}));

/**
 * A header cut at the time in it, so that the time is sought once for all formats and its pattern, which is by far the
 * longest part, is compiled once: a hundred formats with it took 0.8 s of processor time to be tried on a first line, now 0.1.
 * Undefined for a header whose time is not plainly in a row with the rest. A time is as long as can be (`GOES_ON`), so
 * nothing is to be gained by trying a shorter one.
 */
export function cutAtTime(header: RegExp): HeaderReader | undefined {
	for (const { written, finder } of TIMES) {
		const at = header.source.indexOf(written);
		if (at === -1) continue;
		const cut = cutAround(header.source, at, at + written.length);
		return cut && !header.source.includes(written, at + 1) ? inParts(cut, finder) : undefined;
	}
	return undefined;
}

interface Cut {
	before: string;
	/** What may stand in place of the time. */
	instead?: string;
	after: string;
}

/** A header `before(time)after`, or `before(?:(time)|instead)after`. */
function cutAround(source: string, from: number, to: number): Cut | undefined {
	if (!source.slice(0, from).endsWith('(?:'))
		return wholeParts({ before: source.slice(0, from), after: source.slice(to) });
	const close = source.startsWith('|', to) ? closing(source, to) : -1;
	if (close === -1) return undefined;
	return wholeParts({
		before: source.slice(0, from - 3),
		instead: source.slice(to + 1, close),
		after: source.slice(close + 1)
	});
}

/** Parts that are patterns of their own, in front of which nothing is optional but single characters. */
function wholeParts(cut: Cut): Cut | undefined {
	const { before, instead = '', after } = cut;
	const isWhole = [before, instead, after].every(
		(part) => closing(part, 0) === -1 && !isOpen(part)
	);
	const isPlain = !/\)[?*+{]/.test(before) && !/^[?*+{]/.test(after);
	return isWhole && isPlain && !hasAlternatives(before) && !hasAlternatives(after)
		? cut
		: undefined;
}

/** Where the bracket closes that is open at `from`; -1 when none is. */
function closing(source: string, from: number): number {
	let depth = 0;
	for (const { at, sign } of brackets(source, from)) {
		if (sign === '(') depth++;
		else if (sign === ')' && depth-- === 0) return at;
	}
	return -1;
}

const isOpen = (source: string): boolean => {
	let depth = 0;
	for (const { sign } of brackets(source, 0)) depth += sign === '(' ? 1 : sign === ')' ? -1 : 0;
	return depth !== 0;
};

/** Alternatives that are in no bracket. */
function hasAlternatives(source: string): boolean {
	let depth = 0;
	for (const { sign } of brackets(source, 0)) {
		if (sign === '|' && depth === 0) return true;
		depth += sign === '(' ? 1 : sign === ')' ? -1 : 0;
	}
	return false;
}

/** Brackets and bars of a pattern, without those that stand for themselves. */
function* brackets(source: string, from: number): Generator<{ at: number; sign: string }> {
	let inClass = false;
	for (let at = from; at < source.length; at++) {
		const sign = source.charAt(at);
		if (sign === '\\') at++;
		else if (inClass) inClass = sign !== ']';
		else if (sign === '[') inClass = true;
		else if (sign === '(' || sign === ')' || sign === '|') yield { at, sign };
	}
}

function inParts({ before, instead, after }: Cut, finder: TimeFinder): HeaderReader {
	const head = before === '' ? undefined : new RegExp(before, 'y');
	const other = instead === undefined ? undefined : new RegExp(instead, 'y');
	const rest = new RegExp(after, 'y');
	return {
		read(text, start) {
			let at = start;
			let first: RegExpExecArray | null = null;
			if (head) {
				head.lastIndex = start;
				first = head.exec(text);
				if (!first) return undefined;
				at = head.lastIndex;
			}
			let end = finder.endOf(text, at);
			const time = end === -1 ? undefined : text.slice(at, end);
			if (end === -1) {
				if (!other) return undefined;
				other.lastIndex = at;
				if (!other.test(text)) return undefined;
				end = other.lastIndex;
			}
			rest.lastIndex = end;
			const found = rest.exec(text);
			if (!found) return undefined;
			const groups: (string | undefined)[] = first ? [...first, time] : ['', time];
			for (let group = 1; group < found.length; group++) groups.push(found[group]);
			return { groups, end: rest.lastIndex };
		}
	};
}
