import { RegExpParser, type AST } from '@eslint-community/regexpp';
import { MAX_RULE_CHARS, MAX_RULE_MILLISECONDS } from '../constants';

/** Characters tried, in this order, for what a class or set matches. */
const PROBES = 'a0 -_./:,=A"\'()[]{}<>@#%&*+;!?|\\\t\n\u00e9';
/** What follows a repeated part so that the match fails in the end and the engine tries every other way. */
const TAILS = ['\u0001', ' !'];
/** Samples of one repeated part: `(a|b)+` wants more than one. */
const VARIANTS = 3;
/** Time of one trial from which the text grows by single repetitions: each may double the time. */
const CAREFUL_FROM = 4;

/**
 * Tries to make a rule's pattern slow: repeats what its quantifiers repeat, up to the longest text a rule sees, with an
 * end that does not match. Patterns such as `(a+)+$` take time that doubles with each character (catastrophic
 * backtracking; Davis et al., The Impact of Regular Expression Denial of Service in Practice, 2018).
 *
 * @param clock milliseconds, monotonic
 * @returns why the pattern is refused, in words for the user; undefined when no trial was slow
 */
export function slowPattern(
	pattern: string,
	flags: string,
	clock: () => number
): string | undefined {
	const regex = new RegExp(pattern, flags);
	for (const { prefix, pump } of attacks(pattern, flags))
		for (const tail of TAILS) {
			const slow = slowAt(regex, prefix, pump, tail, clock);
			if (slow !== undefined)
				return `the pattern can take too long: ${slow} characters were enough for more than ${MAX_RULE_MILLISECONDS} ms, repeating ${JSON.stringify(pump.slice(0, 20))}. Avoid a repetition inside another, such as (a+)+, and several .* in a row.`;
		}
	return undefined;
}

/** Length of the text that is too slow, if any. */
function slowAt(
	regex: RegExp,
	prefix: string,
	pump: string,
	tail: string,
	clock: () => number
): number | undefined {
	for (let repeats = 4; ;) {
		const text = prefix + pump.repeat(repeats) + tail;
		const took = Math.min(timeOf(regex, text, clock), MAX_RULE_MILLISECONDS + 1);
		// A pause of the machine is no fault of the pattern.
		if (took > MAX_RULE_MILLISECONDS && timeOf(regex, text, clock) > MAX_RULE_MILLISECONDS)
			return text.length;
		if (text.length >= MAX_RULE_CHARS) return undefined;
		repeats += took > CAREFUL_FROM && repeats < 64 ? 1 : Math.ceil(repeats / 3);
	}
}

function timeOf(regex: RegExp, text: string, clock: () => number): number {
	const start = clock();
	regex.test(text.slice(0, MAX_RULE_CHARS));
	return clock() - start;
}

interface Attack {
	prefix: string;
	pump: string;
}

function attacks(pattern: string, flags: string): Attack[] {
	const tree = new RegExpParser().parsePattern(pattern, 0, pattern.length, {
		unicode: flags.includes('u')
	});
	const found = new Map<string, Attack>();
	for (const { element, prefix } of quantifiers(tree, ''))
		for (let variant = 0; variant < VARIANTS; variant++) {
			const pump = sample(element, variant);
			if (pump === '') continue;
			for (const before of new Set(['', prefix])) {
				const attack = { prefix: before, pump };
				found.set(JSON.stringify(attack), attack);
			}
		}
	return [...found.values()];
}

type Part = AST.Pattern | AST.Alternative | AST.Element;

/** Every part that is repeated often, with a text that leads to it. */
function quantifiers(part: Part, prefix: string): { element: AST.Element; prefix: string }[] {
	switch (part.type) {
		case 'Pattern':
		case 'Group':
		case 'CapturingGroup':
			return part.alternatives.flatMap((alternative) => quantifiers(alternative, prefix));
		case 'Assertion':
			return part.kind === 'lookahead' || part.kind === 'lookbehind'
				? part.alternatives.flatMap((alternative) => quantifiers(alternative, prefix))
				: [];
		case 'Alternative': {
			let before = prefix;
			return part.elements.flatMap((element) => {
				const found = quantifiers(element, before);
				before += sample(element, 0);
				return found;
			});
		}
		case 'Quantifier': {
			const inner = quantifiers(part.element, prefix);
			return part.max < 4 ? inner : [{ element: part.element, prefix }, ...inner];
		}
		default:
			return [];
	}
}

/** A text that the part matches; the empty one where none is found. */
function sample(part: Part, variant: number): string {
	switch (part.type) {
		case 'Pattern':
		case 'Group':
		case 'CapturingGroup':
			return sample(
				part.alternatives[variant % part.alternatives.length] as AST.Alternative,
				variant
			);
		case 'Alternative':
			return part.elements.map((element) => sample(element, variant)).join('');
		case 'Quantifier':
			return part.max === 0 ? '' : sample(part.element, variant).repeat(Math.max(1, part.min));
		case 'Character':
			return String.fromCodePoint(part.value);
		case 'CharacterSet':
		case 'CharacterClass':
			return probe(part.raw, variant);
		default:
			return '';
	}
}

function probe(raw: string, variant: number): string {
	const single = new RegExp(`^${raw}$`, raw.includes('\\p') ? 'u' : '');
	const matching = Array.from(PROBES).filter((character) => single.test(character));
	// A class of few literal characters names them itself.
	const all =
		matching.length > 0 ? matching : Array.from(raw).filter((character) => single.test(character));
	return all[variant % Math.max(1, all.length)] ?? '';
}
