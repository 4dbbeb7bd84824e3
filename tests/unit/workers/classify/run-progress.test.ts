import { describe, expect, it } from 'vitest';
import { progressOf } from '../../../../src/workers/classify/run-progress';
import { NO_ROWS, snapshot } from '../../support/snapshot';

const RUN = { id: 'a', bytes: 1_000 };

describe('progressOf', () => {
	it('hands on the counts', () => {
		const rowsByTier = { ...NO_ROWS, rule: 7 };
		const counts = { rows: 9, bytesRead: 20, templates: 4, templatesToEmbed: 3, rowsByTier };
		expect(progressOf(RUN, snapshot({ ...counts, stages: { read: 2 } }), 4, 'wasm', 50)).toEqual({
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
			device: 'wasm',
			millisecondsLeft: 50
		});
	});

	it('says when reading is over', () => {
		expect(progressOf(RUN, snapshot({ reading: false }), 1, undefined, undefined).phase).toBe(
			'classifying'
		);
	});

	it('leaves out a device and a time that it does not know', () => {
		const progress = progressOf(RUN, snapshot(), 0, undefined, undefined);
		expect(progress.rowsPerSecond).toBe(0);
		expect('device' in progress).toBe(false);
		expect('millisecondsLeft' in progress).toBe(false);
	});
});
