import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RunSnapshot } from '../../../../src/lib/pipeline/run/run-types';
import { TimeLeft } from '../../../../src/workers/classify/time-left';
import { snapshot } from '../../support/snapshot';

type Step = [milliseconds: number, change: Partial<RunSnapshot>];

/** What is said after the last of some steps. */
function left(...steps: Step[]): number | undefined {
	const timeLeft = new TimeLeft(1_000);
	let said: number | undefined;
	for (const [milliseconds, change] of steps) said = timeLeft.after(snapshot(change), milliseconds);
	return said;
}

const READ = { reading: false, bytesRead: 1_000, templatesToEmbed: 400 };
const embedded = (texts: number, known = 0): Partial<RunSnapshot> => ({
	...READ,
	templatesEmbedded: texts,
	templatesKnown: known
});

describe('the time left', () => {
	it('is unknown at the start', () => {
		expect(left([299, { bytesRead: 500 }])).toBeUndefined();
		expect(left([5_000, { bytesRead: 0 }])).toBeUndefined();
	});

	it('is what reading needs at its rate so far', () => {
		expect(left([1_000, { bytesRead: 250 }])).toBeCloseTo(3_000);
		expect(left([1_000, { bytesRead: 1_000 }])).toBe(0);
	});

	it('is unknown while nothing is embedded', () => {
		expect(left([1_000, { bytesRead: 500, templatesToEmbed: 10 }])).toBeUndefined();
	});

	it('is what the messages still to embed need, where that is more', () => {
		expect(left([0, embedded(0)], [1_000, embedded(100)])).toBeCloseTo(3_000);
		const quarter = { bytesRead: 250, reading: true };
		// A quarter read: twice as many texts are expected in the end, 800 less 100.
		expect(left([0, embedded(0)], [1_000, { ...embedded(100), ...quarter }])).toBeCloseTo(7_000);
	});

	it('leaves out the start of the encoder', () => {
		expect(left([0, embedded(0)], [60_000, embedded(0)], [61_000, embedded(200)])).toBeCloseTo(
			1_000
		);
	});

	it('leaves out what earlier runs knew', () => {
		const steps: Step[] = [
			[100, embedded(300, 300)],
			[5_000, embedded(300, 300)],
			[6_000, embedded(350, 300)]
		];
		expect(left(...steps)).toBeCloseTo(1_000);
	});

	it('goes by the rate of the last seconds', () => {
		const fast: Step[] = [
			[0, embedded(0)],
			[1_000, embedded(300)]
		];
		const slow = Array.from({ length: 20 }, (_, i): Step => [2_000 + i * 1_000, embedded(301 + i)]);
		expect(left(...fast, ...slow)).toBeCloseTo(80_000, -3);
	});

	it('does not say minutes when all is read and next to nothing is left', () => {
		// A file that ends before its last byte, as an archive does.
		const short = { bytesRead: 200 };
		const steps: Step[] = [
			[30_000, { ...embedded(0), ...short }],
			[60_000, { ...embedded(380), ...short }],
			[63_000, { ...embedded(399), ...short }]
		];
		expect(left(...steps)).toBeLessThan(1_000);
		expect(left(...steps, [63_200, { ...embedded(400), ...short }])).toBe(0);
	});

	it('is finite and never negative', () => {
		const counts = fc.record({ bytesRead: fc.nat(2_000), templatesToEmbed: fc.nat(500) });
		fc.assert(
			fc.property(counts, fc.nat(500), fc.nat(10_000), (change, done, ms) => {
				const templatesEmbedded = Math.min(done, change.templatesToEmbed);
				const found = left([0, {}], [ms, { ...change, templatesEmbedded }]) ?? 0;
				expect(Number.isFinite(found)).toBe(true);
				expect(found).toBeGreaterThanOrEqual(0);
			})
		);
	});
});
