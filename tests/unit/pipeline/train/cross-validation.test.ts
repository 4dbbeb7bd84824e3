import { describe, expect, it } from 'vitest';
import {
	crossValidate,
	type LabelledTemplates
} from '../../../../src/lib/pipeline/train/cross-validation';
import type { LabelledTexts } from '../../../../src/lib/pipeline/train/training-set';
import { trainHead } from '../../../../src/lib/pipeline/train/train-head';
import { seededRandom } from '../../../../training/random';
import { smallBundle } from '../../support/small-bundle';

const BASE = {
	features: { embeddingScale: 4, buckets: 0, ngramScale: 0, shapeScale: 0 },
	encoder: smallBundle().encoder
};

/** Texts around one axis for each label. */
function data(labels: readonly string[], noise: number, rows = 1): LabelledTemplates {
	const random = seededRandom(7);
	const classes = [...new Set(labels)];
	const vectors = labels.map((label) => {
		const values = [0, 1, 2, 3].map(
			(d) => (d === classes.indexOf(label) ? 1 : 0) + noise * (random() - 0.5)
		);
		const norm = Math.hypot(...values);
		return values.map((value) => value / norm);
	});
	return {
		texts: labels.map((_, at) => `w${'x'.repeat(at + 1)}`),
		labels,
		rows: labels.map(() => rows),
		embeddings: Float32Array.from(vectors.flat())
	};
}

function validate(set: LabelledTemplates) {
	const asked: LabelledTexts[] = [];
	const classes = [...new Set(set.labels)];
	const fit = (part: LabelledTexts) => {
		asked.push(part);
		return trainHead(BASE, part, { c: 10, classes });
	};
	return { ...validateWith(set, fit), asked };
}
const validateWith = (
	set: LabelledTemplates,
	fit: (part: LabelledTexts) => ReturnType<typeof trainHead>
) => crossValidate(set, BASE, fit, seededRandom(3), () => undefined);

const LABELS = Array.from({ length: 40 }, (_, at) => ['A', 'B'][at % 2] as string);

describe('crossValidate', () => {
	it('judges every text by a head that has not seen it', () => {
		const { judged, asked } = validate(data(LABELS, 0.5));
		expect(judged).toHaveLength(40);
		for (const part of asked.slice(0, 5)) expect(part.texts).toHaveLength(32);
		expect(judged.every(({ truth, predicted }) => truth === predicted)).toBe(true);
	});

	it('finds a label that was swapped', () => {
		const labels = [...LABELS];
		const set = data(labels, 0.3);
		labels[10] = 'B';
		const { issues } = validate({ ...set, labels });
		expect(issues[0]).toMatchObject({ at: 10, given: 'B', suggested: 'A' });
	});

	it('shows how much a careless split flatters', () => {
		// Labels by chance: nothing can be learned, only remembered.
		const random = seededRandom(11);
		const set = data(LABELS, 8, 10);
		const labels = LABELS.map(() => (random() < 0.5 ? 'A' : 'B'));
		const result = validateWith({ ...set, labels }, (part) =>
			trainHead({ ...BASE, features: { ...BASE.features, buckets: 256, ngramScale: 8 } }, part, {
				c: 1_000,
				classes: ['A', 'B']
			})
		);
		expect(result.groupedRowAccuracy).toBeLessThan(0.75);
		expect(result.leakyAccuracy).toBeGreaterThan(0.9);
	});

	it('names labels with too few messages', () => {
		const { few } = validate(data([...LABELS, 'C', 'C'], 0.3));
		expect(few).toEqual([{ label: 'C', templates: 2 }]);
	});
});
