/** Log statements whose messages have one canonical text each, as many as wanted. */
import { canonicalise } from '../../src/lib/pipeline/canonical/canonical';
import type { CorpusEntry } from '../../training/corpus';
import { fillSlots, type Random } from '../../training/slots';

/** One log statement of one system. */
export interface Statement {
	sources: readonly string[];
	level: string;
	/** Text with `{slots}`, all of whose fillings have one canonical text (almost: see `fillStatement`). */
	template: string;
	canonical: string;
	/** A filling that has the canonical text for sure. */
	example: string;
}

/** Slots whose values fold to one placeholder wherever they stand, nearly always. The others are filled once. */
const FOLDING =
	'n int big float pct hex hex16 sha uuid ip ipv6 mac url path winpath email ts date time bytes ver pid'.split(
		' '
	);
const SLOT = /\{([^{}"]*)\}/g;
/** Fillings that must agree before a statement keeps its slots. */
const TRIALS = 12;
/** Fillings tried before a row falls back on the example. */
const ATTEMPTS = 4;
/** Attempts at a new canonical text, in units of the number wanted, before giving up. */
const PATIENCE = 50;

/**
 * Makes `count` statements with distinct canonical texts: first from the corpus in random order, which mixes its systems,
 * then from the corpus with invented words added.
 */
export function makeStatements(
	corpus: readonly CorpusEntry[],
	count: number,
	random: Random
): Statement[] {
	const entries = shuffled(corpus, random);
	const found = new Map<string, Statement>();
	for (let turn = 0; found.size < count; turn++) {
		if (turn > PATIENCE * count + entries.length)
			throw new Error(`Only ${found.size} of ${count} distinct canonical texts could be made.`);
		const entry = entries[turn % entries.length] as CorpusEntry;
		const words = turn < entries.length ? '' : ` (${inventedWord(random)} ${inventedWord(random)})`;
		const statement = makeStatement(entry, entry.template + words, random);
		if (statement.canonical !== '' && !found.has(statement.canonical))
			found.set(statement.canonical, statement);
	}
	return [...found.values()];
}

/** A message of the statement with values of its own. */
export function fillStatement({ template, canonical, example }: Statement, random: Random): string {
	for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
		const message = fillSlots(template, random);
		if (message === example || canonicalise(message) === canonical) return message;
	}
	return example;
}

function makeStatement(entry: CorpusEntry, template: string, random: Random): Statement {
	const { sources, level } = entry;
	const partly = fixSlots(template, random, (slot) => !FOLDING.includes(slot));
	const varied = agreesWithItself(partly, random) ? partly : fixSlots(partly, random, () => true);
	const example = fillSlots(varied, random);
	return { sources, level, template: varied, canonical: canonicalise(example), example };
}

const fixSlots = (template: string, random: Random, isFixed: (slot: string) => boolean): string =>
	template.replace(SLOT, (whole, slot: string) =>
		isFixed(slot) ? fillSlots(whole, random) : whole
	);

function agreesWithItself(template: string, random: Random): boolean {
	const texts = Array.from({ length: TRIALS }, () => canonicalise(fillSlots(template, random)));
	return texts.every((text) => text === texts[0]);
}

const ONSETS = 'b c d f g h l m n p r s t v br cl dr fl gr pl st tr'.split(' ');
const RHYMES = 'a e i o u an en on ar er or al el il ast ent ing ump ond ick'.split(' ');

/** Two or three syllables of lower-case letters: read as language, so never folded. */
function inventedWord(random: Random): string {
	const syllables = 2 + Math.floor(random() * 2);
	return Array.from({ length: syllables }, () => pick(ONSETS, random) + pick(RHYMES, random)).join(
		''
	);
}

const pick = (items: readonly string[], random: Random): string =>
	items[Math.floor(random() * items.length)] as string;

/** Fisher and Yates. */
function shuffled<T>(items: readonly T[], random: Random): T[] {
	const order = [...items];
	for (let at = order.length - 1; at > 0; at--) {
		const other = Math.floor(random() * (at + 1));
		[order[at], order[other]] = [order[other] as T, order[at] as T];
	}
	return order;
}
