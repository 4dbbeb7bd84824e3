/**
 * Evens out activations before they are rounded. A few channels are up to seventeen times as large
 * as the rest; under one scale they would cost all others their precision. Dividing them, and
 * multiplying the weights they meet, leaves the product as it was.
 *
 * @see Xiao et al. 2023, SmoothQuant, https://arxiv.org/abs/2211.10438
 */
import { ACTIVATION_PEAKS } from './activation-peaks';

/**
 * What to divide every channel of a layer norm's output by; 1 where nothing stands out.
 *
 * @throws when the norm called `name` was never measured
 */
export function smoothingFactors(name: string, dimensions: number): Float32Array {
	const peaks = ACTIVATION_PEAKS[name];
	if (peaks === undefined)
		throw new Error(`No peaks of ${name}: run scripts/encoder/calibrate.ts.`);
	const factors = new Float32Array(dimensions).fill(1);
	for (const entry of peaks.split(' ')) {
		const [channel, ratio] = entry.split(':').map(Number);
		// The square root halves the excess between both sides: the paper's default strength of 0.5.
		factors[channel!] = Math.sqrt(ratio!);
	}
	return factors;
}

/** `weights` (`outputs × factors.length`) with every input's column multiplied by its factor. */
export function multiplyInputs(weights: Float32Array, factors: Float32Array): Float32Array {
	return weights.map((weight, i) => weight * factors[i % factors.length]!);
}
