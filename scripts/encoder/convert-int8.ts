/**
 * The encoder's 8-bit form, for the CPU: about two and a half times as fast in WebAssembly as 4 bits.
 *
 * Weights are symmetric 8-bit with one scale per output. Activations are unsigned 8-bit with one
 * scale per token (never per batch), so a text's embedding does not depend on its neighbours.
 */
import { GraphBuilder } from './graph-builder';
import { ElementType, encodeModel, withGraph } from './onnx-graph';
import { quantiseRows, transpose } from './quantise';
import { multiplyInputs, smoothingFactors } from './smoothing';
import { POSITION_TABLE, TYPE_TABLE, WORD_TABLE } from './source-model';
import type { DenseLayer, SourceModel } from './source-model';

const LAYERS = 6;
const HEADS = 12;
const DIMENSIONS = 384;
const POSITIONS = 512;
const EPSILON = { float: 1e-12 };
const HEAD_SCALE = { float: 1 / Math.sqrt(DIMENSIONS / HEADS) };

/**
 * GELU never falls below about −0.17. Adding this much to the input of the second feed-forward
 * matrix makes it non-negative, so all 256 levels serve its range; the bias takes the shift back.
 */
const GELU_SHIFT = 0.17;

/** Activations of 8 bits: `levels` − `zero` times `step` (one step per token). */
interface QuantisedActivations {
	readonly levels: string;
	readonly zero: string;
	readonly step: string;
	/** What every channel was divided by before rounding, if it was. */
	readonly factors?: Float32Array;
}

/** A matrix product whose bias the next, fused operator adds. */
interface Product {
	readonly value: string;
	readonly bias: string;
}

/**
 * Builds the 8-bit model from the source's weights.
 *
 * @returns the bytes of a self-contained model with the source's inputs and output; the same
 * source gives the same bytes
 */
export function convertToInt8(source: SourceModel): Uint8Array {
	const writer = new Int8Writer(source);
	writer.write();
	return encodeModel(withGraph(source.model, writer.graph.nodes, writer.graph.tensors));
}

class Int8Writer {
	readonly graph = new GraphBuilder();
	readonly #source: SourceModel;

	constructor(source: SourceModel) {
		this.#source = source;
	}

	write(): void {
		const mask = this.graph.cast('attention_mask', ElementType.int32, 'mask');
		let hidden = this.#embeddings();
		for (let layer = 0; layer < LAYERS; layer++)
			hidden = this.#layer(`model.layers.${layer}`, hidden, mask);
		this.graph.add('Identity', [hidden], 'last_hidden_state');
	}

	#embeddings(): string {
		const { graph } = this;
		const words = quantiseRows(this.#source.floats(WORD_TABLE), DIMENSIONS);
		const values = graph.constant('words.values', [words.scales.length, DIMENSIONS], words.values);
		const scales = graph.constant('words.scales', [words.scales.length, 1], words.scales);
		const word = graph.lookUp('input_ids', { values, scales }, 'words');
		const placed = graph.add('Add', [word, this.#positions()], 'words+positions');
		const types = graph.constant('types.values', [2, DIMENSIONS], this.#source.floats(TYPE_TABLE));
		const type = graph.add('Gather', [types, 'token_type_ids'], 'types');
		const sum = graph.add('Add', [placed, type], 'embeddings');
		const name = 'model.layers.-1.embeddings_norm_layernorm';
		const inputs = [sum, ...this.#normParameters(name)];
		return graph.add('LayerNormalization', inputs, name, { axis: -1, epsilon: EPSILON });
	}

	/** The table's first rows, one per token of the batch. */
	#positions(): string {
		const { graph } = this;
		const table = graph.constant(
			'positions.values',
			[POSITIONS, DIMENSIONS],
			this.#source.floats(POSITION_TABLE)
		);
		const shape = graph.add('Shape', ['input_ids'], 'shape');
		const tokens = graph.add('Slice', [shape, graph.integers(1), graph.integers(2)], 'tokens');
		return graph.add('Slice', [table, graph.integers(0), tokens, graph.integers(0)], 'positions');
	}

	#layer(name: string, input: string, mask: string): string {
		const attended = this.#attention(name, input, mask);
		const middle = this.#addAndNormalise(
			input,
			this.#product(`${name}.attn.o_proj`, this.#quantise(attended)),
			`${name}.attention_output_norm_layernorm`
		);
		const inner = this.#product(`${name}.mlp.fc1`, this.#quantiseSmoothed(middle));
		const active = this.graph.addFused('FastGelu', [inner.value, inner.bias], `${name}.mlp/gelu`);
		const outer = this.#product(`${name}.mlp.fc2`, this.#quantiseShifted(active), GELU_SHIFT);
		return this.#addAndNormalise(middle, outer, `${name}.mlp_output_norm_layernorm`);
	}

	#attention(name: string, input: string, mask: string): string {
		const { graph } = this;
		const layers = ['q', 'k', 'v'].map((part) => this.#source.dense(`${name}.attn.${part}_proj`));
		// One product for all three: they share their input, which is then quantised once.
		const product = this.#denseProduct(
			`${name}.attn.qkv`,
			concatenate(layers),
			this.#quantiseSmoothed(input)
		);
		const sum = graph.add('Add', [product.value, product.bias], `${name}.attn.qkv/sum`);
		const parts = graph.split(sum, [`${name}.attn.q`, `${name}.attn.k`, `${name}.attn.v`]);
		const inputs = [...parts, '', mask];
		return graph.addFused('MultiHeadAttention', inputs, `${name}.attn`, {
			num_heads: HEADS,
			scale: HEAD_SCALE
		});
	}

