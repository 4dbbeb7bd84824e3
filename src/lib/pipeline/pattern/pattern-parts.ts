import type { AST } from '@eslint-community/regexpp';

/** A part of a pattern. */
export type Node = AST.Alternative | AST.Element;

/** Whether a part may match without taking a character. A back-reference may. */
export function canBeEmpty(part: Node): boolean {
	switch (part.type) {
		case 'Alternative':
			return part.elements.every(canBeEmpty);
		case 'Group':
		case 'CapturingGroup':
			return part.alternatives.some(canBeEmpty);
		case 'Quantifier':
			return part.min === 0 || canBeEmpty(part.element);
		case 'Assertion':
		case 'Backreference':
			return true;
		default:
			return false;
	}
}

/** Whether a part takes just one character. */
export const isCharacter = ({ type }: AST.Element): boolean =>
	type === 'Character' || type === 'CharacterClass' || type === 'CharacterSet';

/** Characters that a part takes at most. */
export function longestOf(part: Node | AST.Pattern): number {
	switch (part.type) {
		case 'Alternative':
			return part.elements.reduce((sum, one) => sum + longestOf(one), 0);
		case 'Pattern':
		case 'Group':
		case 'CapturingGroup':
			return Math.max(...part.alternatives.map(longestOf));
		case 'Quantifier': {
			const once = longestOf(part.element);
			return once === 0 || part.max === 0 ? 0 : once * part.max;
		}
		case 'Assertion':
			return part.kind === 'lookahead' ? Math.max(...part.alternatives.map(longestOf)) : 0;
		default:
			return part.type === 'Backreference' ? Infinity : 1;
	}
}
