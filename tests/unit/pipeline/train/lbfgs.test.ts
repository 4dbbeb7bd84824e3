import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { minimise, type Objective } from '../../../../src/lib/pipeline/train/lbfgs';

const OPTIONS = { maxIterations: 500, tolerance: 1e-8 };
const at = (x: ArrayLike<number>, i: number): number => x[i] as number;

/** `Σ ½ scaleᵢ (xᵢ − centreᵢ)²`. */
const bowl =
	(centre: readonly number[], scales: readonly number[]): Objective =>
	(x, gradient) =>
		centre.reduce((sum, middle, i) => {
			gradient[i] = at(scales, i) * (at(x, i) - middle);
			return sum + 0.5 * at(scales, i) * (at(x, i) - middle) ** 2;
		}, 0);

const numbers = (min: number, max: number) =>
	fc.array(fc.double({ min, max, noNaN: true }), { minLength: 6, maxLength: 6 });

describe('minimise', () => {
	it('finds the middle of a bowl, however stretched', () => {
		fc.assert(
			fc.property(numbers(-50, 50), numbers(0.05, 50), numbers(-50, 50), (centre, scales, from) => {
				const x = Float64Array.from(from);
				expect(minimise(bowl(centre, scales), x, OPTIONS)).toBeCloseTo(0, 8);
				expect([...x]).toEqual(centre.map((middle) => expect.closeTo(middle, 4)));
			}),
			{ numRuns: 100 }
		);
	});

	it('goes on while four iterations together gain the share that is asked for, and no further', () => {
		const objective = bowl([1, -2, 3, 5, -7, 9], [0.05, 0.3, 2, 8, 20, 50]);
		const values = (relativeTolerance: number): number[] => {
			const seen: number[] = [];
			const onIteration = (_: number, value: number): void => void seen.push(value);
			// One is added so that a share of the value means something at the minimum.
			const raised: Objective = (x, gradient) => 1 + objective(x, gradient);
			minimise(raised, new Float64Array(6), { ...OPTIONS, relativeTolerance, onIteration });
			return seen;
		};
		const gain = (list: readonly number[], at: number): number =>
			((list[at - 4] as number) - (list[at] as number)) / (list[at] as number);
		const all = values(0);
		const some = values(1e-2);
		expect(some.length).toBeLessThan(all.length);
		expect(some).toEqual(all.slice(0, some.length));
		expect(gain(some, some.length - 1)).toBeLessThan(1e-2);
		for (let at = 4; at < some.length - 1; at++)
			expect(gain(some, at)).toBeGreaterThanOrEqual(1e-2);
	});

	it('solves linear equations whose matrix is not diagonal', () => {
		// A x = b with A = ((4, 1, 0), (1, 3, 1), (0, 1, 2)) and x = (1, -2, 3)
		const matrix = [
			[4, 1, 0],
			[1, 3, 1],
			[0, 1, 2]
		];
		const right = [2, -2, 4];
		const objective: Objective = (x, gradient) => {
			let value = 0;
			matrix.forEach((row, i) => {
				const product = row.reduce((sum, a, j) => sum + a * at(x, j), 0);
				gradient[i] = product - at(right, i);
				value += at(x, i) * (product / 2 - at(right, i));
			});
			return value;
		};
		const x = new Float64Array(3);
		minimise(objective, x, OPTIONS);
		expect([...x]).toEqual([1, -2, 3].map((value) => expect.closeTo(value, 6)));
	});

	it('follows the bent valley of Rosenbrock’s function', () => {
		const rosenbrock: Objective = (x, gradient) => {
			const [a, b] = [1 - at(x, 0), at(x, 1) - at(x, 0) ** 2];
			gradient[0] = -2 * a - 400 * at(x, 0) * b;
			gradient[1] = 200 * b;
			return a ** 2 + 100 * b ** 2;
		};
		const x = Float64Array.of(-1.2, 1);
		minimise(rosenbrock, x, OPTIONS);
		expect([...x]).toEqual([expect.closeTo(1, 5), expect.closeTo(1, 5)]);
	});

	it('never goes up, and tells each step', () => {
		const seen: [number, number][] = [];
		const x = Float64Array.of(40, -3, 8, 1, 1, 1);
		const value = minimise(bowl([1, 2, 3, 4, 5, 6], [1, 9, 0.1, 30, 2, 7]), x, {
			...OPTIONS,
			onIteration: (...step) => seen.push(step)
		});
		expect(seen.map(([iteration]) => iteration)).toEqual(seen.map((_, i) => i + 1));
		const values = seen.map(([, reached]) => reached);
		expect(values).toEqual([...values].sort((a, b) => b - a));
		expect(values.at(-1)).toBe(value);
	});

	it('takes no step from the minimum', () => {
		const x = Float64Array.of(1, 2);
		const onIteration = (): never => expect.unreachable();
		expect(minimise(bowl([1, 2], [1, 1]), x, { ...OPTIONS, onIteration })).toBe(0);
		expect([...x]).toEqual([1, 2]);
	});

	it('stops after as many steps as it may take', () => {
		let steps = 0;
		const x = Float64Array.of(9, 9, 9);
		minimise(bowl([1, 2, 3], [1, 10, 100]), x, {
			...OPTIONS,
			maxIterations: 3,
			onIteration: () => steps++
		});
		expect(steps).toBe(3);
	});

	it('stops when its listener throws', () => {
		const stop = (): never => {
			throw new Error('enough');
		};
		const x = Float64Array.of(9);
		expect(() => minimise(bowl([0], [1]), x, { ...OPTIONS, onIteration: stop })).toThrow('enough');
	});

	it('ends where no step helps', () => {
		// The gradient points the wrong way: no step can go down.
		const wrong: Objective = (x, gradient) => {
			gradient[0] = -2 * at(x, 0);
			return at(x, 0) ** 2;
		};
		const x = Float64Array.of(3);
		expect(minimise(wrong, x, OPTIONS)).toBe(9);
		expect([...x]).toEqual([3]);
	});
});
