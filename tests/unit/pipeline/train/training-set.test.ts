import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { featureCount, SURFACE_FEATURES } from '../../../../src/lib/pipeline/bundle/features';
import { Head } from '../../../../src/lib/pipeline/head/head';
import {
	featureMatrix,
	headModelOf,
	trainingSetOf,
	type FeatureMatrix,
	type HeadInput
} from '../../../../src/lib/pipeline/train/training-set';
import { logLine } from '../../support/log-line';
import { smallBundle } from '../../support/small-bundle';

const DIMENSIONS = 4;

/** 0 leaves a group of features out, or makes nothing of it. */
const scale = fc.oneof(
	fc.constant(0),
	fc.double({ min: 0.1, max: 8, noNaN: true }),
	fc.constant(-1)
);
const input: fc.Arbitrary<HeadInput> = fc
	.record({
		embeddingScale: scale,
		shapeScale: scale,
		ngramScale: scale,
		buckets: fc.constantFrom(0, 1, 7, 64)
	})
	.map((features) => ({ features, encoder: smallBundle().encoder }));

const embedded = fc
	.array(
		fc.tuple(
			fc.oneof(logLine, fc.string()),
			fc.array(fc.float({ min: -1, max: 1, noNaN: true }), {
				minLength: DIMENSIONS,
				maxLength: DIMENSIONS
			})
		),
		{ minLength: 1, maxLength: 5 }
	)
	.map((rows) => ({
		texts: rows.map(([text]) => text),
		embeddings: Float32Array.from(rows.flatMap(([, embedding]) => embedding))
	}));

/** All features of one row, as training reads them: dense ones first, then the buckets. */
function rowOf({ dense, denseWidth, sparse, sparseWidth }: FeatureMatrix, row: number): number[] {
	const buckets = new Array<number>(sparseWidth).fill(0);
	const { indices, values } = sparse[row] as FeatureMatrix['sparse'][number];
	indices.forEach((bucket, i) => (buckets[bucket] = values[i] as number));
	return [...dense.subarray(row * denseWidth, (row + 1) * denseWidth), ...buckets];
}

/** A head of as many classes as there are features, whose logits are the features that scoring reads. */
function mirror(space: HeadInput): Head {
	const count = featureCount(space);
	const weights = new Float64Array(count * count);
	for (let f = 0; f < count; f++) weights[f * count + f] = 1;
	const classes = Array.from({ length: count }, (_, f) => `Feature${f}`);
	return new Head(headModelOf(space, classes, { weights, intercepts: new Float64Array(count) }, 1));
}

describe('featureMatrix', () => {
	it('holds for each text the very features that the head scores', () => {
		fc.assert(
			fc.property(input, embedded, (space, data) => {
				const matrix = featureMatrix(space, data);
				const head = mirror(space);
				data.texts.forEach((text, row) => {
					const embedding = data.embeddings.subarray(row * DIMENSIONS, (row + 1) * DIMENSIONS);
					// Adding +0 to -0 in the sum of a logit gives +0.
					const learned = rowOf(matrix, row).map((value) => value + 0);
					expect([...head.logits(text, embedding)]).toEqual(learned);
				});
			})
		);
	});

	it('has surface features only where their factor is positive', () => {
		const widthWith = (shapeScale: number): number => {
			const { features, encoder } = smallBundle();
			const space = { features: { ...features, shapeScale }, encoder };
			return featureMatrix(space, { texts: ['x'], embeddings: new Float32Array(DIMENSIONS) })
				.denseWidth;
		};
		expect([0, -1, 0.5].map(widthWith)).toEqual([
			DIMENSIONS,
			DIMENSIONS,
			DIMENSIONS + SURFACE_FEATURES.length
		]);
	});
});

describe('trainingSetOf', () => {
	it('has one target and weight for each text', () => {
		const embeddings = new Float32Array(2 * DIMENSIONS);
		const data = { texts: ['a', 'b'], labels: ['Routine', 'IOError'], embeddings };
		const set = trainingSetOf(smallBundle(), data, ['IOError', 'NetworkError', 'Routine']);
		expect(set).toMatchObject({
			...featureMatrix(smallBundle(), data),
			classes: 3,
			targets: Float32Array.of(0, 0, 1, 1, 0, 0),
			weights: Float32Array.of(1, 1)
		});
	});
});
