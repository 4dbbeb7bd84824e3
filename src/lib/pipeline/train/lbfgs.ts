/** One iteration that hardly helps says little: the next may. */
const PATIENCE = 4;

/** Value and gradient of a function at `x`; the gradient is written into `gradient`. */
export type Objective = (x: Float64Array, gradient: Float64Array) => number;

export interface LbfgsOptions {
	maxIterations: number;
	/** Stops when the largest part of the gradient is smaller. */
	tolerance: number;
	/** Stops when `PATIENCE` iterations together lower the value by less than this share of it; 0 unless given. */
	relativeTolerance?: number;
	/** Pairs of steps that stand in for the Hessian. */
	memory?: number;
	/** Called after each iteration; throwing stops the search. */
	onIteration?: (iteration: number, value: number) => void;
}

/**
 * Minimises a smooth convex function with limited-memory BFGS (Nocedal & Wright, Numerical Optimization, 2nd ed.,
 * algorithm 7.4) and a backtracking line search with the Armijo condition. `x` is changed in place.
 *
 * @returns the value reached
 */
export function minimise(objective: Objective, x: Float64Array, options: LbfgsOptions): number {
	const { maxIterations, tolerance, memory = 8, relativeTolerance = 0, onIteration } = options;
	const gradient = new Float64Array(x.length);
	const steps: { s: Float64Array; y: Float64Array; rho: number }[] = [];
	let value = objective(x, gradient);
	const values = [value];
	for (let iteration = 1; iteration <= maxIterations; iteration++) {
		if (largest(gradient) < tolerance) break;
		const direction = searchDirection(gradient, steps);
		const next = lineSearch(objective, x, value, gradient, direction, steps.length === 0);
		if (!next) break;
		const s = difference(next.x, x);
		const y = difference(next.gradient, gradient);
		const curvature = dot(s, y);
		// Relative to the step: near the minimum every step is small, and still says how curved it is there.
		if (curvature > 1e-10 * Math.sqrt(dot(s, s) * dot(y, y))) {
			steps.push({ s, y, rho: 1 / curvature });
			if (steps.length > memory) steps.shift();
		}
		x.set(next.x);
		gradient.set(next.gradient);
		value = next.value;
		onIteration?.(iteration, value);
		values.push(value);
		const before = values[values.length - 1 - PATIENCE] ?? Infinity;
		if (before - value < relativeTolerance * Math.abs(value)) break;
	}
	return value;
}

/** Two-loop recursion: the inverse Hessian's estimate times the gradient, negated. */
function searchDirection(
	gradient: Float64Array,
	steps: readonly { s: Float64Array; y: Float64Array; rho: number }[]
): Float64Array {
	const direction = gradient.map((value) => -value);
	const alphas: number[] = [];
	for (let i = steps.length - 1; i >= 0; i--) {
		const { s, y, rho } = steps[i] as (typeof steps)[number];
		const alpha = rho * dot(s, direction);
		alphas[i] = alpha;
		addScaled(direction, y, -alpha);
	}
	const last = steps[steps.length - 1];
	if (last) scale(direction, 1 / (last.rho * dot(last.y, last.y)));
	steps.forEach(({ s, y, rho }, i) => {
		addScaled(direction, s, (alphas[i] as number) - rho * dot(y, direction));
	});
	return direction;
}

interface Point {
	x: Float64Array;
	value: number;
	gradient: Float64Array;
}

/** Halves the step until the value falls enough; undefined when no step helps, which is the end of the precision. */
function lineSearch(
	objective: Objective,
	x: Float64Array,
	value: number,
	gradient: Float64Array,
	direction: Float64Array,
	first: boolean
): Point | undefined {
	const slope = dot(gradient, direction);
	let step = first ? Math.min(1, 1 / Math.sqrt(dot(gradient, gradient))) : 1;
	for (let attempt = 0; attempt < 30; attempt++) {
		const candidate = x.slice();
		addScaled(candidate, direction, step);
		const candidateGradient = new Float64Array(x.length);
		const candidateValue = objective(candidate, candidateGradient);
		if (candidateValue <= value + 1e-4 * step * slope)
			return { x: candidate, value: candidateValue, gradient: candidateGradient };
		step /= 2;
	}
	return undefined;
}

function dot(a: Float64Array, b: Float64Array): number {
	let sum = 0;
	for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
	return sum;
}

function addScaled(target: Float64Array, source: Float64Array, factor: number): void {
	for (let i = 0; i < target.length; i++)
		target[i] = (target[i] as number) + factor * (source[i] as number);
}

function scale(target: Float64Array, factor: number): void {
	for (let i = 0; i < target.length; i++) target[i] = (target[i] as number) * factor;
}

const difference = (a: Float64Array, b: Float64Array): Float64Array =>
	a.map((value, i) => value - (b[i] as number));

function largest(values: Float64Array): number {
	let most = 0;
	for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i] as number));
	return most;
}
