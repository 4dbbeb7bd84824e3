import type { ChunkBuilder } from '../../../src/lib/pipeline/columnar/chunk-builder';
import type { PieceText } from '../../../src/lib/pipeline/text/piece-text';

/** What a row was found to be. */
export interface RowValues {
	template: number;
	rule: number;
	source: number;
	time: number;
	severity: number;
}

const VALUES: RowValues = { template: 0, rule: -1, source: 0, time: NaN, severity: 3 };

/** Adds the rows that stand at these places of a text; of bytes they are ASCII. */
export function addRows(
	builder: ChunkBuilder,
	text: PieceText,
	places: readonly (readonly [start: number, end: number])[] = [[0, text.length]],
	values = VALUES
): void {
	const starts = places.map(([start]) => start);
	const ends = places.map(([, end]) => end);
	const all = places.map(() => values);
	const fields = {
		units: Uint32Array.from(places, ([start, end]) => end - start),
		source: Uint32Array.from(all, ({ source }) => source),
		time: Float64Array.from(all, ({ time }) => time)
	};
	const template = Uint32Array.from(all, ({ template }) => template);
	const rule = Int16Array.from(all, ({ rule }) => rule);
	const severity = Uint8Array.from(all, ({ severity }) => severity);
	builder.add({ text, starts, ends, fields, template, rule, severity }, 0);
}
