import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RunSnapshot } from '../../../../src/lib/pipeline/run/run-types';
import { progressOf } from '../../../../src/workers/classify/run-progress';
import { NO_ROWS, snapshot } from '../../support/snapshot';

const RUN = { id: 'a', bytes: 1_000 };
const left = (change: Partial<RunSnapshot>, milliseconds: number, bytes = 1_000) =>
	progressOf({ id: 'a', bytes }, snapshot(change), milliseconds, undefined).millisecondsLeft;

describe('progressOf', () => {
	it('hands on the counts', () => {
		const rowsByTier = { ...NO_ROWS, rule: 7 };
		const counts = { rows: 9, bytesRead: 20, templates: 4, templatesToEmbed: 3, rowsByTier };
		expect(progressOf(RUN, snapshot({ ...counts, stages: { read: 2 } }), 4, 'wasm')).toEqual({
			...counts,
			runId: 'a',
			phase: 'reading',
			rowsRead: 9,
			rows: undefined,
			bytesTotal: 1_000,
			templatesEmbedded: 0,
			templatesByTier: NO_ROWS,
			stages: { read: 2 },
			rowsPerSecond: 2_250,
			device: 'wasm'
		});
	});

	it('says when reading is over', () => {
		expect(progressOf(RUN, snapshot({ reading: false }), 1, undefined).phase).toBe('classifying');
	});

	it('leaves out a device and a time that it does not know', () => {
		const progress = progressOf(RUN, snapshot(), 0, undefined);
		expect(progress.rowsPerSecond).toBe(0);
		expect('device' in progress).toBe(false);
		expect('millisecondsLeft' in progress).toBe(false);
	});
});

describe('the time left', () => {
	it('is unknown at the start', () => {
		expect(left({ bytesRead: 500 }, 299)).toBeUndefined();
		expect(left({ bytesRead: 0 }, 5_000)).toBeUndefined();
	});

	it('is what reading needs at its rate so far', () => {
		expect(left({ bytesRead: 250 }, 1_000)).toBeCloseTo(3_000);
		expect(left({ bytesRead: 1_000 }, 1_000)).toBe(0);
	});

	it('is unknown while embedding has begun but nothing is embedded', () => {
		expect(left({ bytesRead: 500, templatesToEmbed: 10 }, 1_000)).toBeUndefined();
	});

	it('is what embedding needs at its rate so far, where that is more', () => {
		const all = { reading: false, bytesRead: 1_000, templatesToEmbed: 400 };
		expect(left({ ...all, templatesEmbedded: 100 }, 1_000)).toBeCloseTo(3_000);
		// A quarter read: twice as many texts are expected in the end, 800 less 100.
		expect(left({ ...all, bytesRead: 250, templatesEmbedded: 100 }, 1_000)).toBeCloseTo(7_000);
		expect(left({ ...all, bytesRead: 250, templatesEmbedded: 400 }, 1_000)).toBeCloseTo(3_000);
	});

	it('is finite and never negative', () => {
		const counts = fc.record({ bytesRead: fc.nat(2_000), templatesToEmbed: fc.nat(500) });
		fc.assert(
			fc.property(counts, fc.nat(500), fc.nat(10_000), fc.nat(1_000), (change, done, ms, bytes) => {
				const templatesEmbedded = Math.min(done, change.templatesToEmbed);
				const found = left({ ...change, templatesEmbedded }, ms, bytes) ?? 0;
				expect(Number.isFinite(found)).toBe(true);
				expect(found).toBeGreaterThanOrEqual(0);
			})
		);
	});
});
