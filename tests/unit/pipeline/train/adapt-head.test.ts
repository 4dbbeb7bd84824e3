import { describe, expect, it } from 'vitest';
import { parseBundle } from '../../../../src/lib/pipeline/bundle/bundle';
import { Cascade, type RunUnit } from '../../../../src/lib/pipeline/head/cascade';
import { adaptHead, withFittedHead, withHead } from '../../../../src/lib/pipeline/train/adapt-head';
import { Head, type HeadModel } from '../../../../src/lib/pipeline/head/head';
import type { LabelledTexts } from '../../../../src/lib/pipeline/train/training-set';
import { trainHead } from '../../../../src/lib/pipeline/train/train-head';
import { seededRandom } from '../../../../training/random';
import { smallBundle } from '../../support/small-bundle';

const AXES = 4;
const SPACE = {
	features: { embeddingScale: 1, buckets: 64, ngramScale: 1, shapeScale: 0.5 },
	encoder: smallBundle().encoder
};
const NAMES = ['disk', 'peer', 'service', 'order'];

/** Texts about one thing each, with embeddings near the axis of that thing. */
function textsOf(
	things: readonly number[],
	labels: readonly string[],
	seed: number
): LabelledTexts {
	const random = seededRandom(seed);
	const rows = things.map((thing) => {
		const row = Array.from({ length: AXES }, (_, d) => (d === thing ? 1 : 0) + random() * 0.4);
		const norm = Math.hypot(...row);
		return row.map((value) => value / norm);
	});
	return {
		texts: things.map((thing, i) => `${NAMES[thing]} note ${'abcdefghijklmnopqrstuvwxyz'[i % 26]}`),
		labels: things.map((thing) => labels[thing] as string),
		embeddings: Float32Array.from(rows.flat())
	};
}

const cycle = (count: number, of = 3): number[] => Array.from({ length: count }, (_, i) => i % of);
const BASE = trainHead(SPACE, textsOf(cycle(30), ['IOError', 'NetworkError', 'Routine'], 1));

function accuracy(model: HeadModel, { texts, labels, embeddings }: LabelledTexts): number {
	const head = new Head(model);
	const right = texts.filter((text, i) => {
		const found = head.probabilities(text, embeddings.slice(i * AXES, (i + 1) * AXES));
		return head.classes[found.indexOf(Math.max(...found))] === labels[i];
	});
	return right.length / texts.length;
}

