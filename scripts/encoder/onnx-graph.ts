/** Reading, building and writing ONNX graphs: the few helpers that the encoder's conversion needs. */
import onnxProto from 'onnx-proto';
import type { onnx } from 'onnx-proto';

const { ModelProto, TensorProto, NodeProto, GraphProto } = onnxProto.onnx;

export type Model = onnx.ModelProto;
export type Node = onnx.INodeProto;
export type Tensor = onnx.ITensorProto;
/** The arrays that can be stored as a tensor, each as the element type of its own kind. */
export type TensorData = Float32Array | Int8Array | Uint8Array | BigInt64Array;

/** ONNX element types by the number the format gives them (TensorProto.DataType). */
export const ElementType = { float: 1, uint8: 2, int8: 3, int32: 6, int64: 7 } as const;

/** Operators of this domain are ONNX Runtime's own: fused forms that the standard set lacks. */
export const RUNTIME_DOMAIN = 'com.microsoft';

/** An attribute's value; a plain number is stored as an integer, `{ float }` as a 32-bit float. */
export type AttributeValue = number | readonly number[] | { readonly float: number };

export interface NodeOptions {
	readonly domain?: string;
	readonly attributes?: Readonly<Record<string, AttributeValue>>;
}

/** Parses a serialised model. Throws when the bytes are not a protobuf message. */
export function decodeModel(bytes: Uint8Array): Model {
	return ModelProto.decode(bytes);
}

/** Serialises a model; equal models give equal bytes. */
export function encodeModel(model: Model): Uint8Array {
	return ModelProto.encode(model).finish();
}

/** The graph of a model. Throws when it has none. */
export function graphOf(model: Model): onnx.IGraphProto {
	if (!model.graph) throw new Error('The ONNX model has no graph: the source file is not a model.');
	return model.graph;
}

/** A copy of `model` (same input and output signatures and opsets) around other nodes and initialisers. */
export function withGraph(
	model: Model,
	nodes: readonly Node[],
	initializers: readonly Tensor[]
): Model {
	const source = graphOf(model);
	const graph = GraphProto.create({
		name: source.name ?? '',
		input: source.input ?? [],
		output: source.output ?? [],
		node: [...nodes],
		initializer: [...initializers]
	});
	return ModelProto.create({
		irVersion: model.irVersion,
		opsetImport: model.opsetImport,
		producerName: 'winnow',
		graph
	});
}

/** One node of a graph, named after its first output; an empty input name means "not given". */
export function node(
	op: string,
	inputs: readonly string[],
	outputs: readonly string[],
	options: NodeOptions = {}
): Node {
	return NodeProto.create({
		name: outputs[0] ?? '',
		opType: op,
		domain: options.domain ?? '',
		input: [...inputs],
		output: [...outputs],
		attribute: Object.entries(options.attributes ?? {}).map(([name, value]) =>
			attribute(name, value)
		)
	});
}

function attribute(name: string, value: AttributeValue): onnx.IAttributeProto {
	if (typeof value === 'number') return { name, type: 2, i: value };
	if ('float' in value) return { name, type: 1, f: value.float };
	return { name, type: 7, ints: [...value] };
}

/** A tensor stored inside the model; the type follows from the array's. */
export function tensor(name: string, dims: readonly number[], data: TensorData): Tensor {
	return TensorProto.create({
		name,
		dims: [...dims],
		dataType: elementTypeOf(data),
		rawData: new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
	});
}

function elementTypeOf(data: TensorData): number {
	if (data instanceof Float32Array) return ElementType.float;
	if (data instanceof Int8Array) return ElementType.int8;
	if (data instanceof Uint8Array) return ElementType.uint8;
	return ElementType.int64;
}
