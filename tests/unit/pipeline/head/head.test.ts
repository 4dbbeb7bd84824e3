import { describe, expect, it } from 'vitest';
import {
	featureCount,
	hashedNgrams,
	surfaceFeatures,
	SURFACE_FEATURES
} from '../../../../src/lib/pipeline/bundle/features';
import { Head, softmax } from '../../../../src/lib/pipeline/head/head';
import { smallBundle } from '../../support/small-bundle';

const EMBEDDING = Float32Array.of(0.5, -0.5, 0.5, 0.5);

describe('Head', () => {
	it('is the softmax of scaled features times coefficients plus intercepts', () => {
		// 4 × embedding = (2, -2, 2, 2)
		const logits = [0.1 + 2 - 2 + 1, -2 + 0.5 - 2, -0.2 - 2 + 1 + 2];
		const powers = logits.map(Math.exp);
		const sum = powers.reduce((a, b) => a + b);
		const found = new Head(smallBundle()).probabilities('disk fine', EMBEDDING);
		expect([...found]).toEqual(powers.map((power) => expect.closeTo(power / sum, 6)));
	});

	it('divides the logits by the temperature', () => {
		const bundle = smallBundle();
		bundle.head.temperature = 2;
		const head = new Head(bundle);
		const logits = head.logits('x', EMBEDDING);
		expect(head.probabilities('x', EMBEDDING)).toEqual(softmax(logits, 2));
		expect(softmax(logits, 2)[0]).toBeLessThan(softmax(logits)[0] as number);
	});

	it('lays features out as embedding, surface, buckets', () => {
		const text = 'disk full at #';
		const buckets = 8;
		const width = 4 + buckets + SURFACE_FEATURES.length;
		const weights = [1, 2, 3].map((k) =>
			Array.from({ length: width }, (_, f) => ((f * k) % 7) - 3)
		);
		const bundle = smallBundle({
			features: { embeddingScale: 2, buckets, ngramScale: 3, shapeScale: 0.5 },
			head: { ...smallBundle().head, coefficients: weights }
		});
		const features = new Array<number>(width).fill(0);
		EMBEDDING.forEach((value, d) => (features[d] = 2 * value));
		const { indices, values } = hashedNgrams(text, buckets);
		indices.forEach(
			(bucket, i) => (features[4 + SURFACE_FEATURES.length + bucket] = 3 * (values[i] as number))
		);
		surfaceFeatures(text).forEach((value, i) => (features[4 + i] = 0.5 * value));
		const expected = weights.map(
			(row, k) =>
				row.reduce((sum, weight, f) => sum + weight * (features[f] as number), 0) +
				(bundle.head.intercepts[k] as number)
		);
		expect(featureCount(bundle)).toBe(width);
		expect([...new Head(bundle).logits(text, EMBEDDING)]).toEqual(
			expected.map((logit) => expect.closeTo(logit, 5))
		);
	});

	it('refuses coefficients that do not fit its features', () => {
		const bundle = smallBundle();
		bundle.features.buckets = 16;
		expect(() => new Head(bundle)).toThrow(
			'The head has 4 coefficients a class, its features are 20'
		);
	});

	it('refuses an embedding of other dimensions', () => {
		const head = new Head(smallBundle());
		expect(() => head.probabilities('x', new Float32Array(3))).toThrow(
			'The embedding has 3 dimensions, the head expects 4'
		);
	});
});

describe('softmax', () => {
	it('does not overflow', () => {
		expect([...softmax(Float64Array.of(5_000, 5_000, -5_000))]).toEqual([0.5, 0.5, 0]);
	});
});
