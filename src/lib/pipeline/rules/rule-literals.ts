import { RegExpParser, type AST } from '@eslint-community/regexpp';

/**
 * What every message that a pattern matches must hold, in lower case: of each list at least one text. They are sought in a
 * message's *shape*, so they hold nothing that a shape may change: no digit, and no letters that may belong to a
 * hexadecimal id. An empty result tells nothing.
 */
export function requiredLiterals(pattern: string, flags: string): string[][] {
	// With both flags, letters beyond ASCII match ASCII ones (K, ſ), which lower case does not undo.
	if (flags.includes('u') && flags.includes('i')) return [];
	const tree = new RegExpParser().parsePattern(pattern, 0, pattern.length, {
		unicode: flags.includes('u')
	});
	return ofAlternatives(tree.alternatives);
}

/** One of several alternatives matches: one of all their texts is there, each alternative's most telling ones taken. */
function ofAlternatives(alternatives: readonly AST.Alternative[]): string[][] {
	const lists = alternatives.map(({ elements }) => ofSequence(elements));
	if (lists.length === 1) return lists[0] as string[][];
	const best = lists.map((required) =>
		required.reduce<string[]>((a, b) => (shortest(b) > shortest(a) ? b : a), [])
	);
	return best.every((texts) => texts.length > 0) ? [best.flat()] : [];
}

/** Every element matches. */
function ofSequence(elements: readonly AST.Element[]): string[][] {
	const required: string[][] = [];
	let run = '';
	const endRun = (): void => {
		const part = surePart(run);
		if (part !== '') required.push([part]);
		run = '';
	};
	for (const element of elements) {
		if (element.type === 'Character') run += String.fromCodePoint(element.value);
		else {
			endRun();
			required.push(...ofElement(element));
		}
	}
	endRun();
	return required;
}

function ofElement(element: AST.Element): string[][] {
	switch (element.type) {
		case 'Group':
			return element.modifiers ? [] : ofAlternatives(element.alternatives);
		case 'CapturingGroup':
			return ofAlternatives(element.alternatives);
		case 'Quantifier':
			return element.min === 0 ? [] : ofSequence([element.element]);
		default:
			return [];
	}
}

const shortest = (texts: readonly string[]): number =>
	texts.length === 0 ? 0 : Math.min(...texts.map(({ length }) => length));

/**
 * What a shape may write differently: hexadecimal numbers, digits, words of nothing but hexadecimal letters. Beyond ASCII,
 * letters may match others that lower case does not make the same.
 */
const CHANGEABLE = /0x[a-f\d]*|\d+|(?<![a-z\d])[a-f]+(?![a-z\d])|[\u0080-\uffff]+/g;
/**
 * At its ends a literal may continue into an id or a hexadecimal number. Not so after or before a word with another letter:
 * a run of letters and digits that holds one is neither.
 */
const HEX_START = /^(?:-?x?[a-f]*(?![a-z]))+/;
const HEX_END = /(?:(?<![a-z])x?[a-f]*-?)+$/;

/** The longest part of a literal that the shape of every message with it has too; empty when there is none. */
function surePart(literal: string): string {
	const parts = literal
		.toLowerCase()
		.split(CHANGEABLE)
		.map((part) => part.replace(HEX_START, '').replace(HEX_END, ''));
	return parts.reduce((best, part) => (part.length > best.length ? part : best), '');
}
