import { describe, expect, it } from 'vitest';
import { wordWeights } from '../../../../src/lib/pipeline/head/explain';
import { Head } from '../../../../src/lib/pipeline/head/head';
import { trainHead } from '../../../../src/lib/pipeline/train/train-head';
import { smallBundle } from '../../support/small-bundle';

const SAME = Float32Array.of(0.5, 0.5, 0.5, 0.5);
const TEXTS = ['disk is full', 'peer is gone', 'disk is slow', 'peer is lost'];
const model = (buckets: number) =>
	trainHead(
		{
			features: { embeddingScale: 1, buckets, ngramScale: buckets > 0 ? 2 : 0, shapeScale: 0 },
			encoder: smallBundle().encoder
		},
		{
			texts: TEXTS,
			labels: ['IOError', 'NetworkError', 'IOError', 'NetworkError'],
			embeddings: Float32Array.from(TEXTS.flatMap(() => [...SAME]))
		},
		{ c: 10 }
	);

describe('wordWeights', () => {
	const head = new Head(model(512));

	it('names the word that decided, and what spoke against it', () => {
		const [first] = wordWeights(head, 'disk is odd', SAME, 'IOError');
		expect(first?.word).toBe('disk');
		expect(first?.weight).toBeGreaterThan(0.05);
		const against = wordWeights(head, 'disk is odd', SAME, 'NetworkError');
		expect(against[0]).toMatchObject({ word: 'disk' });
		expect(against[0]?.weight).toBeLessThan(0);
	});

	it('has nothing to say of a head without words, or of a label that it does not know', () => {
		expect(wordWeights(new Head(model(0)), 'disk is odd', SAME, 'IOError')).toEqual([]);
		expect(wordWeights(head, 'disk', SAME, 'Unclassified')).toEqual([]);
	});
});