describe('adaptHead', () => {
	const own = ['Storage', 'NetworkError', 'Routine', 'Order'];

	it('leaves the head as it is without texts', () => {
		const none = { texts: [], labels: [], embeddings: new Float32Array() };
		const { model, taught } = adaptHead(BASE, none);
		expect(taught).toBeUndefined();
		expect(model.head).toEqual(BASE.head);
	});

	it('keeps what the head knows when one text confirms it', () => {
		const adapted = adaptHead(BASE, textsOf([0], ['IOError'], 5)).model;
		expect(accuracy(adapted, textsOf(cycle(12), ['IOError', 'NetworkError', 'Routine'], 6))).toBe(
			1
		);
	});

	it('learns labels that the head does not know, beside those that it does', () => {
		const adapted = adaptHead(BASE, textsOf(cycle(24, 4), own, 2)).model;
		expect(adapted.head.classes).toEqual([
			'IOError',
			'NetworkError',
			'Routine',
			'Storage',
			'Order'
		]);
		expect(accuracy(adapted, textsOf(cycle(40, 4), own, 3))).toBeGreaterThan(0.95);
	});

	it('keeps every row of a label that was merged from two', () => {
		const merged = {
			...BASE,
			head: { ...BASE.head, classes: ['IOError', 'IOError', 'Routine'] }
		};
		const labels = ['IOError', 'IOError', 'Routine', 'Order'];
		const adapted = adaptHead(merged, textsOf(cycle(24, 4), labels, 2)).model;
		expect(adapted.head.classes).toEqual(['IOError', 'IOError', 'Routine', 'Order']);
		expect(accuracy(adapted, textsOf(cycle(40, 4), labels, 3))).toBeGreaterThan(0.95);
	});

	it('follows many texts that contradict the head', () => {
		const swapped = ['NetworkError', 'IOError', 'Routine'];
		const test = textsOf(cycle(30), swapped, 8);
		expect(accuracy(BASE, test)).toBeLessThan(0.5);
		expect(accuracy(adaptHead(BASE, textsOf(cycle(60), swapped, 7)).model, test)).toBeGreaterThan(
			0.95
		);
	});

	it('fits the best candidate over all features when there are too many texts to mix', () => {
		const data = textsOf(cycle(420, 4), own, 9);
		expect(accuracy(adaptHead(BASE, data).model, textsOf(cycle(40, 4), own, 3))).toBeGreaterThan(
			0.95
		);
	});

	it('says what it expects: the shares of the labels that it gave texts it had not seen', () => {
		const labels = ['IOError', 'NetworkError', 'Routine'];
		const { model, taught } = adaptHead(BASE, textsOf(cycle(30), labels, 2));
		expect(taught?.texts).toBe(30);
		for (const label of labels) expect(taught?.shares[label]).toBeCloseTo(1 / 3, 1);
		const bundle = withHead(smallBundle(BASE), { model, taught: taught as never });
		expect(() => parseBundle(bundle)).not.toThrow();
		expect(bundle.expected?.taught).toEqual(taught);
	});

	it('forgets what another head was taught when it is fitted to others', () => {
		const labels = ['IOError', 'NetworkError', 'Routine'];
		const levels = { problem: [0, 0, 0, 1], other: [0, 1, 0, 0] };
		const base = smallBundle({ ...BASE, expected: { shares: { Routine: 0.5 }, levels } });
		const taught = withHead(base, adaptHead(BASE, textsOf(cycle(30), labels, 2)));
		expect(taught.expected?.taught).toBeDefined();
		expect(withFittedHead(taught, BASE, true).expected).toEqual(base.expected);
		expect(withFittedHead(taught, BASE, false).expected).toEqual({ shares: {}, levels });
		expect(withFittedHead(smallBundle(BASE), BASE, false)).not.toHaveProperty('expected');
	});

	it('stays as it is whatever log it is for; the run moves it', () => {
		const labels = ['IOError', 'NetworkError', 'Routine'];
		const adapted = adaptHead(BASE, textsOf(cycle(30), labels, 2));
		const cascade = new Cascade(withHead(smallBundle(BASE), adapted));
		const routine = textsOf(new Array<number>(60).fill(2), labels, 4);
		const units = routine.texts.map((text, i): RunUnit => {
			const canonical = `${text} ${i}`;
			const embedding = routine.embeddings.slice(i * AXES, (i + 1) * AXES);
			return { canonical, level: 'none', score: cascade.score(canonical, embedding) };
		});
		const { priors } = cascade.judgeRun(units);
		const [io, , more] = priors?.overall ?? [];
		expect(more).toBeGreaterThan((io as number) + 0.2);
		expect(cascade.judgeRun([...units].reverse()).priors).toEqual(priors);
	});

	it('depends on the texts alone, and can be stopped', () => {
		const data = textsOf(cycle(20), ['IOError', 'NetworkError', 'Routine'], 2);
		expect(adaptHead(BASE, data)).toEqual(adaptHead(BASE, data));
		const onIteration = (fits: number): void => {
			if (fits === 3) throw new Error('stopped');
		};
		expect(() => adaptHead(BASE, data, { onIteration })).toThrow('stopped');
	});

	it('refuses labels that are not one for each text', () => {
		const data = { ...textsOf([0, 1], own, 2), labels: ['IOError'] };
		expect(() => adaptHead(BASE, data)).toThrow('2 texts need as many labels (got 1)');
	});
});
