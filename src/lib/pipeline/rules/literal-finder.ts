/**
 * Finds which of some texts occur in another in one pass over it, however many they are: the automaton of Aho and Corasick
 * (Efficient string matching, CACM 18(6), 1975), with all transitions worked out.
 */
export class LiteralFinder {
	/** Class of each UTF-16 unit that occurs in a literal; 0 for all others. */
	private readonly classOf = new Uint16Array(2 ** 16);
	private readonly classes: number;
	/** Otherwise the automaton would fill the memory, and each literal is sought by itself. */
	private readonly isSmall: boolean;
	/** By state and class: the next state. */
	private readonly next: Uint32Array;
	/** By state: positions of the literals that end there. */
	private readonly ends: readonly number[][];

	/** @param literals not empty each */
	constructor(private readonly literals: readonly string[]) {
		const units = [...new Set(literals.flatMap((literal) => unitsOf(literal)))];
		units.forEach((unit, at) => (this.classOf[unit] = at + 1));
		this.classes = units.length + 1;
		const states = literals.reduce((sum, { length }) => sum + length, 1);
		this.isSmall = states * this.classes <= MOST_TRANSITIONS;
		this.next = new Uint32Array(this.isSmall ? states * this.classes : 0);
		this.ends = this.isSmall ? this.build(states) : [];
	}

	/** By literal: whether it occurs in a text. */
	in(text: string): boolean[] {
		const { next, classes, classOf, ends, literals } = this;
		if (!this.isSmall) return literals.map((literal) => text.includes(literal));
		const found = new Array<boolean>(literals.length).fill(false);
		let state = 0;
		for (let at = 0; at < text.length; at++) {
			state = next[state * classes + (classOf[text.charCodeAt(at)] as number)] as number;
			if (state === 0) continue;
			const here = ends[state] as number[];
			for (let i = 0; i < here.length; i++) found[here[i] as number] = true;
		}
		return found;
	}

	/** The trie, then breadth first the longest suffix of each state that is one too. */
	private build(states: number): number[][] {
		const { next, classes, literals } = this;
		const ends: number[][] = Array.from({ length: states }, () => []);
		let count = 1;
		for (const [at, literal] of literals.entries()) {
			let state = 0;
			for (const unit of unitsOf(literal)) {
				const place = state * classes + (this.classOf[unit] as number);
				state = next[place] ||= count++;
			}
			(ends[state] as number[]).push(at);
		}
		const suffix = new Uint32Array(states);
		const queue = Array.from(next.subarray(0, classes)).filter((state) => state > 0);
		for (let state = queue.shift(); state !== undefined; state = queue.shift()) {
			const shorter = suffix[state] as number;
			(ends[state] as number[]).push(...(ends[shorter] as number[]));
			for (let kind = 0; kind < classes; kind++) {
				const place = state * classes + kind;
				const child = next[place] as number;
				const around = next[shorter * classes + kind] as number;
				if (child === 0) next[place] = around;
				else {
					suffix[child] = around;
					queue.push(child);
				}
			}
		}
		return ends;
	}
}

/** Of four bytes each. */
const MOST_TRANSITIONS = 2 ** 22;

const unitsOf = (text: string): number[] =>
	Array.from({ length: text.length }, (_, at) => text.charCodeAt(at));
