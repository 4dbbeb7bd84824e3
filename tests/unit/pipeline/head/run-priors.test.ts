import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LabelTree } from '../../../../src/lib/pipeline/bundle/label-tree';
import {
	learnPriors,
	withPriors,
	type ScoredUnit
} from '../../../../src/lib/pipeline/head/run-priors';
import { LEVEL_CLASSES } from '../../../../src/lib/pipeline/types';

const LABELS = [
	{ name: 'IOError', definition: '', problem: true },
	{ name: 'NetworkError', definition: '', problem: true },
	{ name: 'Routine', definition: '' },
	{ name: 'Trace', definition: '' }
];
const CLASSES = LABELS.map(({ name }) => name);
const { sides } = new LabelTree(LABELS, CLASSES);
const EXPECTED = {
	classes: CLASSES,
	shares: [0.2, 0.2, 0.3, 0.3],
	levels: { problem: [0, 0.1, 0.3, 0.6], other: [0, 0.95, 0.04, 0.01] }
};
const unit = (
	canonical: string,
	probabilities: number[],
	level: ScoredUnit['level'] = 'none'
): ScoredUnit => ({ canonical, level, probabilities });
const sum = (values: Iterable<number>): number =>
	[...values].reduce((total, value) => total + value, 0);

const anyUnits = fc.array(
	fc
		.tuple(
			fc.string(),
			fc.constantFrom(...LEVEL_CLASSES),
			fc.tuple(...CLASSES.map(() => fc.double({ min: 0.01, max: 1, noNaN: true })))
		)
		.map(([canonical, level, weights]) =>
			unit(
				canonical,
				weights.map((weight) => weight / sum(weights)),
				level
			)
		),
	{ maxLength: 40 }
);

describe('learnPriors', () => {
	it('comes to the same numbers in any order', () => {
		const distinct = anyUnits.map((units) => [
			...new Map(units.map((one) => [`${one.level} ${one.canonical}`, one])).values()
		]);
		fc.assert(
			fc.property(distinct, (units) => {
				expect(learnPriors([...units].reverse(), sides, EXPECTED)).toEqual(
					learnPriors(units, sides, EXPECTED)
				);
			}),
			{ numRuns: 200 }
		);
	});

	it('expects what is usual where nothing is known', () => {
		const { shift, units, levels } = learnPriors([], sides, EXPECTED);
		expect(units).toBe(0);
		expect(shift).toEqual([0, 0, 0, 0]);
		expect(levels[LEVEL_CLASSES.indexOf('error')]).toBeGreaterThan(1);
		expect(levels[LEVEL_CLASSES.indexOf('info')]).toBeLessThan(0);
		expect(levels[LEVEL_CLASSES.indexOf('none')]).toBe(0);
	});

	it('moves doubtful messages to the category that a log is full of, within their side', () => {
		const units = Array.from({ length: 100 }, (_, n) =>
			unit(`trace ${n}`, [0.01, 0.01, 0.08, 0.9])
		);
		const doubtful = unit('doubtful', [0.05, 0.05, 0.5, 0.4]);
		const priors = learnPriors([...units, doubtful], sides, EXPECTED);
		const moved = withPriors(doubtful, priors, sides);
		expect(moved[3]).toBeGreaterThan(moved[2] as number);
		expect((moved[0] as number) + (moved[1] as number)).toBeCloseTo(0.1);
		expect(sum(moved)).toBeCloseTo(1);
	});

	it('trusts levels less in a log whose levels do not go with its texts', () => {
		const ofLevels = (levelAt: (n: number) => ScoredUnit['level']): number => {
			const units = Array.from({ length: 200 }, (_, n) =>
				n % 2 === 0
					? unit(`bad ${n}`, [0.9, 0.06, 0.02, 0.02], levelAt(n))
					: unit(`good ${n}`, [0.02, 0.02, 0.06, 0.9], levelAt(n))
			);
			return learnPriors(units, sides, EXPECTED).levels[LEVEL_CLASSES.indexOf('error')] as number;
		};
		const agreeing = ofLevels((n) => (n % 2 === 0 ? 'error' : 'info'));
		const random = ofLevels((n) => (n % 4 < 2 ? 'error' : 'info'));
		expect(agreeing).toBeGreaterThan(1.5);
		expect(Math.abs(random)).toBeLessThan(0.5);
	});
});

describe('withPriors', () => {
	it('gives probabilities', () => {
		fc.assert(
			fc.property(anyUnits, (units) => {
				const priors = learnPriors(units, sides, EXPECTED);
				for (const one of units) {
					const moved = withPriors(one, priors, sides);
					expect(sum(moved)).toBeCloseTo(1);
					expect(Math.min(...moved)).toBeGreaterThanOrEqual(0);
				}
			}),
			{ numRuns: 100 }
		);
	});

	it('hides no number that is none', () => {
		const priors = learnPriors([], sides, EXPECTED);
		const moved = withPriors(unit('x', [NaN, NaN, NaN, NaN]), priors, sides);
		expect([...moved].every(Number.isNaN)).toBe(true);
	});
});

describe("a head that was adapted to somebody's own logs", () => {
	const taught = { texts: 80, shares: [0.25, 0.25, 0.25, 0.25] };
	const mostly = Array.from({ length: 40 }, (_, i) =>
		unit(`message ${i}`, i < 36 ? [0.1, 0.1, 0.2, 0.6] : [0.6, 0.2, 0.1, 0.1])
	);

	it('moves between the sides too, as far as texts and units go', () => {
		const plain = learnPriors(mostly, sides, EXPECTED);
		const moved = learnPriors(mostly, sides, { ...EXPECTED, taught });
		expect(plain.overall).toBeUndefined();
		const problemOf = (priors: typeof plain): number => {
			const [io, network] = withPriors(unit('x', [0.3, 0.2, 0.25, 0.25]), priors, sides);
			return (io as number) + (network as number);
		};
		expect(problemOf(plain)).toBeCloseTo(0.5, 6);
		expect(problemOf(moved)).toBeLessThan(0.35);
		const few = learnPriors(mostly, sides, { ...EXPECTED, taught: { ...taught, texts: 2 } });
		expect(problemOf(few)).toBeGreaterThan(problemOf(moved));
		expect(problemOf(few)).toBeLessThan(0.5);
	});

	it('stays as it is without a run, and does not depend on order', () => {
		const expected = { ...EXPECTED, taught };
		expect(learnPriors([], sides, expected).overall).toEqual([0, 0, 0, 0]);
		expect(learnPriors([...mostly].reverse(), sides, expected)).toEqual(
			learnPriors(mostly, sides, expected)
		);
	});
});
