import { describe, expect, it } from 'vitest';
import type { HeadModel } from '../../../../src/lib/pipeline/head/head';
import {
	agreeing,
	carryOver,
	type TwiceEmbedded
} from '../../../../src/lib/pipeline/train/carry-over';
import { seededRandom } from '../../../../training/random';

const DIMENSIONS = 24;
const random = seededRandom(11);
const normal = (): number =>
	Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
const vectors = (count: number): Float32Array =>
	unit(Float32Array.from({ length: count * DIMENSIONS }, normal));

function unit(rows: Float32Array): Float32Array {
	for (let at = 0; at < rows.length; at += DIMENSIONS) {
		const row = rows.subarray(at, at + DIMENSIONS);
		const norm = Math.hypot(...row);
		row.forEach((value, d) => (row[d] = value / norm));
	}
	return rows;
}

/** Another encoder: pairs of dimensions turned by an angle, and a little noise. */
function turned(rows: Float32Array, angle: number): Float32Array {
	return unit(
		rows.map((value, i) => {
			const other = rows[i % 2 === 0 ? i + 1 : i - 1] as number;
			return (
				Math.cos(angle) * value + (i % 2 === 0 ? -1 : 1) * Math.sin(angle) * other + 0.02 * normal()
			);
		})
	);
}

/** Three labels in four rows: two of them were merged. */
const model: HeadModel = {
	features: { embeddingScale: 1, buckets: 8, ngramScale: 1, shapeScale: 0 },
	encoder: { id: 'e', revision: 'old', dimensions: DIMENSIONS, pooling: 'mean' },
	head: {
		classes: ['A', 'B', 'C', 'A'],
		coefficients: Array.from({ length: 4 }, () =>
			Array.from({ length: DIMENSIONS + 8 }, () => Number((4 * normal()).toPrecision(4)))
		),
		intercepts: [0.1, 0, -0.1, 0],
		temperature: 1.3
	}
};

function twice(count: number, angle: number): TwiceEmbedded {
	const before = vectors(count);
	const texts = Array.from({ length: count }, (_, i) => `text ${i % 7}`);
	return { texts, before, embeddings: turned(before, angle) };
}

describe('carryOver', () => {
	it('leaves a head as it is where both encoders give the same', () => {
		const before = vectors(50);
		const texts = new Array<string>(50).fill('a');
		expect(carryOver(model, { texts, before, embeddings: before })).toEqual(model);
		expect(carryOver(model, { texts: [], before: vectors(0), embeddings: vectors(0) })).toEqual(
			model
		);
	});

	it('says of other texts, too, what the head said before', () => {
		const carried = carryOver(model, twice(400, 0.35));
		const others = twice(600, 0.35);
		const asItIs = agreeing(model, model, others) / 600;
		const after = agreeing(model, carried, others) / 600;
		expect(asItIs).toBeLessThan(0.9);
		expect(after).toBeGreaterThan(0.95);
	});

	it('moves little by few texts, and nothing but the weights of the embedding', () => {
		const carried = carryOver(model, twice(3, 0.35));
		const change = carried.head.coefficients.map((row, k) =>
			row.map((weight, f) => weight - (model.head.coefficients[k]?.[f] as number))
		);
		const size = (rows: readonly number[][]): number => Math.hypot(...rows.flat());
		expect(size(change)).toBeGreaterThan(0);
		expect(size(change)).toBeLessThan(0.1 * size(model.head.coefficients));
		expect(change.every((row) => row.slice(DIMENSIONS).every((value) => value === 0))).toBe(true);
		expect({ ...carried, head: { ...carried.head, coefficients: [] } }).toEqual({
			...model,
			head: { ...model.head, coefficients: [] }
		});
	});

	it('refuses embeddings that are not two for each text', () => {
		expect(() => carryOver(model, { ...twice(2, 0.1), before: vectors(1) })).toThrow(RangeError);
	});
});
