import { describe, expect, it } from 'vitest';
import { DEFAULT_LABELS } from '../../../src/lib/pipeline/bundle/default-labels';
import { ENCODER_DIMENSIONS } from '../../../src/lib/pipeline/embed/encoder-revision';
import { featureCount } from '../../../src/lib/pipeline/bundle/features';
import { Head, type HeadModel } from '../../../src/lib/pipeline/head/head';
import { fitHead, foldsBySystem, prepare } from '../../../training/fit';
import type { LabelledText } from '../../../training/labelled-texts';
import { seededRandom } from '../../../training/random';
import { SETTINGS } from '../../../training/settings';

const text = (
	canonical: string,
	label: LabelledText['label'],
	also: LabelledText['also'] = []
): LabelledText => ({
	message: canonical,
	canonical,
	label,
	also,
	system: 'a.txt',
	source: '',
	level: 'info',
	weight: 1
});

const TEXTS = [
	text('disk full on volume *', 'IOError'),
	text('cannot write file: disk full', 'IOError'),
	text('connection refused by peer', 'NetworkError'),
	text('connection reset by peer', 'NetworkError'),
	text('user * logged in', 'UserAction'),
	text('user * logged out', 'UserAction', ['SystemNotification'])
];

/** Unit vectors that say nothing about the texts. */
function embeddingsOf(count: number): Float32Array {
	const random = seededRandom(count);
	const rows = Array.from({ length: count }, () => {
		const row = Array.from({ length: ENCODER_DIMENSIONS }, () => random() - 0.5);
		const norm = Math.hypot(...row);
		return row.map((value) => value / norm);
	});
	return Float32Array.from(rows.flat());
}

const EMBEDDINGS = embeddingsOf(TEXTS.length);
const vector = (i: number): Float32Array =>
	EMBEDDINGS.subarray(i * ENCODER_DIMENSIONS, (i + 1) * ENCODER_DIMENSIONS);
const predict = (model: HeadModel, canonical: string, embedding: Float32Array): string => {
	const found = new Head(model).probabilities(canonical, embedding);
	return DEFAULT_LABELS[found.indexOf(Math.max(...found))] as string;
};

describe('fitHead', () => {
	const prepared = prepare(TEXTS, EMBEDDINGS);
	const all = TEXTS.map((_, i) => i);
	const model = fitHead(prepared, all);

	it('gives a head that scores as it was trained', () => {
		expect(model.head.classes).toEqual(DEFAULT_LABELS);
		expect(model.head.coefficients[0]).toHaveLength(featureCount(model));
		expect(model.head.temperature).toBe(1);
		const learned = TEXTS.map(({ canonical }, i) => predict(model, canonical, vector(i)));
		expect(learned).toEqual(TEXTS.map(({ label }) => label));
	});

	it('carries over to a text that it has not seen', () => {
		expect(predict(model, 'disk full', new Float32Array(ENCODER_DIMENSIONS))).toBe('IOError');
	});

	it('gives a second label its share', () => {
		const found = new Head(model).probabilities(TEXTS[5]?.canonical ?? '', vector(5));
		const of = (label: LabelledText['label']) => found[DEFAULT_LABELS.indexOf(label)] as number;
		expect(of('SystemNotification')).toBeGreaterThan(of('IOError'));
		expect(of('SystemNotification')).toBeGreaterThan(0.05);
	});

	it('leaves surface features out when their factor is 0, as scoring does', () => {
		const features = { ...model.features, shapeScale: 0 };
		const plain = fitHead(prepare(TEXTS, EMBEDDINGS, features), all);
		expect(plain.features).toEqual(features);
		expect(plain.head.coefficients[0]).toHaveLength(ENCODER_DIMENSIONS + features.buckets);
		expect(predict(plain, 'disk full on volume *', vector(0))).toBe('IOError');
	});

	it('learns from the chosen rows alone', () => {
		const some = fitHead(prepared, [0, 1, 2, 3]);
		const again = fitHead(
			prepare(TEXTS.slice(0, 4), EMBEDDINGS.slice(0, 4 * ENCODER_DIMENSIONS)),
			[0, 1, 2, 3]
		);
		expect(some).toEqual(again);
		expect(some).not.toEqual(model);
	});
});

describe('foldsBySystem', () => {
	const texts = Array.from({ length: 60 }, (_, i) => ({
		...text(`text ${i}`, 'IOError'),
		system: `system-${i % 20}.txt`
	}));

	it('keeps a system together and deals systems evenly', () => {
		const folds = foldsBySystem(texts, seededRandom(1));
		texts.forEach((_, i) => expect(folds[i]).toBe(folds[i % 20]));
		const systems = folds.slice(0, 20);
		for (let fold = 0; fold < SETTINGS.folds; fold++)
			expect(systems.filter((one) => one === fold)).toHaveLength(20 / SETTINGS.folds);
	});

	it('leaves the others in their folds when systems join after the deltas', () => {
		const before = foldsBySystem(texts, seededRandom(1));
		const later = SETTINGS.systemsSinceDeltas.map((system) => ({
			...text(system, 'IOError'),
			system
		}));
		const folds = foldsBySystem([...later, ...texts], seededRandom(1));
		expect(later.length).toBeGreaterThan(0);
		expect(folds.slice(later.length)).toEqual(before);
	});

	it('depends on the seed alone', () => {
		expect(foldsBySystem(texts, seededRandom(1))).toEqual(foldsBySystem(texts, seededRandom(1)));
		expect(foldsBySystem(texts, seededRandom(1))).not.toEqual(
			foldsBySystem(texts, seededRandom(2))
		);
	});
});
