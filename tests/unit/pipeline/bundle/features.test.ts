import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	hashedNgrams,
	ngramsOf,
	surfaceFeatures,
	SURFACE_FEATURES,
	wordsOf
} from '../../../../src/lib/pipeline/bundle/features';

const texts = fc
	.array(fc.constantFrom('disk', 'full', '#', '*', 'readTimeout', 'key=', ': ', ' ', 'über', '!'))
	.map((parts) => parts.join(' '));

describe('wordsOf', () => {
	it('splits camel case, snake case and upper case, and keeps values', () => {
		expect(wordsOf('HTTPServer readTimeout max_wait # "*" über')).toEqual(
			'http server read timeout max wait # * über'.split(' ')
		);
		expect(wordsOf('')).toEqual([]);
	});
});

describe('ngramsOf', () => {
	it('gives words, stems, pairs, the first and the last word', () => {
		expect(ngramsOf('Disk failure')).toEqual([
			'disk',
			'failure',
			'failu~',
			'disk failure',
			'^disk',
			'$failure'
		]);
	});
});

describe('hashedNgrams', () => {
	it('has unit length, distinct positions within the buckets, and no negative value', () => {
		fc.assert(
			fc.property(texts, fc.integer({ min: 1, max: 4_096 }), (text, buckets) => {
				const { indices, values } = hashedNgrams(text, buckets);
				expect(new Set(indices).size).toBe(indices.length);
				expect(indices.every((index) => index < buckets)).toBe(true);
				expect(values.every((value) => value > 0)).toBe(true);
				const norm = Math.hypot(...values);
				expect(norm).toBeCloseTo(wordsOf(text).length === 0 ? 0 : 1, 5);
			})
		);
	});

	it('is the same each time, and pinned: a trained head depends on the positions', () => {
		expect(hashedNgrams('disk full on #', 512)).toEqual(hashedNgrams('disk full on #', 512));
		expect([...hashedNgrams('disk full', 1_024).indices]).toEqual([612, 463, 539, 578, 537]);
	});

	it('counts repeats with the square root of their number', () => {
		const { values } = hashedNgrams('a a a a', 16_384);
		// a ×4, "a a" ×3, ^a, $a
		const norm = Math.sqrt(4 + 3 + 1 + 1);
		expect([...values].sort()).toEqual([
			expect.closeTo(1 / norm, 5),
			expect.closeTo(1 / norm, 5),
			expect.closeTo(Math.sqrt(3) / norm, 5),
			expect.closeTo(2 / norm, 5)
		]);
	});
});

describe('surfaceFeatures', () => {
	const named = (text: string): Record<string, number> =>
		Object.fromEntries(
			SURFACE_FEATURES.map((name, i) => [name, surfaceFeatures(text)[i] as number])
		);

	it('gives one number in [0, 1] for each name', () => {
		fc.assert(
			fc.property(fc.oneof(texts, fc.string()), (text) => {
				const counts = surfaceFeatures(text);
				expect(counts).toHaveLength(SURFACE_FEATURES.length);
				expect(counts.every((value) => value >= 0 && value <= 1)).toBe(true);
			})
		);
	});

	it('tells a dump from a sentence', () => {
		const dump = named('state={user=*, retries=#, ok=true}');
		const sentence = named('Backup finished without problems.');
		expect(dump['key=value']).toBeGreaterThan(sentence['key=value'] as number);
		expect(dump.braces).toBeGreaterThan(0);
		expect(dump['true/false/null']).toBeGreaterThan(0);
		expect(dump.sentence).toBe(0);
		expect(sentence).toMatchObject({ sentence: 1, 'ends with stop': 1, braces: 0, values: 0 });
		expect(named('OK')['one word']).toBe(1);
		expect(named('ready to go')['lower start']).toBe(1);
	});
});
