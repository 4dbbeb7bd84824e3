/**
 * What tuning on logs adds to the encoder's matrices: for each a product of two thin ones.
 *
 * @see Hu et al. 2021, LoRA, https://arxiv.org/abs/2106.09685; trained by `training/encoder-delta/`
 */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** The delta that ships. */
const DELTA_FILE = fileURLToPath(new URL('delta.safetensors', import.meta.url));

/** Two thin matrices, row-major; what they add to a layer's output is `input × down × up`. */
export interface ThinPair {
	readonly rank: number;
	/** `inputs × rank` */
	readonly down: Float32Array;
	/** `rank × outputs` */
	readonly up: Float32Array;
}

/** Pairs by the name of their layer, such as `model.layers.3.attn.q_proj`; most layers have none. */
export type LowRankDelta = ReadonlyMap<string, ThinPair>;

/** A tensor's entry in the head of a safetensors file. */
interface Entry {
	readonly dtype: string;
	readonly shape: readonly number[];
	readonly data_offsets: readonly [start: number, end: number];
}

/** Reads a delta of 16-bit floats from a safetensors file. Throws when it is none. */
export async function readDelta(path = DELTA_FILE): Promise<LowRankDelta> {
	return decodeDelta(await readFile(path));
}

/**
 * Decodes the bytes of a safetensors file whose tensors are called `LAYER.down` and `LAYER.up`.
 *
 * @see https://huggingface.co/docs/safetensors (length of the head, head as JSON, numbers)
 * @throws when a tensor is not of 16-bit floats, or a pair does not fit together
 */
export function decodeDelta(bytes: Uint8Array): LowRankDelta {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const start = 8 + Number(view.getBigUint64(0, true));
	const head = new TextDecoder().decode(bytes.subarray(8, start));
	const entries = new Map(Object.entries(JSON.parse(head) as Record<string, Entry>));
	const pairs = new Map<string, ThinPair>();
	for (const [name, down] of entries) {
		if (!name.endsWith('.down')) continue;
		const layer = name.slice(0, -'.down'.length);
		const up = entries.get(`${layer}.up`);
		const rank = down.shape[1] ?? 0;
		if (down.dtype !== 'F16' || up?.dtype !== 'F16' || up.shape[0] !== rank)
			throw new Error(`${layer} of the delta is no pair of thin matrices of 16-bit floats.`);
		const numbers = ({ data_offsets: [from, to] }: Entry): Float32Array =>
			halves(view, start + from, start + to);
		pairs.set(layer, { rank, down: numbers(down), up: numbers(up) });
	}
	return pairs;
}

/** `weights` (`outputs × inputs`, row-major) with a pair's product added. */
export function withDelta(weights: Float32Array, { rank, down, up }: ThinPair): Float32Array {
	const inputs = down.length / rank;
	const outputs = up.length / rank;
	if (weights.length !== inputs * outputs)
		throw new Error(`A delta of ${outputs} × ${inputs} does not fit ${weights.length} weights.`);
	return weights.map((weight, at) => {
		const input = at % inputs;
		const output = (at - input) / inputs;
		let sum = weight;
		for (let r = 0; r < rank; r++) sum += down[input * rank + r]! * up[r * outputs + output]!;
		return sum;
	});
}

/** The IEEE 754 half-precision numbers in a part of `view`. */
function halves(view: DataView, from: number, to: number): Float32Array {
	return Float32Array.from({ length: (to - from) / 2 }, (_, at) =>
		fromHalf(view.getUint16(from + 2 * at, true))
	);
}

function fromHalf(bits: number): number {
	const sign = bits & 0x8000 ? -1 : 1;
	const exponent = (bits >> 10) & 31;
	const fraction = (bits & 1023) / 1024;
	if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
	return sign * (exponent === 0 ? fraction * 2 ** -14 : (1 + fraction) * 2 ** (exponent - 15));
}
