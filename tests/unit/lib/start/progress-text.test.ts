import { describe, expect, it } from 'vitest';
import { describeEnd, describeProgress, fractionOf } from '../../../../src/lib/start/progress-text';
import type { LoadProgress } from '../../../../src/workers/contracts/classifier';
import { runProgress } from '../../support/progress';

const MODEL: LoadProgress = { loadedBytes: 25, totalBytes: 100, fromCache: false, done: false };

describe('describeProgress', () => {
	it('says what loads', () => {
		const loading = runProgress({ phase: 'loading-model', rowsRead: 5, rowsPerSecond: 9 });
		expect(describeProgress(loading, undefined)).toBe('Starting the model');
		expect(describeProgress(loading, MODEL)).toBe('Downloading the model, once');
		expect(describeProgress(loading, { ...MODEL, fromCache: true })).toBe('Loading the model');
		expect(describeProgress(loading, { ...MODEL, done: true })).toBe('Starting the model');
	});

	it('gives rows, speed and time left as they become known', () => {
		const reading = runProgress({ rowsRead: 12_403 });
		expect(describeProgress(reading, undefined)).toBe('Reading and classifying · 12,403 rows');
		expect(
			describeProgress({ ...reading, rowsPerSecond: 1_234.6, millisecondsLeft: 38_000 }, MODEL)
		).toBe('Reading and classifying · 12,403 rows · 1,235 rows/s · about 40 s left');
	});

	it('counts the messages that are left after reading', () => {
		const rest = runProgress({ phase: 'classifying', rowsRead: 1, templatesToEmbed: 9 });
		expect(describeProgress({ ...rest, templatesEmbedded: 7 }, undefined)).toBe(
			'Classifying 2 more distinct messages · 1 row'
		);
		expect(describeProgress({ ...rest, templatesEmbedded: 8 }, undefined)).toBe(
			'Classifying 1 more distinct message · 1 row'
		);
		expect(describeProgress({ ...rest, templatesEmbedded: 9 }, undefined)).toBe('Storing · 1 row');
	});
});

describe('describeEnd', () => {
	it('says how a run ended, and nothing before', () => {
		expect(describeEnd({ status: 'done', rows: 1_500 })).toBe('Finished: 1,500 rows classified');
		expect(describeEnd({ status: 'cancelled', rows: 1 })).toBe('Cancelled: 1 row classified');
		expect(describeEnd({ status: 'running', rows: 7 })).toBe('');
	});
});

describe('fractionOf', () => {
	it('is the download while the model loads', () => {
		const loading = runProgress({ phase: 'loading-model', bytesRead: 100 });
		expect(fractionOf(loading, MODEL)).toBe(0.25);
		expect(fractionOf(loading, undefined)).toBe(0);
		expect(fractionOf(loading, { ...MODEL, totalBytes: 0 })).toBe(0);
	});

	it('is reading and embedding together afterwards', () => {
		const half = runProgress({ bytesRead: 50 });
		expect(fractionOf(half, MODEL)).toBe(0.5);
		expect(fractionOf({ ...half, templatesToEmbed: 4, templatesEmbedded: 1 }, MODEL)).toBe(0.125);
		expect(fractionOf({ ...half, bytesRead: 120 }, MODEL)).toBe(1);
		expect(fractionOf({ ...half, bytesTotal: 0 }, MODEL)).toBe(0);
	});
});
