import { describe, expect, it } from 'vitest';
import {
	estimateRun,
	SampleCounter,
	type SampleCount
} from '../../../../src/lib/pipeline/run/estimate';
import { mostMilliseconds, runMilliseconds } from '../../../../src/lib/pipeline/run/run-duration';
import { inputFormat } from '../../support/export-rows';
import { CASCADE } from '../../support/run-fakes';

const INPUT = {
	format: inputFormat(['source', 'log_message']),
	mapping: { source: 0, message: 1, defaultSource: 'file' }
};
const WORDS = 'river stone cloud apple table window garden music paper silver'.split(' ');

/** Counts texts, each as one piece. */
function counted(pieces: readonly string[], header = false): SampleCount {
	const counter = new SampleCounter(INPUT, CASCADE);
	for (const text of pieces) counter.add({ text, header, final: true });
	return counter.count;
}
/** Pieces of a sample, each with its texts. */
function sampled(pieces: readonly (readonly string[])[]): SampleCount {
	return counted(pieces.map((texts) => texts.map((text) => `a,${text}\n`).join('')));
}
/** The estimate for an input so many times larger than its pieces. */
const grown = (count: SampleCount, times: number) =>
	estimateRun(count, {
		chars: count.chars * times,
		bytes: count.chars * times,
		complete: false,
		newShare: 1
	});

describe('SampleCounter', () => {
	it('counts canonical texts, leaves out the header and what a rule settles', () => {
		const text = 'source,log_message\na,job 1 done\na,job 2 done\nb,Disk full\nb,ask me 7\n';
		const { rows, chars, pieces, texts } = counted([text], true);
		expect([rows, chars, pieces]).toEqual([4, text.length, 1]);
		expect([...texts.keys()]).toEqual(['job # done', 'ask me #']);
	});

	it('counts in how many pieces a text stands, and leaves out a torn last row', () => {
		const counter = new SampleCounter(INPUT, CASCADE);
		counter.add({ text: 'a,one\na,two\na,one\na,torn', header: false, final: false });
		counter.add({ text: 'a,one\n', header: false, final: false });
		expect(counter.count).toMatchObject({ rows: 4, pieces: 2 });
		expect([...counter.count.texts]).toEqual([
			['one', 2],
			['two', 1]
		]);
	});
});

describe('estimateRun', () => {
	it('gives a whole input as counted', () => {
		const count = counted(['a,x\na,y\na,x\n']);
		const estimate = estimateRun(count, { chars: 12, bytes: 12, complete: true, newShare: 1 });
		expect(estimate).toMatchObject({ exact: true, rows: 3, texts: 2, newTexts: 2 });
		const size = { chars: 12, bytes: 12, complete: true, newShare: 0.5 };
		expect(estimateRun(count, size).newTexts).toBe(1);
	});

	it('extends rows, time and storage in proportion', () => {
		const count = { ...sampled([['a', 'b'], ['a', 'b'], ['a'], ['b'], ['a']]), milliseconds: 10 };
		const estimate = grown(count, 16);
		expect(estimate).toMatchObject({ exact: false, rows: 112, readMilliseconds: 160, texts: 2 });
		expect(estimate.storedBytes).toBe(count.chars * 16 + 112 * 23 + 2 * 900);
	});

	it('counts the tokens that are read', () => {
		const texts = new Map([
			['job # done', 1],
			['word '.repeat(100), 1]
		]);
		const count = { rows: 2, chars: 10, pieces: 1, texts, milliseconds: 1 };
		const size = { chars: 10, bytes: 10, complete: true, newShare: 1 };
		expect(estimateRun(count, size).tokensPerText).toBe((5 + 102) / 2);
		expect(estimateRun(count, { ...size, maxTokens: 64 }).tokensPerText).toBe((5 + 64) / 2);
	});

	it('says that all are distinct when all samples are, and that there are no more when each came again', () => {
		// Letters only: numbers fold.
		const name = (at: number): string =>
			`the ${[...String(at)].map((digit) => WORDS[Number(digit)]).join(' ')}`;
		const distinct = Array.from({ length: 8 }, (_, piece) =>
			Array.from({ length: 10 }, (__, at) => name(piece * 10 + at))
		);
		expect(Math.abs(grown(sampled(distinct), 10).texts - 800)).toBeLessThanOrEqual(20);
		const repeated = Array.from({ length: 8 }, () => distinct[0] ?? []);
		expect(grown(sampled(repeated), 10).texts).toBe(10);
		expect(grown(counted([]), 10).texts).toBe(0);
	});

	it('takes few pieces to grow by the square root', () => {
		expect(grown(sampled([WORDS, WORDS]), 9).texts).toBe(30);
	});

	it.each([
		['few kinds', 300, 0, 0.1],
		['a long tail', 5_000, 1, 0.35]
	])('comes near the distinct texts of a log of %s', (_, kinds, slope, most) => {
		let seed = 1;
		const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
		// The text of rank r comes with probability in proportion to r to the power of -slope (Zipf).
		const weights = Array.from({ length: kinds }, (__, rank) => (rank + 1) ** -slope);
		const total = weights.reduce((sum, weight) => sum + weight);
		const draw = (): number => {
			let left = random() * total;
			return Math.max(
				0,
				weights.findIndex((weight) => (left -= weight) <= 0)
			);
		};
		const rows = Array.from({ length: 40_000 }, draw);
		const texts = new Map<string, number>();
		for (let piece = 0; piece < 32; piece++)
			for (const kind of new Set(rows.slice(piece * 125, piece * 125 + 125)))
				texts.set(`${kind}`, (texts.get(`${kind}`) ?? 0) + 1);
		const count = { rows: 4_000, chars: 4_000, pieces: 32, texts, milliseconds: 1 };
		expect(Math.abs(grown(count, 10).texts / new Set(rows).size - 1)).toBeLessThan(most);
	});
});

describe('runMilliseconds', () => {
	const estimate = {
		exact: false,
		rows: 1_000,
		texts: 5_000,
		newTexts: 1_000,
		tokensPerText: 50,
		readMilliseconds: 2_000,
		storedBytes: 0
	};
	const rate = { textsPerSecond: 100, tokensPerText: 50, embedders: 2 };

	it('spreads the work over the embedders', () => {
		expect(runMilliseconds(estimate, rate)).toBe(6_000);
	});

	it('counts longer texts for more', () => {
		expect(runMilliseconds({ ...estimate, tokensPerText: 100 }, rate)).toBe(11_000);
	});

	it('never takes less than reading', () => {
		expect(runMilliseconds({ ...estimate, newTexts: 3 }, rate)).toBe(2_000);
	});

	it('tells a run that is short on any machine from one of as many long texts', () => {
		const few = { ...estimate, newTexts: 550, tokensPerText: 10, readMilliseconds: 100 };
		expect(mostMilliseconds(few)).toBe(5_100);
		expect(mostMilliseconds({ ...few, tokensPerText: 100 })).toBe(50_100);
	});
});
