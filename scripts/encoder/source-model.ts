/** The encoder as its publisher ships it, a small graph and a data file that holds its tensors, and what tuning adds. */
import { withDelta, type LowRankDelta } from './low-rank-delta';
import { decodeModel, graphOf } from './onnx-graph';
import type { Model, Tensor } from './onnx-graph';
import { expandFourBit } from './quantise';

/** Names of the model's tables; the word table is the one that the conversions shrink. */
export const WORD_TABLE = '.model.embeddings.word_embeddings.weight';
export const TYPE_TABLE = '.model.embeddings.token_type_embeddings.weight';
export const POSITION_TABLE = '.model.embeddings.position_embeddings.weight';

/** Weights per scale in the source's 4-bit matrices. */
const BLOCK_SIZE = 32;

/** A dense layer: `weights` is `outputs × inputs`, row-major. */
export interface DenseLayer {
	readonly weights: Float32Array;
	readonly bias: Float32Array;
}

export class SourceModel {
	readonly model: Model;
	readonly #tensors: ReadonlyMap<string, Tensor>;

	/**
	 * @param graph bytes of `model_q4.onnx`
	 * @param data bytes of `model_q4.onnx_data`
	 * @param delta what is added to its matrices
	 * @throws when the graph cannot be parsed or points past the end of the data
	 */
	constructor(
		graph: Uint8Array,
		data: Uint8Array,
		readonly delta: LowRankDelta = new Map()
	) {
		this.model = decodeModel(graph);
		const tensors = (graphOf(this.model).initializer ?? []).map((source) =>
			inlineTensor(source, data)
		);
		this.#tensors = new Map(tensors.map((tensor) => [tensor.name ?? '', tensor]));
	}

	/** All tensors in the source's order, each holding its own bytes. */
	get tensors(): Tensor[] {
		return [...this.#tensors.values()];
	}

	/** The raw bytes of a tensor. Throws when there is none of that name. */
	bytes(name: string): Uint8Array {
		const bytes = this.#tensors.get(name)?.rawData;
		if (!bytes)
			throw new Error(
				`The source model has no tensor ${name}: it is not the model this script knows.`
			);
		return bytes;
	}

	/** The 32-bit floats of a tensor; a copy, because the bytes need not be aligned. */
	floats(name: string): Float32Array {
		return new Float32Array(Uint8Array.from(this.bytes(name)).buffer);
	}

	/** The dense layer under `name`, its 4-bit weights expanded and tuned. */
	dense(name: string): DenseLayer {
		const packed = this.bytes(`${name}.MatMul.weight_Q4`);
		const scales = this.floats(`${name}.MatMul.weight_scales`);
		const weights = expandFourBit(packed, scales, BLOCK_SIZE);
		const pair = this.delta.get(name);
		return {
			weights: pair ? withDelta(weights, pair) : weights,
			bias: this.floats(`${name}.Add.bias`)
		};
	}
}

function inlineTensor(source: Tensor, data: Uint8Array): Tensor {
	const entries = new Map((source.externalData ?? []).map(({ key, value }) => [key, value]));
	if (!entries.has('location')) return source;
	const start = Number(entries.get('offset') ?? 0);
	const end = start + Number(entries.get('length') ?? 0);
	if (end > data.length) {
		throw new Error(
			`Tensor ${source.name} ends at byte ${end}, but the data file has ${data.length}.`
		);
	}
	const { name = '', dims = [], dataType = 0 } = source;
	return { name, dims, dataType, rawData: data.subarray(start, end) };
}
