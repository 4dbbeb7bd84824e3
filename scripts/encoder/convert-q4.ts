/** The encoder's 4-bit form: the source's own layers, the word table in 8 bits, all in one file. */
import { GraphBuilder } from './graph-builder';
import { encodeModel, graphOf, withGraph } from './onnx-graph';
import type { Node } from './onnx-graph';
import { quantiseRows } from './quantise';
import { WORD_TABLE } from './source-model';
import type { SourceModel } from './source-model';

/**
 * Replaces the word table (fp32, 47 MB) by 8-bit rows with a scale each, and keeps all else.
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
	const kept = source.tensors.filter((tensor) => tensor.name !== WORD_TABLE);
	return encodeModel(withGraph(source.model, nodes, [...kept, ...words.tensors]));
}
