import type { Program, Step } from './pattern-program';

/** What a search found: `[start, end)` in UTF-16 units, nothing, or that it was given up. */
export type Found = [start: number, end: number] | 'none' | 'gave-up';

const UNSET = -1;
/** Steps that are taken most, by number, so that the loop over them stays fast. */
const OTHER = 0;
const CHARACTER = 1;
const SPLIT = 2;
const MATCH = 3;
const LINE_END = /[\n\r\u2028\u2029]/;

/**
 * Matches a program as ECMAScript's matcher does, way by way, but never tries the same step at the same place twice: what
 * failed once fails again, as long as step and place are all that decides. So a search takes steps in proportion to the
 * text (selective memoisation; Davis, Servant and Lee, Using Selective Memoization to Defeat Regular Expression Denial
 * of Service, 2021). Programs with registers, and bodies of assertions that succeed, have no such bound; they are given up
 * after a number of steps.
 */
export class PatternMatcher {
	private readonly steps: Step[];
	private readonly kinds: Uint8Array;
	private readonly nexts: Int32Array;
	/** Position of each step among those that several lead to, or -1: only these are remembered. */
	private readonly joins: Int32Array;
	private readonly joinCount: number;
	/** Which of them were tried where, by the number of the try. */
	private tried = new Uint8Array(0);
	private attempt = 0;
	private left = 0;
	private text = '';
	/** Which ASCII characters a match may begin with; undefined where it may begin before any. */
	private readonly begins: Uint8Array | undefined;

	/** @param maxSteps of one search */
	constructor(
		private readonly program: Program,
		private readonly maxSteps: number
	) {
		this.steps = program.steps;
		this.kinds = Uint8Array.from(this.steps, kindOf);
		this.nexts = Int32Array.from(this.steps, (step) => ('next' in step ? step.next : UNSET));
		const arrows = new Uint32Array(this.steps.length);
		for (const step of this.steps) {
			if ('next' in step) arrows[step.next] = (arrows[step.next] as number) + 1;
			if (step.op === 'split') arrows[step.other] = (arrows[step.other] as number) + 1;
		}
		let joins = 0;
		this.joins = Int32Array.from(arrows, (count) => (count > 1 ? joins++ : -1));
		this.joinCount = joins;
		this.begins = beginsOf(program);
	}

	/** Steps that the last search took. */
	get taken(): number {
		return this.maxSteps - Math.max(0, this.left);
	}

	/** The leftmost match from a place on, as `RegExp.prototype.exec` finds it. */
	search(text: string, from = 0): Found {
		const { start, registers, unicode } = this.program;
		this.text = text;
		this.left = this.maxSteps;
		this.nextAttempt();
		const { begins } = this;
		for (let at = from; at <= text.length; at++) {
			if (begins && begins[text.charCodeAt(at)] === 0) continue;
			const held = registers > 0 ? new Int32Array(registers).fill(UNSET) : undefined;
			// With registers the way to a step decides as well.
			const end = this.run(start, at, held, registers === 0);
			if (end === 'gave-up') return end;
			if (end !== 'none') return [at, end];
			if (unicode && (text.codePointAt(at) ?? 0) > 0xffff) at++;
		}
		return 'none';
	}

	private nextAttempt(): void {
		const cells = this.joinCount * (this.text.length + 1);
		this.attempt++;
		if (this.tried.length >= cells && this.attempt < 256) return;
		if (this.tried.length < cells) this.tried = new Uint8Array(cells);
		else this.tried.fill(0);
		this.attempt = 1;
	}

	/** Where the first match from a place ends. @param remember whether what failed is kept */
	private run(
		from: number,
		place: number,
		held: Int32Array | undefined,
		remember: boolean
	): number | 'none' | 'gave-up' {
		const { kinds, nexts, joins, tried, attempt, text } = this;
		const width = text.length + 1;
		/** Ways not tried yet: step and place; or a register, as a negative number, and what it held. */
		const open: number[] = [from, place];
		while (open.length > 0) {
			let at = open.pop() as number;
			let step = open.pop() as number;
			if (step < 0) {
				(held as Int32Array)[-step - 1] = at;
				continue;
			}
			for (;;) {
				if (this.left-- <= 0) return 'gave-up';
				const join = remember ? (joins[step] as number) : UNSET;
				if (join >= 0) {
					const cell = join * width + at;
					if (tried[cell] === attempt) break;
					tried[cell] = attempt;
				}
				const kind = kinds[step] as number;
				if (kind === MATCH) return at;
				if (kind === SPLIT) open.push((this.steps[step] as Step & { op: 'split' }).other, at);
				else if (kind === CHARACTER && at < text.length) {
					const { set } = this.steps[step] as Step & { op: 'char' };
					if (!set.has(text.charCodeAt(at))) break;
					at++;
				} else {
					const after = this.take(this.steps[step] as Step, at, held, open);
					if (after === 'gave-up') return after;
					if (after === 'none') break;
					at = after;
				}
				step = nexts[step] as number;
			}
		}
		return 'none';
	}

