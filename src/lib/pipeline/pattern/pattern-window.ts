import { RegExpParser, type AST } from '@eslint-community/regexpp';
import { CharacterSet, type CharacterPart } from './character-set';
import { isCharacter } from './pattern-parts';

/** Characters that stand next to one another in whatever a pattern matches, as the source of a pattern of its own. */
interface Window {
	source: string;
	/** How few texts have it: about the number of characters that are told exactly. */
	telling: number;
}

/** Copies of a repeated character that a window has at most. */
const MOST_COPIES = 8;
/** Less is in almost every text, and looking for it is in vain. */
const LEAST_TELLING = 1.5;

/**
 * A pattern that finds something in every text in which another one does, and in few others. It has no repetitions, so that
 * the browser's engine looks through a text of any length in proportion to it.
 *
 * @param isLeftOut whether characters of a set are not to be part of it
 * @returns its source, for the same flags; undefined where there is none that tells something
 */
export function windowOf(
	pattern: string,
	flags: string,
	isLeftOut: (set: CharacterSet) => boolean
): string | undefined {
	const tree = new RegExpParser().parsePattern(pattern, 0, pattern.length, {
		unicode: flags.includes('u')
	});
	const best = new Finder(flags, isLeftOut).ofAlternatives(tree.alternatives);
	return best && best.telling >= LEAST_TELLING ? best.source : undefined;
}

class Finder {
	constructor(
		private readonly flags: string,
		private readonly isLeftOut: (set: CharacterSet) => boolean
	) {}

	/** One of several alternatives matches: the window is that of one of them. */
	ofAlternatives(alternatives: readonly AST.Alternative[]): Window | undefined {
		const windows: Window[] = [];
		for (const alternative of alternatives) {
			const window = this.ofSequence(alternative);
			if (!window) return undefined;
			windows.push(window);
		}
		return {
			source: `(?:${windows.map(({ source }) => source).join('|')})`,
			telling: Math.min(...windows.map(({ telling }) => telling))
		};
	}

	/** Every element matches: the most telling of their windows. */
	private ofSequence({ elements }: AST.Alternative): Window | undefined {
		let best: Window | undefined;
		let open: Window = { source: '', telling: 0 };
		const end = (next?: Window): void => {
			for (const window of next ? [open, next] : [open])
				if (window.telling > (best?.telling ?? 0)) best = window;
			open = { source: '', telling: 0 };
		};
		const take = (part: AST.Element, copies: number): void => {
			const one = this.ofCharacter(part as CharacterPart);
			if (!one) return end();
			for (let copy = 0; copy < copies; copy++)
				open = { source: open.source + one.source, telling: open.telling + one.telling };
		};
		for (const element of elements) {
			if (isCharacter(element)) take(element, 1);
			// Characters on both sides of an assertion stand next to one another.
			else if (element.type === 'Quantifier' && isCharacter(element.element)) {
				const copies = Math.min(element.min, MOST_COPIES);
				if (copies > 0) take(element.element, copies);
				if (copies === element.max) continue;
				end();
				if (copies > 0) take(element.element, copies);
			} else if (element.type !== 'Assertion') end(this.ofPart(element));
		}
		end();
		return best;
	}

	private ofPart(element: AST.Element): Window | undefined {
		switch (element.type) {
			case 'Group':
				return element.modifiers ? undefined : this.ofAlternatives(element.alternatives);
			case 'CapturingGroup':
				return this.ofAlternatives(element.alternatives);
			case 'Quantifier':
				return element.min === 0 ? undefined : this.ofPart(element.element);
			default:
				return undefined;
		}
	}

	private ofCharacter(part: CharacterPart): Window | undefined {
		const set = new CharacterSet(part, this.flags);
		if (this.isLeftOut(set)) return undefined;
		const size = set.ascii.reduce((sum, has) => sum + has, 0);
		return { source: set.source, telling: Math.max(0, 1 - Math.log2(Math.max(1, size)) / 7) };
	}
}
