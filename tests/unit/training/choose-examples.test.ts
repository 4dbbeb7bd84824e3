import { describe, expect, it } from 'vitest';
import { DEFAULT_LABELS } from '../../../src/lib/pipeline/bundle/default-labels';
import { ENCODER_DIMENSIONS } from '../../../src/lib/pipeline/embed/encoder-revision';
import { quantise } from '../../../src/lib/pipeline/head/example-index';
import { chooseExamples } from '../../../training/examples';
import type { LabelledText } from '../../../training/labelled-texts';
import { seededRandom } from '../../../training/random';

const text = (canonical: string, label: LabelledText['label'] = 'IOError'): LabelledText => ({
	message: canonical,
	canonical,
	label,
	also: [],
	system: 'a.txt',
	source: '',
	level: 'info',
	weight: 1
});

/** Unit vectors: `each` of every cluster, close to its own axis. */
function clustered(clusters: number, each: number): Float32Array {
	const random = seededRandom(2);
	const all = Array.from({ length: clusters * each }, (_, i) => {
		const vector = Array.from({ length: ENCODER_DIMENSIONS }, () => (random() - 0.5) / 100);
		vector[i % clusters] = 1;
		const norm = Math.hypot(...vector);
		return vector.map((value) => value / norm);
	});
	return Float32Array.from(all.flat());
}

describe('chooseExamples', () => {
	const [clusters, each] = [6, 5];
	const texts = Array.from({ length: clusters * each }, (_, i) =>
		text(`text ${i}`, DEFAULT_LABELS[i % clusters])
	);
	const embeddings = clustered(clusters, each);
	const chosen = chooseExamples(texts, embeddings, clusters);

	it('takes one of each kind', () => {
		expect(chosen.texts).toEqual(['text 0', 'text 1', 'text 2', 'text 3', 'text 4', 'text 5']);
		expect(chosen.labels).toEqual([0, 1, 2, 3, 4, 5]);
	});

	it('gives the embedding of each in a byte a number', () => {
		expect(chosen.embeddings).toEqual(
			quantise(embeddings.subarray(0, clusters * ENCODER_DIMENSIONS))
		);
	});

	it('takes all when that is what is asked for, and comes near any other number', () => {
		expect(chooseExamples(texts, embeddings, texts.length).texts).toHaveLength(texts.length);
		const random = seededRandom(4);
		const spread = Float32Array.from({ length: 200 * ENCODER_DIMENSIONS }, () => random());
		for (let i = 0; i < 200; i++) {
			const vector = spread.subarray(i * ENCODER_DIMENSIONS, (i + 1) * ENCODER_DIMENSIONS);
			// Between all alike and all different.
			vector[0] = (vector[0] as number) + i / 8;
			const norm = Math.hypot(...vector);
			vector.forEach((value, d) => (vector[d] = value / norm));
		}
		const many = Array.from({ length: 200 }, (_, i) => text(`text ${i}`));
		const found = chooseExamples(many, spread, 60).texts.length;
		expect(found).toBeGreaterThan(40);
		expect(found).toBeLessThan(80);
	});

	it('cuts a text that is too long to ship', () => {
		const { texts: shipped } = chooseExamples([text('x'.repeat(500))], clustered(1, 1), 1);
		expect(shipped[0]).toHaveLength(200);
	});
});
