import fc from 'fast-check';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { minimise, type Objective } from '../../../../src/lib/pipeline/train/lbfgs';
import {
	fitLogisticRegression,
	type LinearWeights,
	type TrainingSet
} from '../../../../src/lib/pipeline/train/logistic-regression';

vi.mock('../../../../src/lib/pipeline/train/lbfgs', async (importOriginal) => {
	const original = await importOriginal<{ minimise: typeof minimise }>();
	return { minimise: vi.fn(original.minimise) };
});

beforeEach(() => {
	vi.mocked(minimise).mockClear();
});

const at = (values: ArrayLike<number>, i: number): number => values[i] as number;

interface Example {
	dense: number[];
	/** Values of the sparse features; 0 is left out. */
	sparse: number[];
	target: number[];
	weight?: number;
	offset?: number[];
}

function setOf(examples: readonly Example[]): TrainingSet {
	const [first] = examples as [Example];
	return {
		dense: Float32Array.from(examples.flatMap(({ dense }) => dense)),
		denseWidth: first.dense.length,
		sparse: examples.map(({ sparse }) => {
			const indices = Uint32Array.from(sparse.keys()).filter((i) => sparse[i] !== 0);
			return { indices, values: Float32Array.from(indices, (i) => at(sparse, i)) };
		}),
		sparseWidth: first.sparse.length,
		targets: Float32Array.from(examples.flatMap(({ target }) => target)),
		classes: first.target.length,
		weights: Float32Array.from(examples, ({ weight }) => weight ?? 1),
		...(first.offset ? { offsets: Float64Array.from(examples.flatMap((e) => e.offset ?? [])) } : {})
	};
}

const logits = (head: LinearWeights, { dense, sparse, offset }: Example): number[] =>
	Array.from(head.intercepts, (intercept, k) =>
		[...dense, ...sparse].reduce(
			(sum, value, f) => sum + value * at(head.weights, f * head.intercepts.length + k),
			intercept + (offset?.[k] ?? 0)
		)
	);

function probabilities(head: LinearWeights, example: Example): number[] {
	const powers = logits(head, example).map(Math.exp);
	const sum = powers.reduce((a, b) => a + b);
	return powers.map((power) => power / sum);
}

/** The loss as its definition says it, divided by `C · Σ wᵢ`. */
function definedLoss(
	examples: readonly Example[],
	head: LinearWeights,
	c: number,
	interceptPenalty: number
): number {
	const total = examples.reduce((sum, { weight = 1 }) => sum + weight, 0);
	const misfit = examples.reduce((sum, example) => {
		const found = probabilities(head, example);
		const entropy = example.target.reduce((part, t, k) => part - t * Math.log(at(found, k)), 0);
		return sum + (example.weight ?? 1) * entropy;
	}, 0);
	const squares = (values: Float64Array): number => values.reduce((sum, v) => sum + v ** 2, 0);
	const penalty = (squares(head.weights) + interceptPenalty * squares(head.intercepts)) / 2;
	return (c * misfit + penalty) / (c * total);
}

const [DENSE, SPARSE, CLASSES] = [2, 3, 3];
const PARAMETERS = (DENSE + SPARSE + 1) * CLASSES;
const eighths = (min: number, max: number) =>
	fc.integer({ min: min * 8, max: max * 8 }).map((value) => value / 8);
const several = (length: number, min = -2, max = 2) =>
	fc.array(eighths(min, max), { minLength: length, maxLength: length });
const anyTarget = several(CLASSES, 0.125, 2).map((shares) => {
	const sum = shares.reduce((a, b) => a + b);
	return shares.map((share) => share / sum);
});
const anyExamples: fc.Arbitrary<Example[]> = fc.array(
	fc.record({
		dense: several(DENSE),
		sparse: several(SPARSE),
		target: anyTarget,
		offset: several(CLASSES),
		weight: eighths(0.125, 3)
	}),
	{ minLength: 1, maxLength: 8 }
);
const headOf = (values: ArrayLike<number>): LinearWeights => {
	const all = Float64Array.from(values);
	return { weights: all.slice(0, -CLASSES), intercepts: all.slice(-CLASSES) };
};
const anyHead = several(PARAMETERS).map(headOf);
const anyPenalty = eighths(0, 2);

