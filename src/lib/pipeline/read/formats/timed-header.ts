import { DATED_TIME } from '../time-layouts';

/** Reads what a header says at a place of a text: the groups of its pattern, and where it ends. */
export interface HeaderReader {
	/** Undefined where there is no such header. */
	read(text: string, start: number): { groups: (string | undefined)[]; end: number } | undefined;
}

/** Ends of the times at a place, kept for the next format that asks: most headers begin with one. */
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

/** One for each pattern of times. */
const finders = new Map<string, TimeFinder>();

function finderOf(time: string): TimeFinder {
	const known = finders.get(time) ?? new TimeFinder(time);
	finders.set(time, known);
	return known;
}

interface TimedHeader {
	/** What stands before the time. It must not depend on the rest: once it has matched, nothing shorter is tried. */
	before?: string;
	/** Pattern of the time, without groups; `DATED_TIME` unless given. */
	time?: string;
	/** What may stand in place of the time. */
	instead?: string;
	after: string;
}

/**
 * The header `before(time)after`, read in parts: the time is sought once for all formats, and its pattern, which is by far
 * the longest part, is compiled once. A hundred formats with it in their own patterns took 0.8 s of processor time to be tried
 * on a first line, now 0.1. A time is as long as can be (`GOES_ON`), so that nothing is gained by trying a shorter one.
 */
export function timed({ before, time = DATED_TIME, instead, after }: TimedHeader): HeaderReader {
	const head = before === undefined ? undefined : new RegExp(before, 'y');
	const other = instead === undefined ? undefined : new RegExp(instead, 'y');
	const rest = new RegExp(after, 'y');
	const finder = finderOf(time);
	return {
		read(text, start) {
			let at = start;
			const groups: (string | undefined)[] = [''];
			if (head) {
				head.lastIndex = start;
				const found = head.exec(text);
				if (!found) return undefined;
				for (let group = 1; group < found.length; group++) groups.push(found[group]);
				at = head.lastIndex;
			}
			let end = finder.endOf(text, at);
			groups.push(end === -1 ? undefined : text.slice(at, end));
			if (end === -1) {
				if (!other) return undefined;
				other.lastIndex = at;
				if (!other.test(text)) return undefined;
				end = other.lastIndex;
			}
			rest.lastIndex = end;
			const found = rest.exec(text);
			if (!found) return undefined;
			for (let group = 1; group < found.length; group++) groups.push(found[group]);
			return { groups, end: rest.lastIndex };
		}
	};
}
