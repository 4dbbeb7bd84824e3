/** Grows a graph node by node; every method returns the name to use as a later node's input. */
import { ElementType, RUNTIME_DOMAIN, node, tensor } from './onnx-graph';
import type { AttributeValue, Node, Tensor, TensorData } from './onnx-graph';

type Attributes = Readonly<Record<string, AttributeValue>>;

export class GraphBuilder {
	readonly nodes: Node[] = [];
	readonly #tensors = new Map<string, Tensor>();

	get tensors(): Tensor[] {
		return [...this.#tensors.values()];
	}

	/** Adds a standard operator with one output, called `output`. */
	add(op: string, inputs: readonly string[], output: string, attributes: Attributes = {}): string {
		this.nodes.push(node(op, inputs, [output], { attributes }));
		return output;
	}

	/** Adds one of ONNX Runtime's own operators. */
	addFused(
		op: string,
		inputs: readonly string[],
		output: string,
		attributes: Attributes = {}
	): string {
		this.nodes.push(node(op, inputs, [output], { attributes, domain: RUNTIME_DOMAIN }));
		return output;
	}

	/** Cuts `input` along its last axis into `outputs.length` equal parts. */
	split(input: string, outputs: readonly string[]): readonly string[] {
		this.nodes.push(
			node('Split', [input], outputs, { attributes: { axis: -1, num_outputs: outputs.length } })
		);
		return outputs;
	}

	/** Converts `input` to another element type (a value of {@link ElementType}). */
	cast(input: string, to: number, output: string): string {
		return this.add('Cast', [input], output, { to });
	}

	/** Stores a tensor in the model; a second tensor of the same name replaces the first. */
	constant(name: string, dims: readonly number[], data: TensorData): string {
		this.#tensors.set(name, tensor(name, dims, data));
		return name;
	}

	/** A constant without dimensions. */
	scalar(value: number): string {
		return this.constant(`float/${value}`, [], Float32Array.of(value));
	}

	/** A constant list of 64-bit integers: how axes and positions are given. */
	integers(...values: number[]): string {
		return this.constant(
			`integers/${values.join(',')}`,
			[values.length],
			BigInt64Array.from(values, BigInt)
		);
	}

	/**
	 * Looks `ids` up in a table of 8-bit rows: row × its scale.
	 *
	 * @param ids name of an int64 tensor of any shape
	 * @param table names of the int8 table and of its scales (`rows × 1`)
	 * @returns name of a float tensor, shape of `ids` with the row's width appended
	 */
	lookUp(
		ids: string,
		table: { readonly values: string; readonly scales: string },
		output: string
	): string {
		const row = this.cast(
			this.add('Gather', [table.values, ids], `${output}/row`),
			ElementType.float,
			`${output}/float`
		);
		const scale = this.add('Gather', [table.scales, ids], `${output}/scale`);
		return this.add('Mul', [row, scale], output);
	}
}
