import { softmax } from '../head/head';

/**
 * Temperature that minimises the negative log-likelihood of held-out examples (Guo et al., On Calibration of Modern Neural
 * Networks, 2017). The likelihood has one minimum in the temperature, so a golden-section search finds it.
 *
 * @param logits of each held-out example, from a head that has not seen it
 * @param targets position of the true class of each
 */
export function fitTemperature(
	logits: readonly Float64Array[],
	targets: readonly number[]
): number {
	const loss = (logTemperature: number): number =>
		logits.reduce((sum, row, i) => {
			const probability = softmax(row, Math.exp(logTemperature))[targets[i] as number] as number;
			return sum - Math.log(Math.max(probability, 1e-12));
		}, 0);
	return Math.exp(goldenSection(loss, Math.log(0.1), Math.log(10)));
}

function goldenSection(f: (x: number) => number, low: number, high: number): number {
	const ratio = (Math.sqrt(5) - 1) / 2;
	let a = high - ratio * (high - low);
	let b = low + ratio * (high - low);
	let [atA, atB] = [f(a), f(b)];
	for (let step = 0; step < 40; step++) {
		if (atA < atB) {
			[high, b, atB] = [b, a, atA];
			a = high - ratio * (high - low);
			atA = f(a);
		} else {
			[low, a, atA] = [a, b, atB];
			b = low + ratio * (high - low);
			atB = f(b);
		}
	}
	return (low + high) / 2;
}
