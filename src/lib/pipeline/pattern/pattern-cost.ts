import { MAX_STEPS_PER_CHARACTER } from '../constants';
import type { CharacterSet } from './character-set';
import { programOf, alternativesOf, type Program, type Step } from './pattern-program';

/** Sets of ways that are looked at for one alternative before the proof is given up. */
const MAX_STATES = 3_000;
/** Ways alive beyond those of a beginning search, from which their number counts as growing. */
const MAX_GROWTH = 200;
/** Steps of an alternative that is looked at. */
const MAX_STEPS = 4_000;
/** Stand for all white space beyond ASCII, and for all other characters there. */
const SPACES_BEYOND = 128;
const OTHERS_BEYOND = 129;

/**
 * Steps for each character of a text that a backtracking engine needs at most to search it for a pattern; `undefined`
 * where no bound within `MAX_STEPS_PER_CHARACTER` is proved.
 *
 * A backtracking engine tries each way through a pattern's automaton from each place once at most. So its steps at one
 * character are at most the ways that are alive there, and these are counted exactly: the automaton is determinised with
 * the *number* of ways to each step (ambiguity as in Weideman et al., Analyzing Matching Time Behavior of Backtracking
 * Regular Expression Matchers by Using Ambiguity of NFA, 2016), a search beginning at every character. Where no finite
 * set of such numbers is reached, as with repetitions counted far, ways are counted by their age: a pattern whose matches
 * are short has few that are alive. What conditions exclude is counted as well, and characters beyond ASCII are
 * only told apart as white space and others, so the bound is never too low. Back-references and repetitions of parts that may be empty have none.
 */
export function stepsPerCharacter(pattern: string, flags: string): number | undefined {
	let sum = 0;
	for (const alternative of alternativesOf(pattern, flags)) {
		const bound = boundOf(alternative, flags);
		if (bound === undefined || (sum += bound) > MAX_STEPS_PER_CHARACTER) return undefined;
	}
	return sum;
}

function boundOf(alternative: string, flags: string): number | undefined {
	let program: Program | undefined;
	try {
		program = programOf(alternative, flags, true);
	} catch {
		// It refers to a group of another alternative.
	}
	if (!program || program.registers > 0 || program.steps.length > MAX_STEPS) return undefined;
	try {
		const counter = new WayCounter(program);
		return counter.everywhere() ?? counter.byAge(program.start, program.longest);
	} catch (error) {
		if (error instanceof NoBound) return undefined;
		throw error;
	}
}

class NoBound extends Error {}

/** How many ways lead to each step that takes a character; and how many steps that took besides. */
interface Ways {
	to: Map<number, number>;
	besides: number;
}

const NO_WAYS: Ways = { to: new Map(), besides: 0 };

class WayCounter {
	private readonly steps: Step[];
	/** By step: at the start of the text, and elsewhere. */
	private readonly known: [first: Ways[], later: Ways[]] = [[], []];
	private readonly letters: number[];

	constructor(private readonly program: Program) {
		this.steps = program.steps;
		this.letters = distinctLetters(program.steps);
	}

	/** Most ways alive at a character when a search begins at each; undefined where their number seems to grow on. */
	everywhere(): number | undefined {
		const begun = this.waysFrom(this.program.start, false);
		const first = this.waysFrom(this.program.start, true);
		// A search that begins at each character goes on alike from all of them.
		const goneOn = this.letters.map((letter) => this.after(begun, letter, NO_WAYS));
		const keys = goneOn.map(keyOf);
		const seen = new Set<string>();
		const open = this.letters.map((letter) => this.after(first, letter, NO_WAYS));
		let most = 0;
		while (open.length > 0) {
			const ways = open.pop() as Ways;
			const cost = costOf(ways);
			if (cost > MAX_GROWTH || seen.size >= MAX_STATES) return undefined;
			most = Math.max(most, cost);
			for (const at of this.tellingLetters(ways, keys)) {
				const letter = this.letters[at] as number;
				const besides = goneOn[at] as Ways;
				const next = this.after(ways, letter, besides);
				const key = next === besides ? (keys[at] as string) : keyOf(next);
				if (seen.has(key)) continue;
				seen.add(key);
				open.push(next);
			}
		}
		return Math.max(costOf(first), most + costOf(begun));
	}

