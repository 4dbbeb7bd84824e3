import { RegExpParser, type AST } from '@eslint-community/regexpp';
import { MAX_PATTERN_STEPS } from '../constants';
import { CharacterSet, type CharacterPart } from './character-set';
import { canBeEmpty, isCharacter, longestOf, type Node } from './pattern-parts';

/**
 * A regular expression as steps of a machine, in the order in which ECMAScript tries them (the standard's abstract
 * matcher, ECMA-262, 22.2.2). Counted repetitions are written out, so a step and a place in the text are all that a
 * matcher's state holds, but for the registers that back-references and loops over nothing need.
 */
export type Step =
	/** `behind`: the character before the place, as within a lookbehind. `simple`: one unit of the text, after the place. */
	| { op: 'char'; set: CharacterSet; behind: boolean; simple: boolean; next: number }
	/** The first way is tried before the second. */
	| { op: 'split'; next: number; other: number }
	| {
			op: 'assert';
			kind: 'start' | 'end' | 'boundary';
			negate: boolean;
			flags: string;
			next: number;
	  }
	/** `longest`: characters that its body takes at most. */
	| {
			op: 'look';
			body: number;
			behind: boolean;
			negate: boolean;
			longest: number;
			next: number;
	  }
	/** Remembers the place in the text. */
	| { op: 'save'; register: number; next: number }
	/** Forgets what the groups of a repetition held. */
	| { op: 'reset'; registers: number[]; next: number }
	/** Goes on only if the text went on since the place was saved: a repetition of nothing ends. */
	| { op: 'progress'; register: number; next: number }
	| { op: 'back'; groups: number[]; ignoreCase: boolean; behind: boolean; next: number }
	| { op: 'match' };

export interface Program {
	steps: Step[];
	start: number;
	registers: number;
	unicode: boolean;
	word: CharacterSet;
	/** Characters that a match takes at most. */
	longest: number;
}

type Way = 'forward' | 'backward';
/** Counted repetitions of a character beyond this are folded on request. */
const FOLDED_FROM = 8;

/**
 * @param folded true: single characters that may come more than some times may come endlessly. It has every way that the
 * pattern has, and few steps
 * @returns undefined where its repetitions written out are more than `MAX_PATTERN_STEPS` steps
 * @throws where the pattern is not valid
 */
export function programOf(pattern: string, flags: string, folded = false): Program | undefined {
	const tree = parsed(pattern, flags);
	const builder = new Builder(flags, folded);
	try {
		const match = builder.add({ op: 'match' });
		const start = builder.alternatives(tree.alternatives, match, 'forward', flags);
		return builder.program(start, longestOf(tree));
	} catch (error) {
		if (error instanceof TooManySteps) return undefined;
		throw error;
	}
}

/** Texts of a pattern's alternatives, each a pattern of its own. */
export const alternativesOf = (pattern: string, flags: string): string[] =>
	parsed(pattern, flags).alternatives.map(({ raw }) => raw);

const parsed = (pattern: string, flags: string): AST.Pattern =>
	new RegExpParser().parsePattern(pattern, 0, pattern.length, { unicode: flags.includes('u') });

class TooManySteps extends Error {}

class Builder {
	private readonly steps: Step[] = [];
	private readonly sets = new Map<string, CharacterSet>();
	private readonly groups = new Map<AST.CapturingGroup, number>();
	private registers = 0;

	constructor(
		private readonly flags: string,
		private readonly folded: boolean
	) {}

	program(start: number, longest: number): Program {
		return {
			steps: this.steps,
			start,
			registers: this.registers,
			unicode: this.flags.includes('u'),
			word: wordSet(this.flags),
			longest
		};
	}

	add(step: Step): number {
		if (this.steps.length >= MAX_PATTERN_STEPS) throw new TooManySteps();
		return this.steps.push(step) - 1;
	}

	/** Steps of one of several ways, the first one first; they go on at `next`. Built from the end. */
	alternatives(list: readonly AST.Alternative[], next: number, way: Way, flags: string): number {
		const starts = list.map((alternative) => this.sequence(alternative, next, way, flags));
		return starts.reduceRight((other, start) => this.add({ op: 'split', next: start, other }));
	}

	private sequence({ elements }: AST.Alternative, next: number, way: Way, flags: string): number {
		const inOrder = way === 'forward' ? elements.toReversed() : elements;
		return inOrder.reduce((after, element) => this.element(element, after, way, flags), next);
	}

	private element(element: AST.Element, next: number, way: Way, flags: string): number {
		switch (element.type) {
			case 'Group':
				return this.alternatives(element.alternatives, next, way, modified(flags, element));
			case 'CapturingGroup':
				return this.group(element, next, way, flags);
			case 'Quantifier':
				return this.quantifier(element, next, way, flags);
			case 'Assertion':
				return this.assertion(element, next, flags);
			case 'Backreference':
				return this.back(element, next, way, flags);
			case 'ExpressionCharacterClass':
				throw new Error('Set operations in classes are not supported.');
			default:
				return this.character(element, next, way, flags);
		}
	}

