import { describe, expect, it } from 'vitest';
import {
	countSample,
	estimateRun,
	runMilliseconds,
	type SampleCount
} from '../../src/lib/pipeline/estimate';
import { inputFormat } from './export-rows';
import { CASCADE } from './run-fakes';

const INPUT = {
	format: inputFormat(['source', 'log_message']),
	mapping: { source: 0, message: 1, defaultSource: 'file' }
};
const empty = (): SampleCount => ({ rows: 0, chars: 0, texts: new Map(), milliseconds: 0 });

function counted(text: string, header = false): SampleCount {
	const count = empty();
	countSample(text, header, INPUT, CASCADE, count);
	return count;
}

describe('countSample', () => {
	it('counts canonical texts, leaves out the header and what a rule settles', () => {
		const text = 'source,log_message\na,job 1 done\na,job 2 done\nb,Disk full\nb,ask me 7\n';
		const { rows, chars, texts } = counted(text, true);
		expect([rows, chars]).toEqual([4, text.length]);
		expect([...texts]).toEqual([
			['job # done', 2],
			['ask me #', 1]
		]);
	});
});

describe('estimateRun', () => {
	it('gives a whole input as counted', () => {
		const count = counted('a,x\na,y\na,x\n');
		const estimate = estimateRun(count, { chars: 12, bytes: 12, complete: true, newShare: 1 });
		expect(estimate).toMatchObject({ exact: true, rows: 3, texts: 2, newTexts: 2 });
		const size = { chars: 12, bytes: 12, complete: true, newShare: 0.5 };
		expect(estimateRun(count, size).newTexts).toBe(1);
	});

	it('extends rows and time in proportion, and distinct texts by their growth', () => {
		// One text in four was seen once: the exponent is a quarter.
		const texts = new Map([
			['a', 40],
			['b', 30],
			['c', 29],
			['d', 1]
		]);
		const count = { rows: 100, chars: 1_000, texts, milliseconds: 10 };
		const estimate = estimateRun(count, {
			chars: 16_000,
			bytes: 20_000,
			complete: false,
			newShare: 1
		});
		expect(estimate).toMatchObject({ exact: false, rows: 1_600, readMilliseconds: 160, texts: 8 });
		expect(estimate.storedBytes).toBe(20_000 + 1_600 * 23 + 8 * 900);
	});

	it('counts the tokens that are read', () => {
		const texts = new Map([
			['job # done', 1],
			['word '.repeat(100), 1]
		]);
		const count = { rows: 2, chars: 10, texts, milliseconds: 1 };
		const size = { chars: 10, bytes: 10, complete: true, newShare: 1 };
		expect(estimateRun(count, size).tokensPerText).toBe((5 + 102) / 2);
		expect(estimateRun(count, { ...size, maxTokens: 64 }).tokensPerText).toBe((5 + 64) / 2);
	});

	it('says that all are distinct when all samples are, and that there are no more when each came again', () => {
		const size = { chars: 1_000, bytes: 1_000, complete: false, newShare: 1 };
		const distinct = new Map(Array.from({ length: 50 }, (_, at) => [`text ${at}`, 1]));
		const count = { rows: 50, chars: 100, milliseconds: 1 };
		expect(estimateRun({ ...count, texts: distinct }, size).texts).toBe(500);
		const repeated = new Map(Array.from({ length: 10 }, (_, at) => [`text ${at}`, 5]));
		expect(estimateRun({ ...count, texts: repeated }, size).texts).toBe(10);
		expect(estimateRun({ ...count, texts: new Map() }, size).texts).toBe(0);
	});

	it('comes within a half of the distinct texts of a long-tailed log', () => {
		// Zipf: the text of rank r comes with probability in proportion to 1/r.
		const ranks = 5_000;
		let seed = 1;
		const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
		const harmonic = Array.from({ length: ranks }, (_, r) => 1 / (r + 1)).reduce((a, b) => a + b);
		const draw = (): string => {
			let left = random() * harmonic;
			for (let rank = 1; rank <= ranks; rank++) if ((left -= 1 / rank) <= 0) return `text ${rank}`;
			return `text ${ranks}`;
		};
		const rows = Array.from({ length: 40_000 }, draw);
		const sample = rows.slice(0, 4_000);
		const texts = new Map<string, number>();
		for (const text of sample) texts.set(text, (texts.get(text) ?? 0) + 1);
		const estimate = estimateRun(
			{ rows: sample.length, chars: 4_000, texts, milliseconds: 1 },
			{ chars: 40_000, bytes: 40_000, complete: false, newShare: 1 }
		);
		const actual = new Set(rows).size;
		expect(estimate.texts / actual).toBeGreaterThan(0.67);
		expect(estimate.texts / actual).toBeLessThan(1.5);
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
});
