import { describe, expect, it } from 'vitest';
import { Head, type HeadModel } from '../../../../src/lib/pipeline/head/head';
import type { LabelledTexts } from '../../../../src/lib/pipeline/train/training-set';
import { trainHead } from '../../../../src/lib/pipeline/train/train-head';
import { smallBundle } from '../../support/small-bundle';

const TEXTS = ['disk is full', 'peer is gone', 'service started', 'disk is slow', 'peer is lost'];
const DATA: LabelledTexts = {
	texts: TEXTS,
	labels: ['IOError', 'NetworkError', 'Routine', 'IOError', 'NetworkError'],
	embeddings: Float32Array.from(
		[0, 1, 2, 0, 1].flatMap((axis) => [0, 1, 2, 3].map((d) => (d === axis ? 1 : 0)))
	)
};
const BASE = {
	features: { embeddingScale: 1, buckets: 64, ngramScale: 1, shapeScale: 0.5 },
	encoder: smallBundle().encoder
};

const probabilities = (model: HeadModel, at: number): Record<string, number> => {
	const head = new Head(model);
	const values = head.probabilities(TEXTS[at] as string, DATA.embeddings.slice(at * 4, at * 4 + 4));
	return Object.fromEntries(head.classes.map((label, k) => [label, values[k] as number]));
};
const best = (model: HeadModel, at: number): string | undefined =>
	Object.entries(probabilities(model, at)).sort((a, b) => b[1] - a[1])[0]?.[0];

describe('trainHead', () => {
	it('learns what it is given, with classes beyond it', () => {
		const model = trainHead(BASE, DATA, { c: 10, classes: ['Other', 'IOError'] });
		expect(model.head.classes).toEqual(['Other', 'IOError', 'NetworkError', 'Routine']);
		expect(TEXTS.map((_, at) => best(model, at))).toEqual(DATA.labels);
	});

	it('refuses embeddings of another size', () => {
		const wrong = { ...DATA, embeddings: new Float32Array(3) };
		expect(() => trainHead(BASE, wrong, { c: 1 })).toThrow(
			'5 texts need as many labels (got 5) and 20'
		);
	});

	it('can be stopped', () => {
		const stop = () => {
			throw new Error('stopped');
		};
		expect(() => trainHead(BASE, DATA, { c: 1, onIteration: stop })).toThrow('stopped');
	});
});
