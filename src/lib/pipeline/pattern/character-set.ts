import type { AST } from '@eslint-community/regexpp';

const ASCII = 128;
/** Letters that others beyond ASCII match where case is ignored in Unicode patterns: the long s and the kelvin sign. */
const FOLDED = 'sSkK';

/** A character, class or escape of a pattern. */
export type CharacterPart = AST.Character | AST.CharacterSet | AST.CharacterClass;

/** What a part may match beyond ASCII. Never less than what it does match. */
interface Beyond {
	spaces: boolean;
	others: boolean;
}

const NOTHING: Beyond = { spaces: false, others: false };
const EVERYTHING: Beyond = { spaces: true, others: true };
const SPACES: Beyond = { spaces: true, others: false };
const OTHERS: Beyond = { spaces: false, others: true };

/** The characters that one character, class or escape of a pattern matches, as the engine itself says. */
export class CharacterSet {
	/** Which ASCII characters it holds. */
	readonly ascii = new Uint8Array(ASCII);
	readonly beyond: Beyond;
	/** The part as the source of a pattern with its flags, whatever follows. */
	readonly source: string;
	private readonly single: RegExp;
	private readonly known = new Map<number, boolean>();

	/** @param flags of the pattern, at this place */
	constructor(part: CharacterPart, flags: string) {
		const own = flags.replace(/[^isu]/g, '');
		this.source = sourceOf(part, own);
		this.single = new RegExp(`^${this.source}$`, own);
		this.beyond = beyondOf(part, own.includes('i') && own.includes('u'));
		for (let code = 0; code < ASCII; code++)
			this.ascii[code] = this.single.test(String.fromCharCode(code)) ? 1 : 0;
	}

	/** @param code a code point where the pattern is Unicode, else a UTF-16 unit */
	has(code: number): boolean {
		if (code < ASCII) return this.ascii[code] === 1;
		if (!this.beyond.spaces && !this.beyond.others) return false;
		const known = this.known.get(code);
		if (known !== undefined) return known;
		const found = this.single.test(String.fromCodePoint(code));
		this.known.set(code, found);
		return found;
	}
}

function sourceOf(part: CharacterPart, flags: string): string {
	if (part.type !== 'Character') return part.raw;
	const hex = part.value.toString(16);
	return flags.includes('u') ? `\\u{${hex}}` : `\\u${hex.padStart(4, '0')}`;
}

/** @param folds letters beyond ASCII match ASCII ones */
function beyondOf(part: CharacterPart, folds: boolean): Beyond {
	switch (part.type) {
		case 'Character':
			return beyondOfCharacter(part.value, folds);
		case 'CharacterSet':
			if (part.kind === 'digit') return part.negate ? EVERYTHING : NOTHING;
			if (part.kind === 'space') return part.negate ? OTHERS : SPACES;
			if (part.kind === 'word' && !part.negate) return folds ? OTHERS : NOTHING;
			return EVERYTHING;
		case 'CharacterClass':
			return beyondOfClass(part.elements, part.negate, folds);
	}
}

function beyondOfCharacter(code: number, folds: boolean): Beyond {
	const character = String.fromCodePoint(code);
	if (code < ASCII) return folds && FOLDED.includes(character) ? OTHERS : NOTHING;
	return /\s/.test(character) ? SPACES : OTHERS;
}

function beyondOfClass(
	elements: AST.CharacterClass['elements'],
	negate: boolean,
	folds: boolean
): Beyond {
	const holds = (wanted: boolean): boolean =>
		elements.some(
			(one) => one.type === 'CharacterSet' && one.kind === 'space' && one.negate === wanted
		);
	if (negate) return { spaces: !holds(false), others: !holds(true) };
	const parts = elements.map((element): Beyond => {
		if (element.type === 'Character' || element.type === 'CharacterSet')
			return beyondOf(element, folds);
		if (element.type !== 'CharacterClassRange' || element.max.value >= ASCII) return EVERYTHING;
		return folds ? OTHERS : NOTHING;
	});
	return {
		spaces: parts.some(({ spaces }) => spaces),
		others: parts.some(({ others }) => others)
	};
}
