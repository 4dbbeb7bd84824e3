import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	MAX_PROVED_STEPS,
	MAX_SEARCH_STEPS,
	MAX_UNBOUNDED_STEPS
} from '../../../../src/lib/pipeline/constants';
import { PatternMatcher } from '../../../../src/lib/pipeline/pattern/pattern-matcher';
import {
	programOf,
	type Program,
	type Step
} from '../../../../src/lib/pipeline/pattern/pattern-program';
import { stepsPerCharacter } from '../../../../src/lib/pipeline/pattern/pattern-cost';
import { SearchBudget } from '../../../../src/lib/pipeline/pattern/search-budget';
import { SafePattern } from '../../../../src/lib/pipeline/pattern/safe-pattern';

/** Patterns that stop a backtracking engine for seconds up to for ever, each with a text that does it. */
const HOSTILE: [pattern: string, text: string][] = [
	['^(?:b|c|d|a|aa)+$', `${'a'.repeat(4_000)}!`],
	[`^${'a?'.repeat(30)}${'a'.repeat(30)}$`, 'a'.repeat(29)],
	['^(?:[\\u0100-\\uffff]|[^\\x00-\\x7f])+$', `${'\u0431'.repeat(4_000)}!`],
	['(a+)+$', `${'a'.repeat(4_000)}!`],
	['^(\\w+\\s?)*$', `${'word '.repeat(800)}!`],
	['(x|x)*y', 'x'.repeat(4_000)],
	['(.*,){11}P', '1,'.repeat(2_000)],
	['^(?:[\\w.-]+)*@', 'a-b.'.repeat(1_000)],
	['\\s*\\s*\\s*\\s*x', ' '.repeat(4_000)],
	['(?=(?:a|aa)+$)b', `${'a'.repeat(4_000)}!`],
	['(?<=^(?:a|aa)+)b', `${'a'.repeat(4_000)}!`],
	['(?:a?){30}a{30}$', `${'a'.repeat(29)}!`],
	['^(a+)+\\1$', `${'a'.repeat(4_000)}!`],
	['^(?:a{0,20}){0,20}!$', 'a'.repeat(4_000)]
];

describe('SafePattern', () => {
	it.each(HOSTILE)('searches for %s in a second at most', (pattern, text) => {
		const safe = new SafePattern(pattern, '');
		const started = performance.now();
		safe.find(text);
		expect(safe.engine).not.toBe('browser');
		expect(performance.now() - started).toBeLessThan(1_000);
	});

	it.each([
		['disk full', 'browser'],
		['^\\w+ failed with \\d+$', 'browser'],
		['a{3,5}b', 'browser'],
		['\\bfoo(?=bar)', 'browser'],
		['(?<!\\b(?:no|not) )refused', 'browser'],
		['open [^\\n]{0,160} failed', 'browser'],
		['(?:\\w+ )+failed', 'linear'],
		['foo.*bar', 'linear'],
		['(?<x>a)\\k<x>', 'limited'],
		['(?:a*)*b', 'limited']
	])('takes for %s the engine: %s', (pattern, engine) => {
		expect(new SafePattern(pattern, 'i').engine).toBe(engine);
	});

	it('searches within a budget where nothing bounds it, and finds nothing once that is spent', () => {
		const safe = new SafePattern('^(a+)+\\1b$', '');
		const [budget, other] = [new SearchBudget(), new SearchBudget()];
		const slow = `${'a'.repeat(4_000)}!`;
		expect(safe.find(slow, 0, budget)).toBeUndefined();
		expect(budget.gaveUp).toBe(1);
		expect(safe.find('aab', 0, budget)).toEqual([0, 3]);
		for (let search = 0; search < 200; search++) safe.find(slow, 0, budget);
		expect(budget).toMatchObject({ gaveUp: MAX_UNBOUNDED_STEPS / MAX_SEARCH_STEPS, isSpent: true });
		expect(safe.find('aab', 0, budget)).toBeUndefined();
		expect(safe.find('aab', 0, other)).toEqual([0, 3]);
		// What is bounded is searched for all the same.
		expect(new SafePattern('(?:a|aa)+b', '').find('aab', 0, budget)).toEqual([0, 3]);
	});

	it('takes nothing from the budget for what is in proportion to the text', () => {
		const repeated = new SafePattern('\\b(\\w+) \\1\\b', 'i');
		const budget = new SearchBudget();
		for (let row = 0; row < 40_000; row++)
			repeated.find(
				'Failed password for invalid user oracle from 192.0.2.14 port 40022',
				0,
				budget
			);
		expect(budget.isSpent).toBe(false);
		expect(repeated.find('the the', 0, budget)).toEqual([0, 7]);
	});

	it.each([
		['(?<x>a)\\k<x>', /refers back to a group/],
		['(?:a*)*b', /repeats something that may be empty/],
		['(?=(?:a|aa)+$)b', /looks ahead or behind/],
		['foo.*bar', undefined],
		['foo', undefined]
	])('says what makes %s unbounded', (pattern, reason) => {
		const { unbounded } = new SafePattern(pattern, '');
		if (reason) expect(unbounded).toMatch(reason);
		else expect(unbounded).toBeUndefined();
	});

	it('says so when repetitions are too many, and names a pattern that is not valid', () => {
		expect(() => new SafePattern('(?:(?:ab?){1,900}){1,900}', '').engine).toThrow(
			/repeats too much/
		);
		expect(() => new SafePattern('(', '')).toThrow(SyntaxError);
	});
});