/** What the training minimises. */
function objectiveOf(set: TrainingSet, c: number, interceptPenalty = 0): Objective {
	fitLogisticRegression(set, { c, interceptPenalty, maxIterations: 0 });
	return vi.mocked(minimise).mock.lastCall?.[0] as Objective;
}

describe('the loss', () => {
	it('is as defined, and its gradient is that of finite differences', () => {
		fc.assert(
			fc.property(
				anyExamples,
				eighths(0.125, 9),
				anyHead,
				anyPenalty,
				(examples, c, head, penalty) => {
					const objective = objectiveOf(setOf(examples), c, penalty);
					const x = Float64Array.of(...head.weights, ...head.intercepts);
					const gradient = new Float64Array(PARAMETERS).fill(NaN);
					const value = objective(x, gradient);
					expect(value).toBeCloseTo(definedLoss(examples, head, c, penalty), 5);
					const step = 1e-5;
					const moved = (i: number, by: number): number => {
						const there = x.map((own, j) => (j === i ? own + by : own));
						return objective(there, new Float64Array(PARAMETERS));
					};
					x.forEach((_, i) => {
						const slope = (moved(i, step) - moved(i, -step)) / (2 * step);
						expect(at(gradient, i)).toBeCloseTo(slope, 5);
					});
				}
			),
			{ numRuns: 60 }
		);
	});

	it('does not overflow on huge features', () => {
		const set = setOf([{ dense: [1e4], sparse: [], target: [0, 1] }]);
		const gradient = new Float64Array(4);
		const value = objectiveOf(set, 1)(Float64Array.of(100, -100, 0, 0), gradient);
		expect(value).toBeGreaterThan(1e6);
		expect([...gradient].every(Number.isFinite)).toBe(true);
	});
});

