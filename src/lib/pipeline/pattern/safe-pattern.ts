import {
	MAX_PATTERN_STEPS,
	MAX_PROVED_STEPS,
	MAX_RULE_CHARS,
	MAX_SEARCH_STEPS
} from '../constants';
import { stepsPerCharacter } from './pattern-cost';
import { PatternMatcher, type Found } from './pattern-matcher';
import { programOf, type Program } from './pattern-program';

/**
 * What searches for a pattern: the browser's engine where it is proved to take time in proportion to the text; else a
 * slower one that does, with the same results; or that one with a limit, where nothing bounds it.
 */
export type PatternEngine = 'browser' | 'linear' | 'limited';

/** A regular expression that cannot hang whoever searches with it. Looks at `MAX_RULE_CHARS` characters of a text. */
export class SafePattern {
	/** Texts for which the search was given up: they count as not matching. */
	gaveUp = 0;
	private readonly native: RegExp;
	/** Made when it is needed first: a proof takes some milliseconds. */
	private matcher: PatternMatcher | undefined;
	private chosen: PatternEngine | undefined;

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

	/** @throws where the pattern's repetitions are too many */
	get engine(): PatternEngine {
		return (this.chosen ??= this.choose());
	}

	/**
	 * The leftmost match, as `[start, end)` in UTF-16 units.
	 * @param from place from which on it is sought
	 */
	find(text: string, from = 0): [start: number, end: number] | undefined {
		const seen = text.length > MAX_RULE_CHARS ? text.slice(0, MAX_RULE_CHARS) : text;
		if ((this.chosen ?? this.engine) === 'browser') {
			this.native.lastIndex = from;
			const found = this.native.exec(seen);
			return found ? [found.index, found.index + found[0].length] : undefined;
		}
		const found = (this.matcher as PatternMatcher).search(seen, from);
		if (found === 'gave-up') this.gaveUp++;
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
		const flags = this.native.flags.replace('g', '');
		if (stepsPerCharacter(this.pattern, flags) !== undefined) return 'browser';
		const program = programOf(this.pattern, flags);
		if (!program)
			throw new Error(
				`the pattern repeats too much: written out, its counted repetitions are more than ${MAX_PATTERN_STEPS.toLocaleString('en')} steps.`
			);
		const bounded = isBounded(program);
		this.matcher = new PatternMatcher(program, bounded ? MAX_PROVED_STEPS : MAX_SEARCH_STEPS);
		return bounded ? 'linear' : 'limited';
	}
}

const isSpan = (found: Found): found is [number, number] => typeof found !== 'string';

/** Whether a search of the longest text surely ends within the limit. */
const isBounded = ({ steps, registers }: Program): boolean =>
	registers === 0 &&
	!steps.some(({ op }) => op === 'look' || op === 'back') &&
	steps.length * (MAX_RULE_CHARS + 1) <= MAX_PROVED_STEPS;
