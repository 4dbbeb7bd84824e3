import {
	MAX_PATTERN_STEPS,
	MAX_PROVED_STEPS,
	MAX_RULE_CHARS,
	MAX_SEARCH_STEPS
} from '../constants';
import { stepsPerCharacter } from './pattern-cost';
import { PatternMatcher, type Found } from './pattern-matcher';
import { programOf, type Program, type Step } from './pattern-program';
import type { SearchBudget } from './search-budget';

/**
 * What searches for a pattern: the browser's engine where it is proved to take time in proportion to the text; else a
 * slower one that does, with the same results; or that one with a limit, where nothing bounds it.
 */
export type PatternEngine = 'browser' | 'linear' | 'limited';

/** A regular expression that cannot hang whoever searches with it. Looks at `MAX_RULE_CHARS` characters of a text. */
export class SafePattern {
	private readonly native: RegExp;
	/** Made when it is needed first: a proof takes some milliseconds. */
	private matcher: PatternMatcher | undefined;
	private chosen: PatternEngine | undefined;
	private reason: string | undefined;

	/**
	 * @param flags those that change places, g and y, are ignored
	 * @throws where the pattern is not valid
	 */
	constructor(
		private readonly pattern: string,
		flags: string
	) {
		this.native = new RegExp(pattern, `${flags.replace(/[gy]/g, '')}g`);
	}

	/** Those that say what it matches. */
	get flags(): string {
		return this.native.flags.replace('g', '');
	}

	/** @throws where the pattern's repetitions are too many */
	get engine(): PatternEngine {
		return (this.chosen ??= this.choose());
	}

	/** Why nothing bounds the search, as the end of a sentence that says what to leave out; absent where something does. */
	get unbounded(): string | undefined {
		return this.engine === 'limited' ? this.reason : undefined;
	}

	/**
	 * The leftmost match, as `[start, end)` in UTF-16 units; none where the search was given up.
	 * @param from place from which on it is sought
	 * @param budget of the searches that nothing bounds: once it is spent they find nothing
	 */
	find(text: string, from = 0, budget?: SearchBudget): [start: number, end: number] | undefined {
		const seen = text.length > MAX_RULE_CHARS ? text.slice(0, MAX_RULE_CHARS) : text;
		if ((this.chosen ?? this.engine) === 'browser') {
			this.native.lastIndex = from;
			const found = this.native.exec(seen);
			return found ? [found.index, found.index + found[0].length] : undefined;
		}
		const matcher = this.matcher as PatternMatcher;
		const unbounded = this.chosen === 'limited' ? budget : undefined;
		if (unbounded?.isSpent) return undefined;
		const found = matcher.search(seen, from);
		if (found === 'gave-up') unbounded?.giveUp(matcher.taken);
		else unbounded?.spend(matcher.taken, seen.length);
		return isSpan(found) ? found : undefined;
	}

	/** All matches that have a length, one after the other; at most so many. */
	findAll(text: string, most: number): [start: number, end: number][] {
		const spans: [number, number][] = [];
		let span = this.find(text);
		while (span && spans.length < most) {
			const [start, end] = span;
			if (end > start) spans.push(span);
			// Past a match of no length by one whole character.
			const wide = this.native.unicode && (text.codePointAt(end) ?? 0) > 0xffff;
			span = this.find(text, end > start ? end : end + (wide ? 2 : 1));
		}
		return spans;
	}

	private choose(): PatternEngine {
		const { flags } = this;
		if (stepsPerCharacter(this.pattern, flags) !== undefined) return 'browser';
		const program = programOf(this.pattern, flags);
		if (!program)
			throw new Error(
				`the pattern repeats too much: written out, its counted repetitions are more than ${MAX_PATTERN_STEPS.toLocaleString('en')} steps.`
			);
		this.reason = unboundedBy(program);
		const bounded = this.reason === undefined;
		this.matcher = new PatternMatcher(program, bounded ? MAX_PROVED_STEPS : MAX_SEARCH_STEPS);
		return bounded ? 'linear' : 'limited';
	}
}

const isSpan = (found: Found): found is [number, number] => typeof found !== 'string';

/** What keeps a search of the longest text from surely ending within the limit, and what to do about it. */
function unboundedBy({ steps, registers }: Program): string | undefined {
	const has = (wanted: Step['op']): boolean => steps.some(({ op }) => op === wanted);
	if (has('back')) return 'it refers back to a group. Write out what may stand there instead';
	if (registers > 0)
		return 'it repeats something that may be empty, as (a*)* does. Make sure that each repetition takes a character';
	if (has('look'))
		return 'it looks ahead or behind for something that can be found in too many ways. Leave that out, or repeat less within it';
	if (steps.length * (MAX_RULE_CHARS + 1) > MAX_PROVED_STEPS)
		return 'it is too large. Make its counted repetitions smaller, or leave alternatives out';
	return undefined;
}