describe('fitLogisticRegression', () => {
	it('ends where every step makes the loss worse', () => {
		fc.assert(
			fc.property(anyExamples, eighths(0.125, 2), anyPenalty, (examples, c, penalty) => {
				const head = fitLogisticRegression(setOf(examples), { c, interceptPenalty: penalty });
				const least = definedLoss(examples, head, c, penalty);
				const all = [...head.weights, ...head.intercepts];
				for (let i = 0; i < PARAMETERS; i++)
					for (const by of [-0.05, 0.05]) {
						const moved = headOf(all.map((value, j) => (j === i ? value + by : value)));
						expect(definedLoss(examples, moved, c, penalty)).toBeGreaterThan(least - 1e-7);
					}
			}),
			{ numRuns: 30 }
		);
	});

	it('learns what can be told apart, by dense or by sparse features', () => {
		const examples: Example[] = [
			{ dense: [2, 0], sparse: [0], target: [1, 0, 0] },
			{ dense: [1, 0.5], sparse: [0], target: [1, 0, 0] },
			{ dense: [-2, 0], sparse: [0], target: [0, 1, 0] },
			{ dense: [-1, 0.5], sparse: [0], target: [0, 1, 0] },
			{ dense: [0, 0], sparse: [1], target: [0, 0, 1] },
			{ dense: [0, 0.5], sparse: [1], target: [0, 0, 1] }
		];
		const head = fitLogisticRegression(setOf(examples), { c: 100 });
		for (const example of examples) {
			const found = probabilities(head, example);
			expect(at(found, example.target.indexOf(1))).toBeGreaterThan(0.9);
		}
	});

	it('gives soft targets back as probabilities', () => {
		const soft = [
			{ dense: [1], sparse: [], target: [0.7, 0.2, 0.1] },
			{ dense: [-1], sparse: [], target: [0.1, 0.3, 0.6] }
		];
		const head = fitLogisticRegression(setOf(soft), { c: 1e6, maxIterations: 1_000 });
		for (const example of soft)
			expect(probabilities(head, example)).toEqual(
				example.target.map((share) => expect.closeTo(share, 3))
			);
	});

	it('counts an example of weight 3 as three', () => {
		const [a, b]: [Example, Example] = [
			{ dense: [1], sparse: [], target: [1, 0] },
			{ dense: [0.5], sparse: [], target: [0, 1] }
		];
		const weighted = fitLogisticRegression(setOf([{ ...a, weight: 3 }, b]), { c: 2 });
		const repeated = fitLogisticRegression(setOf([a, a, a, b]), { c: 2 });
		expect([...weighted.weights]).toEqual(
			[...repeated.weights].map((value) => expect.closeTo(value, 4))
		);
	});

	it('leaves the intercepts free: without features they are the classes’ shares', () => {
		const one = (target: number[]): Example => ({ dense: [0], sparse: [], target });
		const examples = [one([1, 0]), one([1, 0]), one([1, 0]), one([0, 1])];
		const head = fitLogisticRegression(setOf(examples), { c: 0.01 });
		expect(probabilities(head, one([1, 0]))[0]).toBeCloseTo(0.75, 4);
		expect([...head.weights].map(Math.abs)).toEqual([0, 0]);
	});

	it('fits closer with a larger C', () => {
		const examples: Example[] = [
			{ dense: [1], sparse: [], target: [1, 0] },
			{ dense: [-1], sparse: [], target: [0, 1] }
		];
		const sure = [0.01, 0.1, 1, 10].map((c) =>
			at(probabilities(fitLogisticRegression(setOf(examples), { c }), examples[0] as Example), 0)
		);
		expect(sure).toEqual([...sure].sort((a, b) => a - b));
		expect(new Set(sure).size).toBe(4);
	});
});

describe('offsets', () => {
	const right: Example = { dense: [1], sparse: [], target: [1, 0] };
	const other: Example = { dense: [-1], sparse: [], target: [0, 1] };

	it('leave nothing to learn where they are right already', () => {
		const sure = [
			{ ...right, offset: [20, 0] },
			{ ...other, offset: [0, 20] }
		];
		const head = fitLogisticRegression(setOf(sure), { c: 10 });
		expect([...head.weights, ...head.intercepts]).toEqual(new Array(4).fill(expect.closeTo(0, 4)));
	});

	it('are corrected where they are wrong, the less the smaller C', () => {
		const wrong = [
			{ ...right, offset: [0, 2] },
			{ ...other, offset: [2, 0] }
		];
		const found = [1e-4, 1, 100].map((c) => {
			const [first] = wrong as [Example];
			return at(probabilities(fitLogisticRegression(setOf(wrong), { c }), first), 0);
		});
		expect(at(found, 0)).toBeCloseTo(1 / (1 + Math.exp(2)), 2);
		expect(found).toEqual([...found].sort((a, b) => a - b));
		expect(at(found, 2)).toBeGreaterThan(0.9);
	});
});

describe('the progress of training', () => {
	it('is told after each step, and a listener can stop it', () => {
		const set = setOf([
			{ dense: [1], sparse: [], target: [1, 0] },
			{ dense: [-1], sparse: [], target: [0, 1] }
		]);
		const losses: number[] = [];
		fitLogisticRegression(set, { c: 1, onIteration: (_, loss) => losses.push(loss) });
		expect(losses.length).toBeGreaterThan(1);
		expect(losses).toEqual([...losses].sort((a, b) => b - a));
		const onIteration = (): never => {
			throw new Error('stopped');
		};
		expect(() => fitLogisticRegression(set, { c: 1, onIteration })).toThrow('stopped');
	});
});
