import assert from 'node:assert/strict';
import fc from 'fast-check';
import { canonicalise } from '../../../src/lib/pipeline/canonical/canonical';
import { shapeOf } from '../../../src/lib/pipeline/canonical/message-shape';
import { SafePattern } from '../../../src/lib/pipeline/pattern/safe-pattern';
import { textFinder } from '../../../src/lib/pipeline/view/text-match';
import { RuleSet } from '../../../src/lib/pipeline/rules/rules';
import { sniffInput } from '../../../src/lib/pipeline/sniff/sniff';
import { FORMAT_SAMPLES } from '../../format-samples';
import { cut, cuts } from '../../unit/support/pieces';
import { readRows } from '../../unit/support/read-rows';
import { outcomes, run } from '../../unit/support/run-fakes';
import { rule } from '../../unit/support/small-bundle';
import { brokenMessage, NASTY } from '../broken-text';
import { processorTime, target, type Target } from '../target';

/** Milliseconds of one search. */
const MOST_PER_SEARCH = 2_000;

const atom = fc.oneof(
	{
		weight: 4,
		arbitrary: fc.constantFrom('a', 'b', 'ab', '1', ' ', '\\w', '\\d', '\\s', '.', '[^a]')
	},
	fc.constantFrom(
		'[a-z0-9]',
		'\\b',
		'^',
		'$',
		'\\1',
		'\\k<x>',
		'[\\w.-]',
		'\\u00e9',
		'\\p{L}',
		'\\S'
	),
	fc.constantFrom(...NASTY)
);
const times = fc.constantFrom(
	'',
	'',
	'*',
	'+',
	'?',
	'*?',
	'+?',
	'{2}',
	'{0,20}',
	'{3,}',
	'{1,900}'
);
const { pattern: anyPattern } = fc.letrec<{ pattern: string; part: string }>((tie) => ({
	pattern: fc.array(tie('part'), { minLength: 1, maxLength: 4 }).map((parts) => parts.join('')),
	part: fc.oneof(
		{ depthSize: 'small', withCrossShrink: true },
		fc.tuple(atom, times).map((parts) => parts.join('')),
		fc.tuple(tie('pattern'), times).map(([inner, many]) => `(?:${inner})${many}`),
		fc.tuple(tie('pattern'), tie('pattern'), times).map(([a, b, many]) => `(?:${a}|${b})${many}`),
		fc.tuple(tie('pattern'), times).map(([inner, many]) => `(${inner})${many}`),
		fc
			.tuple(fc.constantFrom('?=', '?!', '?<=', '?<!', '?<x>'), tie('pattern'))
			.map(([kind, inner]) => `(${kind}${inner})`)
	)
}));
const flags = fc.constantFrom('', 'i', 'u', 'iu', 'm', 's', 'ims');

/** Few letters many times, and a last one that undoes the match. */
const searched = fc.oneof(
	brokenMessage,
	fc
		.tuple(
			fc.array(fc.constantFrom('a', 'b', 'ab', '1', ' ', '\u00e9'), { minLength: 1, maxLength: 4 }),
			fc.integer({ min: 1, max: 3_000 }),
			fc.constantFrom('!', '', '\n', 'b')
		)
		.map(([parts, many, last]) => parts.join('').repeat(many) + last)
);

function compiles(pattern: string, flags: string): boolean {
	try {
		return new RegExp(pattern, flags) instanceof RegExp;
	} catch {
		return false;
	}
}

/** A pattern that can be used; undefined for one that repeats too much, which is refused in words. */
function usable(pattern: string, flags: string): SafePattern | undefined {
	const safe = new SafePattern(pattern, flags);
	try {
		void safe.engine;
		return safe;
	} catch (error) {
		assert.match((error as Error).message, /repeats too much/);
		return undefined;
	}
}

export const deciding: Target[] = [
	target(
		'no pattern hangs, as a rule or as a search',
		'pattern',
		fc.record({ pattern: anyPattern, flags, text: searched }),
		({ pattern, flags, text }) => {
			const safe = compiles(pattern, flags) ? usable(pattern, flags) : undefined;
			if (!safe) return;
			const start = processorTime();
			const found = safe.find(text);
			assert.ok(processorTime() - start < MOST_PER_SEARCH, 'the search took too long');
			if (found) assert.ok(found[0] <= found[1] && found[1] <= text.length);
			const set = new RuleSet([rule({ pattern, flags })]);
			const match = set.match(text, '');
			assert.deepEqual(match?.span, found);
			if (match) assert.deepEqual(set.candidates(shapeOf(text)), [0]);
		}
	),
	target(
		'a search of any text finds it',
		'text',
		fc.record({ text: brokenMessage, from: fc.nat(200), size: fc.integer({ min: 1, max: 20 }) }),
		({ text, from, size }) => {
			const wanted = text.slice(from, from + size);
			if (wanted.trim() === '') return;
			for (const [start, end] of textFinder(wanted, false)(text))
				assert.ok(start < end && end <= text.length);
		}
	),
	target(
		'a run has the rows of its input, with the same results at any piece border',
		'file',
		fc.record({
			sample: fc.constantFrom(...FORMAT_SAMPLES.map(({ file }) => file)),
			added: fc.array(brokenMessage, { maxLength: 3 }),
			at: cuts
		}),
		async ({ sample, added, at }) => {
			const { text: start, file } = FORMAT_SAMPLES.find(({ file }) => file === sample) ?? {};
			const text = [start, ...added].join('\n').replace(/\p{Surrogate}/gu, '\uFFFD');
			const { format, mapping } = sniffInput(text, true, file ?? '');
			if (mapping.message === undefined) return;
			const way = { format: { ...format, zone: 'utc' as const }, mapping };
			const { rows } = readRows(way, [text]);
			const [whole, pieces] = [await run([text], way), await run(cut(text, at), way)];
			assert.equal(whole.snapshot.rows, rows.length);
			assert.equal(whole.table.rowCount, rows.length);
			assert.deepEqual(outcomes(pieces.table), outcomes(whole.table));
			const known = new Set(rows.map(({ message }) => canonicalise(message)));
			for (const { canonical } of whole.sink.templates.values())
				assert.ok(known.has(canonical), `no row has the message ${canonical}`);
		}
	)
];