/** Small patterns over few letters, so that ways meet and matches are frequent. */
const { pattern: anyPattern } = fc.letrec<{ pattern: string; sequence: string; atom: string }>(
	(tie) => ({
		pattern: fc
			.array(tie('sequence'), { minLength: 1, maxLength: 3 })
			.map((parts) => parts.join('|')),
		sequence: fc.array(tie('atom'), { maxLength: 4 }).map((parts) => parts.join('')),
		atom: fc.oneof(
			{ depthSize: 'small', withCrossShrink: true },
			fc.constantFrom(
				'a',
				'b',
				'B',
				'k',
				'.',
				'\\w',
				'\\W',
				'\\s',
				'\\d',
				'[^a]',
				'[a-k]',
				'\u00e9'
			),
			fc.constantFrom('^', '$', '\\b', '\\B', '\\1', '\ud83d\ude00', '[^\\n]', '\\u212a'),
			fc
				.tuple(
					tie('atom').filter((atom) => !/^(?:[$^]|\\[bB]|\(\?<?[=!])/.test(atom)),
					fc.constantFrom('*', '+', '?', '*?', '+?', '??', '{2}', '{0,2}', '{1,3}?', '{2,}')
				)
				.map(([atom, times]) => `(?:${atom})${times}`),
			tie('pattern').map((inner) => `(?:${inner})`),
			tie('pattern').map((inner) => `(${inner})`),
			fc
				.tuple(fc.constantFrom('?=', '?!', '?<=', '?<!'), tie('pattern'))
				.map(([kind, inner]) => `(${kind}${inner})`)
		)
	})
);
const letters = fc.constantFrom(
	'a',
	'b',
	'B',
	'k',
	'K',
	' ',
	'1',
	'\n',
	'\u00a0',
	'\u00e9',
	'\u00c9',
	'\u017f',
	'\u212a',
	'\ud83d\ude00',
	'\ud83d'
);

describe('PatternMatcher', () => {
	it('finds what the engine of the language finds', () => {
		let compared = 0;
		fc.assert(
			fc.property(
				anyPattern,
				fc.constantFrom('', 'i', 'u', 'iu', 'm', 's', 'ims'),
				fc.array(letters, { maxLength: 9 }).map((list) => list.join('')),
				(pattern, flags, text) => {
					let native: RegExp;
					try {
						native = new RegExp(pattern, flags);
					} catch {
						return;
					}
					const program = programOf(pattern, flags) as Program;
					const found = new PatternMatcher(program, MAX_PROVED_STEPS).search(text);
					const exec = native.exec(text);
					// V8 also looks for empty matches between the halves of a character, which the standard passes over.
					if (flags.includes('u') && exec && /[\udc00-\udfff]/.test(text.charAt(exec.index)))
						return;
					compared++;
					expect(found).toEqual(exec ? [exec.index, exec.index + exec[0].length] : 'none');
				}
			),
			{ numRuns: 1_500 }
		);
		expect(compared).toBeGreaterThan(600);
	});
});

/** Characters that are tried when every way is followed to its end, from every place: more than an engine tries. */
function triedCharacters({ steps, start }: Program, text: string): number {
	let tried = 0;
	const open = Array.from({ length: text.length + 1 }, (_, at) => [start, at] as const);
	while (open.length > 0) {
		const [at, place] = open.pop() as [number, number];
		const step = steps[at] as Step;
		if (step.op === 'match') continue;
		if (step.op === 'char') {
			tried++;
			const next = step.behind ? place - 1 : place + 1;
			const code = text.charCodeAt(step.behind ? next : place);
			if (Number.isNaN(code) || !step.set.has(code)) continue;
			open.push([step.next, next]);
			continue;
		}
		if (step.op === 'assert' && step.kind === 'start' && !step.flags.includes('m') && place > 0)
			continue;
		open.push([step.next, place]);
		if (step.op === 'split') open.push([step.other, place]);
		if (step.op === 'look') open.push([step.body, place]);
	}
	return tried;
}

describe('stepsPerCharacter', () => {
	it('is never less than what a search takes', () => {
		let compared = 0;
		fc.assert(
			fc.property(
				anyPattern,
				fc.constantFrom('', 'i', 'm', 's'),
				fc.array(letters, { maxLength: 12 }).map((list) => list.join('')),
				(pattern, flags, text) => {
					let bound: number | undefined;
					try {
						bound = stepsPerCharacter(pattern, flags);
					} catch {
						return;
					}
					const program = programOf(pattern, flags);
					if (bound === undefined || !program) return;
					compared++;
					expect(triedCharacters(program, text)).toBeLessThanOrEqual(bound * (text.length + 1));
				}
			),
			{ numRuns: 1_500 }
		);
		expect(compared).toBeGreaterThan(300);
	});
});