	#product(name: string, input: QuantisedActivations, shift = 0): Product {
		return this.#denseProduct(name, this.#source.dense(name), input, shift);
	}

	/** `input` × the layer's weights, in real units, without the bias. */
	#denseProduct(name: string, layer: DenseLayer, input: QuantisedActivations, shift = 0): Product {
		const { graph } = this;
		const outputs = layer.bias.length;
		const inputs = layer.weights.length / outputs;
		const matrix = input.factors ? multiplyInputs(layer.weights, input.factors) : layer.weights;
		const { values, scales } = quantiseRows(matrix, inputs);
		const weights = graph.constant(
			`${name}.weights`,
			[inputs, outputs],
			transpose(values, outputs, inputs)
		);
		const scale = graph.constant(`${name}.scales`, [outputs], scales);
		const bias = biasWithoutShift(layer.bias, { values, scales }, shift);
		// The operator takes one scale for all activations: it gets 1, and each token's own follows.
		const operands = [input.levels, weights, graph.scalar(1), scale, input.zero];
		const steps = graph.addFused('MatMulIntegerToFloat', operands, `${name}/steps`);
		return {
			value: graph.add('Mul', [steps, input.step], `${name}/product`),
			bias: graph.constant(`${name}.bias`, [outputs], bias)
		};
	}

	/** Levels 1 … 255 around 128, the token's largest magnitude at an end. */
	#quantise(input: string): QuantisedActivations {
		const { graph } = this;
		const magnitudes = graph.add('Abs', [input], `${input}/magnitudes`);
		return this.#levels(input, magnitudes, 127, 128);
	}

	/** {@link #quantise} for a layer norm's output, which carries the norm's own name. */
	#quantiseSmoothed(norm: string): QuantisedActivations {
		const factors = smoothingFactors(norm, DIMENSIONS);
		const inverses = this.graph.constant(
			`${norm}.smoothing`,
			[DIMENSIONS],
			factors.map((factor) => 1 / factor)
		);
		return {
			...this.#quantise(this.graph.add('Mul', [norm, inverses], `${norm}/smoothed`)),
			factors
		};
	}

	/** Levels 0 … 255 for a GELU's output, shifted so that none is negative. */
	#quantiseShifted(input: string): QuantisedActivations {
		const shifted = this.graph.add(
			'Add',
			[input, this.graph.scalar(GELU_SHIFT)],
			`${input}/shifted`
		);
		return this.#levels(shifted, shifted, 255, 0);
	}

	/** Rounds `input` to steps of its token's largest magnitude / `reach`, counted from `zero`. */
	#levels(input: string, magnitudes: string, reach: number, zero: number): QuantisedActivations {
		const { graph } = this;
		const largest = graph.add('ReduceMax', [magnitudes, graph.integers(-1)], `${input}/largest`, {
			keepdims: 1
		});
		const step = graph.add('Mul', [largest, graph.scalar(1 / reach)], `${input}/step`);
		const inverse = graph.add('Reciprocal', [step], `${input}/inverse`);
		const scaled = graph.add('Mul', [input, inverse], `${input}/scaled`);
		// Adding a half and truncating rounds; it is faster here than QuantizeLinear.
		const raised = graph.add('Add', [scaled, graph.scalar(zero + 0.5)], `${input}/raised`);
		return {
			levels: graph.cast(raised, ElementType.uint8, `${input}/levels`),
			zero: graph.constant(`zero/${zero}`, [], Uint8Array.of(zero)),
			step
		};
	}

	#addAndNormalise(residual: string, { value, bias }: Product, name: string): string {
		const inputs = [value, residual, ...this.#normParameters(name), bias];
		return this.graph.addFused('SkipLayerNormalization', inputs, name, { epsilon: EPSILON });
	}

	#normParameters(name: string): string[] {
		return ['weight', 'bias'].map((part) => {
			const values = this.#source.floats(`${name}.${part}`);
			return this.graph.constant(`${name}.${part}`, [values.length], values);
		});
	}
}

/** What the product of the shift itself adds to each output, taken off the bias. */
function biasWithoutShift(
	bias: Float32Array,
	weights: { readonly values: Int8Array; readonly scales: Float32Array },
	shift: number
): Float32Array {
	const inputs = weights.values.length / bias.length;
	return bias.map((value, output) => {
		let sum = 0;
		for (let i = output * inputs; i < (output + 1) * inputs; i++) sum += weights.values[i]!;
		return value - shift * sum * weights.scales[output]!;
	});
}

/** Layers of the same input as one with all their outputs. */
function concatenate(layers: readonly DenseLayer[]): DenseLayer {
	return {
		weights: Float32Array.from(layers.flatMap(({ weights }) => [...weights])),
		bias: Float32Array.from(layers.flatMap(({ bias }) => [...bias]))
	};
}
