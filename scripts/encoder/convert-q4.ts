/** The encoder's 4-bit form: the source's own layers with their deltas beside them, the word table in 8 bits, all in one file. */
import { GraphBuilder } from './graph-builder';
import { encodeModel, graphOf, withGraph } from './onnx-graph';
import type { Node, Tensor } from './onnx-graph';
import { quantiseRows } from './quantise';
import type { LowRankDelta } from './low-rank-delta';
import { WORD_TABLE } from './source-model';
import type { SourceModel } from './source-model';

/**
 * Replaces the word table (fp32, 47 MB) by 8-bit rows with a scale each, adds the delta, and keeps all else.
 *
 * @param dimensions width of a row of the table
 * @returns the bytes of a self-contained model; the same source gives the same bytes
 */
export function convertToQ4(source: SourceModel, dimensions: number): Uint8Array {
	const rows = quantiseRows(source.floats(WORD_TABLE), dimensions);
	const words = new GraphBuilder();
	const values = words.constant('words.values', [rows.scales.length, dimensions], rows.values);
	const scales = words.constant('words.scales', [rows.scales.length, 1], rows.scales);
	const nodes = (graphOf(source.model).node ?? []).flatMap((original): readonly Node[] => {
		if (original.input?.[0] !== WORD_TABLE) return [original];
		words.lookUp(original.input[1] ?? '', { values, scales }, original.output?.[0] ?? '');
		return words.nodes;
	});
	const tuned = withBranches(nodes, source.delta);
	const kept = source.tensors.filter((tensor) => tensor.name !== WORD_TABLE);
	return encodeModel(
		withGraph(source.model, tuned.nodes, [...kept, ...words.tensors, ...tuned.tensors])
	);
}

/**
 * The 4-bit matrices stay as they are, since they were made with more care than rounding them again could take. Each that
 * has a delta gets a second way round it: what its input gives with the two thin matrices is added to its output.
 *
 * @returns the nodes in an order that can be run, and the thin matrices
 */
export function withBranches(
	nodes: readonly Node[],
	delta: LowRankDelta
): { nodes: readonly Node[]; tensors: readonly Tensor[] } {
	const thin = new GraphBuilder();
	const all = nodes.flatMap((node): readonly Node[] => {
		const layer = node.input?.[1]?.match(/^(.*)\.MatMul\.weight_Q4$/)?.[1];
		const pair = layer === undefined ? undefined : delta.get(layer);
		if (layer === undefined || !pair) return [node];
		const { rank, down, up } = pair;
		const [input = ''] = node.input ?? [];
		const [output = ''] = node.output ?? [];
		const branch = new GraphBuilder();
		const downwards = thin.constant(`${layer}.down`, [down.length / rank, rank], down);
		const upwards = thin.constant(`${layer}.up`, [rank, up.length / rank], up);
		const narrow = branch.add('MatMul', [input, downwards], `${layer}/narrow`);
		const change = branch.add('MatMul', [narrow, upwards], `${layer}/change`);
		branch.add('Add', [`${layer}/plain`, change], output);
		return [{ ...node, output: [`${layer}/plain`] }, ...branch.nodes];
	});
	return { nodes: all, tensors: thin.tensors };
}