	/** The place after a step, or that it fails. */
	private take(
		step: Step,
		at: number,
		held: Int32Array | undefined,
		open: number[]
	): number | 'none' | 'gave-up' {
		switch (step.op) {
			case 'char':
				return this.character(step.set, at, step.behind);
			case 'split':
			case 'match':
				return at;
			case 'assert':
				return this.holds(step, at) ? at : 'none';
			case 'look':
				return this.look(step, at, held, open);
			case 'save':
				put(held as Int32Array, step.register, at, open);
				return at;
			case 'reset':
				for (const register of step.registers) put(held as Int32Array, register, UNSET, open);
				return at;
			case 'progress':
				return (held as Int32Array)[step.register] === at ? 'none' : at;
			case 'back':
				return this.back(step, at, held as Int32Array);
		}
	}

	private character(
		set: { has(code: number): boolean },
		at: number,
		behind: boolean
	): number | 'none' {
		const { text } = this;
		if (!behind) {
			if (at >= text.length) return 'none';
			const code = this.program.unicode ? (text.codePointAt(at) as number) : text.charCodeAt(at);
			return set.has(code) ? at + (code > 0xffff ? 2 : 1) : 'none';
		}
		if (at <= 0) return 'none';
		const pair = this.program.unicode && at > 1 ? (text.codePointAt(at - 2) as number) : 0;
		const code = pair > 0xffff ? pair : text.charCodeAt(at - 1);
		return set.has(code) ? at - (code > 0xffff ? 2 : 1) : 'none';
	}

	private holds({ kind, negate, flags }: Step & { op: 'assert' }, at: number): boolean {
		const { text } = this;
		const lines = flags.includes('m');
		if (kind === 'start') return at === 0 || (lines && LINE_END.test(text.charAt(at - 1)));
		if (kind === 'end') return at === text.length || (lines && LINE_END.test(text.charAt(at)));
		return (this.isWord(at - 1) !== this.isWord(at)) !== negate;
	}

	private isWord(at: number): boolean {
		return at >= 0 && at < this.text.length && this.program.word.has(this.text.charCodeAt(at));
	}

	/** What a body that succeeded captured stays; there is no way back into it. */
	private look(
		{ body, negate }: Step & { op: 'look' },
		at: number,
		held: Int32Array | undefined,
		open: number[]
	): number | 'none' | 'gave-up' {
		const inner = held?.slice();
		const end = this.run(body, at, inner, false);
		if (end === 'gave-up') return end;
		if ((end === 'none') !== negate) return 'none';
		if (!negate && held && inner)
			for (let register = 0; register < held.length; register++)
				if (held[register] !== inner[register])
					put(held, register, inner[register] as number, open);
		return at;
	}

	private back(
		{ groups, ignoreCase, behind }: Step & { op: 'back' },
		at: number,
		held: Int32Array
	): number | 'none' {
		const group = groups.find((one) => held[one] !== UNSET && held[one + 1] !== UNSET);
		if (group === undefined) return at;
		const wanted = this.text.slice(held[group], held[group + 1]);
		const from = behind ? at - wanted.length : at;
		if (from < 0) return 'none';
		const here = this.text.slice(from, from + wanted.length);
		if (!this.same(wanted, here, ignoreCase)) return 'none';
		return behind ? from : at + wanted.length;
	}

	private same(wanted: string, here: string, ignoreCase: boolean): boolean {
		if (wanted === here || !ignoreCase) return wanted === here;
		const escaped = wanted.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
		return new RegExp(`^${escaped}$`, this.program.unicode ? 'iu' : 'i').test(here);
	}
}

function kindOf(step: Step): number {
	if (step.op === 'match') return MATCH;
	if (step.op === 'split') return SPLIT;
	return step.op === 'char' && step.simple ? CHARACTER : OTHER;
}

/** Changes a register; the way back restores it. */
function put(held: Int32Array, register: number, value: number, open: number[]): void {
	open.push(-register - 1, held[register] as number);
	held[register] = value;
}

/** Where a match may begin, as far as its first character says. */
function beginsOf({ steps, start }: Program): Uint8Array | undefined {
	const begins = new Uint8Array(128);
	const seen = new Set([start]);
	for (const at of seen) {
		const step = steps[at] as Step;
		if (step.op === 'match' || step.op === 'back') return undefined;
		if (step.op === 'char') step.set.ascii.forEach((has, code) => (begins[code] ||= has));
		else seen.add(step.next);
		if (step.op === 'split') seen.add(step.other);
	}
	return begins;
}