	/** Most ways of each age, summed over all ages: all that may be alive at one character. */
	byAge(from: number, longest: number): number | undefined {
		if (longest > MAX_STEPS_PER_CHARACTER) return undefined;
		const followers = new Map<string, Map<string, Ways>>();
		const first = this.waysFrom(from, true);
		let total = 0;
		let level = new Map([[keyOf(first), first]]);
		// One age more than characters: after the last one there is still something to look at.
		for (let age = 0; age <= longest + 1 && level.size > 0; age++) {
			total += Math.max(...[...level.values()].map(costOf));
			if (total > MAX_STEPS_PER_CHARACTER) return undefined;
			const next = new Map<string, Ways>();
			for (const [key, ways] of level) {
				const known = followers.get(key) ?? this.followers(ways);
				followers.set(key, known);
				if (followers.size > MAX_STATES) return undefined;
				for (const [after, follower] of known) next.set(after, follower);
			}
			level = next;
		}
		return total;
	}

	/** What ways become at the next character, by its kind. */
	private followers(ways: Ways): Map<string, Ways> {
		const found = new Map<string, Ways>();
		for (const at of this.tellingLetters(ways)) {
			const after = this.after(ways, this.letters[at] as number, NO_WAYS);
			if (costOf(after) > 0) found.set(keyOf(after), after);
		}
		return found;
	}

	/** Positions of one letter of each kind that ways tell apart, or that what begins besides does. */
	private tellingLetters(ways: Ways, besides: readonly string[] = []): number[] {
		const steps = [...ways.to.keys()].map((at) => (this.steps[at] as Step & { op: 'char' }).set);
		const found = new Map<string, number>();
		for (const [at, letter] of this.letters.entries()) {
			let kind = besides[at] ?? '';
			for (const set of steps) kind += holds(set, letter) ? '1' : '0';
			found.set(kind, at);
		}
		return [...found.values()];
	}

	/** @param besides what begins at the next character */
	private after(ways: Ways, letter: number, besides: Ways): Ways {
		let result = besides;
		for (const [at, count] of ways.to) {
			const step = this.steps[at] as Step & { op: 'char' };
			if (!holds(step.set, letter)) continue;
			if (result === besides) result = { to: new Map(besides.to), besides: besides.besides };
			add(result, this.waysFrom(step.next, false), count);
		}
		return result;
	}

	/** Ways from a step to those that take a character. @param first at the start of the text */
	private waysFrom(at: number, first: boolean, above = new Set<number>()): Ways {
		const known = this.known[first ? 0 : 1];
		if (known[at]) return known[at];
		// A circle without a character: the engine's rule for it is not counted.
		if (above.has(at)) throw new NoBound();
		const ways = { to: new Map<number, number>(), besides: 0 };
		above.add(at);
		this.addWaysOf(ways, at, first, above);
		above.delete(at);
		known[at] = ways;
		return ways;
	}

	private addWaysOf(ways: Ways, at: number, first: boolean, above: Set<number>): void {
		const step = this.steps[at] as Step;
		const addFrom = (next: number): void => add(ways, this.waysFrom(next, first, above));
		switch (step.op) {
			case 'match':
				ways.besides++;
				return;
			case 'char':
				ways.to.set(at, 1);
				return;
			case 'split':
				addFrom(step.next);
				addFrom(step.other);
				return;
			case 'assert':
				if (step.kind !== 'start' || first || step.flags.includes('m')) addFrom(step.next);
				else ways.besides++;
				return;
			case 'look':
				addFrom(step.next);
				if (step.behind) ways.besides += this.behind(step.body, step.longest);
				else addFrom(step.body);
				return;
			default:
				throw new NoBound();
		}
	}

	/** A lookbehind is tried as a whole at one place. */
	private behind(body: number, longest: number): number {
		const cost = this.byAge(body, longest);
		if (cost === undefined) throw new NoBound();
		return cost;
	}
}

function holds(set: CharacterSet, letter: number): boolean {
	if (letter === SPACES_BEYOND) return set.beyond.spaces;
	return letter === OTHERS_BEYOND ? set.beyond.others : set.ascii[letter] === 1;
}

function add(to: Ways, more: Ways, times = 1): void {
	for (const [at, count] of more.to) to.to.set(at, (to.to.get(at) ?? 0) + count * times);
	to.besides += more.besides * times;
}

function costOf({ to, besides }: Ways): number {
	let cost = besides;
	for (const count of to.values()) cost += count;
	return cost;
}

function keyOf({ to, besides }: Ways): string {
	const steps = Uint32Array.from(to.keys()).sort();
	let key = `${besides}`;
	for (const at of steps) key += ` ${at}:${to.get(at)}`;
	return key;
}

/** One of each kind of characters that the steps tell apart. */
function distinctLetters(steps: readonly Step[]): number[] {
	const sets = new Set(steps.flatMap((step) => (step.op === 'char' ? [step.set] : [])));
	const byKind = new Map<string, number>();
	for (let letter = 0; letter <= OTHERS_BEYOND; letter++) {
		const kind = [...sets].map((set) => (holds(set, letter) ? 1 : 0));
		byKind.set(kind.join(''), letter);
	}
	return [...byKind.values()];
}
