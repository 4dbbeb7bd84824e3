import fc from 'fast-check';
import { canonicalise } from '../../src/lib/pipeline/canonical/canonical';
import { severityOf } from '../../src/lib/pipeline/canonical/severity';
import { csvLines } from '../../src/lib/pipeline/export/csv';
import { maskPii } from '../../src/lib/pipeline/export/pii';
import { LINE_FORMATS } from '../../src/lib/pipeline/read/formats';
import { InputError } from '../../src/lib/pipeline/read/input-error';
import type { InputFormat } from '../../src/lib/pipeline/read/input-format';
import { RowReader } from '../../src/lib/pipeline/read/row-batch';
import { TimeReader } from '../../src/lib/pipeline/read/time-reader';
import { RuleSet } from '../../src/lib/pipeline/rules/rules';
import { sniffInput } from '../../src/lib/pipeline/sniff/sniff';
import { withoutAnsi } from '../../src/lib/pipeline/text/ansi';
import { withVisibleControls } from '../../src/lib/pipeline/text/visible-controls';
import { textFinder } from '../../src/lib/pipeline/view/text-match';
import { DEFAULT_RULES } from '../../training/default-rules';
import { PII_CASES } from '../unit/pipeline/export/pii-cases';
import { NASTY } from './broken-text';
import { processorTime } from './target';

/** Twice the text may take this many times the time: twice, and a quarter for what measuring adds. */
export const MOST_GROWTH = 2.6;
/** Milliseconds below which a time says nothing; what grows with the square takes seconds at these lengths. */
const MEASURABLE = 8;
const LENGTH = 24_000;
const TRIES = 6;

/** A few parts over and over, which is what makes searches start again at every place. */
export const hostile: fc.Arbitrary<{ first: string; parts: string[]; last: string }> = fc.record({
	first: fc.constantFrom('', '', '"', '{"a":"', '2026-11-20 10:00:00 ', '<34>', 'a=', '[', 'user='),
	parts: fc.array(
		fc.oneof(
			fc.constantFrom(...NASTY.filter((part) => part !== '\0')),
			fc.constantFrom(...'a A 1 0f : . - _ / \\ @ = " \' ( [ { < , ; # + ~'.split(' '), ' '),
			fc.constantFrom(
				...Object.values(PII_CASES)
					.flat()
					.map(([line]) => line.slice(0, 24))
			),
			fc.constantFrom(...LINE_FORMATS.map(({ example }) => example.slice(0, 30)))
		),
		{ minLength: 1, maxLength: 4 }
	),
	last: fc.constantFrom('', '!', '"', '\n', '}')
});

type Hostile = typeof hostile extends fc.Arbitrary<infer Value> ? Value : never;

const textOf = ({ first, parts, last }: Hostile, length: number): string => {
	const piece = parts.join('') || 'a';
	return first + piece.repeat(Math.ceil(length / piece.length)) + last;
};

function readAs(text: string, overrides: Partial<InputFormat>): void {
	try {
		const { format, mapping } = sniffInput(text, true, 'a.log', overrides);
		if (mapping.message === undefined) return;
		const reader = new RowReader(format, mapping);
		const size = 4_096;
		for (let at = 0; at <= text.length; at += size) {
			const batch = reader.push(text.slice(at, at + size), at + size > text.length);
			for (let row = batch.skip; row < batch.scanned.rows; row++)
				void [batch.time(row), batch.level(row), batch.message(row)];
		}
	} catch (error) {
		if (!(error instanceof InputError)) throw error;
	}
}

const rules = new RuleSet(DEFAULT_RULES);
const noLine = (text: string): string => text.replace(/[\r\n]/g, ' ');

/** Everything that is done with a text as long as somebody else likes. */
const WORK: Record<string, (text: string) => void> = {
	masking: maskPii,
	'canonical text': canonicalise,
	severity: (text) => severityOf(text),
	rules: (text) => rules.match(text, ''),
	search: (text) => textFinder('a1', false)(text),
	time: (text) => new TimeReader({ zone: 'utc', reference: 0, dayFirst: false }).read(text),
	colours: withoutAnsi,
	'visible controls': withVisibleControls,
	'cells of an export': (text) => csvLines([[text, `'${text}`]]),
	'reading as it is guessed': (text) => readAs(text, {}),
	'reading as lines': (text) => readAs(text, { kind: 'lines' }),
	'reading as one line': (text) => readAs(noLine(text), { kind: 'lines' }),
	'reading as a table': (text) => readAs(text, { kind: 'csv', delimiter: ',' }),
	'reading as JSON': (text) => readAs(text, { kind: 'json' }),
	'headers of all formats': (text) => {
		const line = noLine(text);
		for (const { read } of LINE_FORMATS) read(line, 0, line.length);
	}
};

function time(work: (text: string) => void, text: string): number {
	const start = processorTime();
	work(text);
	return processorTime() - start;
}

/**
 * How the time of each kind of work grows when a text gets twice as long.
 *
 * @returns what grew by more than `most` in each of some tries, with the least of these
 */
export function tooSteep(made: Hostile, most = MOST_GROWTH): { work: string; growth: number }[] {
	const [one, two] = [textOf(made, LENGTH), textOf(made, LENGTH * 2)];
	return Object.entries(WORK).flatMap(([name, work]) => {
		let least = Infinity;
		for (let at = 0; at < TRIES && least > most; at++) {
			const twice = time(work, two);
			if (twice < MEASURABLE) return [];
			least = Math.min(least, twice / time(work, one));
		}
		return least > most ? [{ work: name, growth: least }] : [];
	});
}