	private character(element: CharacterPart, next: number, way: Way, flags: string): number {
		const behind = way === 'backward';
		const simple = !behind && !this.flags.includes('u');
		return this.add({ op: 'char', set: this.set(element, flags), behind, simple, next });
	}

	private group(group: AST.CapturingGroup, next: number, way: Way, flags: string): number {
		if (group.references.length === 0)
			return this.alternatives(group.alternatives, next, way, flags);
		const register = this.registersOf(group);
		const [first, last] = way === 'forward' ? [register, register + 1] : [register + 1, register];
		const end = this.add({ op: 'save', register: last, next });
		const body = this.alternatives(group.alternatives, end, way, flags);
		return this.add({ op: 'save', register: first, next: body });
	}

	private registersOf(group: AST.CapturingGroup): number {
		const known = this.groups.get(group);
		if (known !== undefined) return known;
		const register = this.registers;
		this.registers += 2;
		this.groups.set(group, register);
		return register;
	}

	private quantifier(part: AST.Quantifier, next: number, way: Way, flags: string): number {
		const { element, min, max } = part;
		const inner = this.resetsOf(element);
		const once = (after: number): number => {
			const body = this.element(element, after, way, flags);
			return inner.length > 0 ? this.add({ op: 'reset', registers: inner, next: body }) : body;
		};
		const guarded = canBeEmpty(element);
		let after = next;
		if (max === Infinity || (this.folded && max - min > FOLDED_FROM && isCharacter(element)))
			after = this.loop(once, next, part.greedy, guarded);
		else
			for (let copy = min; copy < max; copy++)
				after = this.optional(once, after, next, part.greedy, guarded);
		for (let copy = 0; copy < min; copy++) after = once(after);
		return after;
	}

	private loop(
		once: (after: number) => number,
		next: number,
		greedy: boolean,
		guarded: boolean
	): number {
		const head = this.add({ op: 'split', next, other: next });
		const body = this.guard(once, head, guarded);
		this.steps[head] = { op: 'split', ...ways(body, next, greedy) };
		return head;
	}

	private optional(
		once: (after: number) => number,
		after: number,
		next: number,
		greedy: boolean,
		guarded: boolean
	): number {
		return this.add({ op: 'split', ...ways(this.guard(once, after, guarded), next, greedy) });
	}

	private guard(once: (after: number) => number, after: number, guarded: boolean): number {
		if (!guarded) return once(after);
		const register = this.registers++;
		const body = once(this.add({ op: 'progress', register, next: after }));
		return this.add({ op: 'save', register, next: body });
	}

	private assertion(assertion: AST.Assertion, next: number, flags: string): number {
		const { kind } = assertion;
		if (kind === 'lookahead' || kind === 'lookbehind') {
			const match = this.add({ op: 'match' });
			const behind = kind === 'lookbehind';
			const way = behind ? 'backward' : 'forward';
			const body = this.alternatives(assertion.alternatives, match, way, flags);
			const longest = Math.max(...assertion.alternatives.map(longestOf));
			return this.add({ op: 'look', body, behind, negate: assertion.negate, longest, next });
		}
		const negate = kind === 'word' && assertion.negate;
		return this.add({
			op: 'assert',
			kind: kind === 'word' ? 'boundary' : kind,
			negate,
			flags,
			next
		});
	}

	private back({ resolved }: AST.Backreference, next: number, way: Way, flags: string): number {
		const groups = [resolved].flat().map((group) => this.registersOf(group));
		const ignoreCase = flags.includes('i');
		return this.add({ op: 'back', groups, ignoreCase, behind: way === 'backward', next });
	}

	/** Registers of the groups within a part that are referred to. */
	private resetsOf(part: Node): number[] {
		switch (part.type) {
			case 'CapturingGroup': {
				const inner = part.alternatives.flatMap((one) => this.resetsOf(one));
				if (part.references.length === 0) return inner;
				const register = this.registersOf(part);
				return [register, register + 1, ...inner];
			}
			case 'Group':
				return part.alternatives.flatMap((one) => this.resetsOf(one));
			case 'Alternative':
				return part.elements.flatMap((one) => this.resetsOf(one));
			case 'Quantifier':
				return this.resetsOf(part.element);
			case 'Assertion':
				return 'alternatives' in part ? part.alternatives.flatMap((one) => this.resetsOf(one)) : [];
			default:
				return [];
		}
	}

	private set(part: CharacterPart, flags: string): CharacterSet {
		const key = `${flags}/${part.raw}`;
		const set = this.sets.get(key) ?? new CharacterSet(part, flags);
		this.sets.set(key, set);
		return set;
	}
}

/** The characters between which and others a word ends. */
function wordSet(flags: string): CharacterSet {
	const [alternative] = parsed('\\w', flags).alternatives;
	return new CharacterSet(alternative?.elements[0] as AST.CharacterSet, flags);
}

const ways = (body: number, next: number, greedy: boolean): { next: number; other: number } =>
	greedy ? { next: body, other: next } : { next, other: body };

function modified(flags: string, { modifiers }: AST.Group): string {
	if (!modifiers) return flags;
	const on = modifiers.add?.raw ?? '';
	const off = modifiers.remove?.raw ?? '';
	return [...new Set(flags + on)].filter((flag) => !off.includes(flag)).join('');
}
