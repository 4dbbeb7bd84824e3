import { RunTable } from '../../../src/lib/pipeline/columnar/run-table';
import {
	chunkMessages,
	messagesOfRows,
	type ChunkText,
	type RowLayout
} from '../../../src/lib/pipeline/read/row-cells';
import type { RowFilter } from '../../../src/lib/pipeline/view/filter';
import { textSearch } from '../../../src/lib/pipeline/view/text-match';
import type { SearchedRun } from '../../../src/workers/view/rows-with-text';
import { runRecord } from './records';

/** A run in memory, for searching it. */
export interface RunInMemory {
	searched: SearchedRun;
	layout: RowLayout;
	chunks: ChunkText[];
}

/**
 * @param raws raw rows, line breaks included
 * @param sources by row: position among `names`; all 0 unless given
 */
export function runInMemory(
	layout: RowLayout,
	raws: readonly string[],
	chunkSize: number,
	names: readonly string[] = ['file'],
	sources: (row: number) => number = () => 0
): RunInMemory {
	const run = runRecord('run', { ...layout, sources: [...names], rows: raws.length });
	const table = new RunTable([]);
	const chunks: ChunkText[] = [];
	for (let from = 0; from < raws.length; from += chunkSize) {
		const part = raws.slice(from, from + chunkSize);
		let end = 0;
		const ends = Uint32Array.from(part, (raw) => (end += raw.length));
		chunks.push({ text: part.join(''), ends });
		table.addChunk({
			index: chunks.length - 1,
			firstRow: from,
			rowCount: part.length,
			ends,
			template: new Uint32Array(part.length),
			rule: new Int16Array(part.length).fill(-1),
			source: Uint32Array.from(part, (_, at) => sources(from + at)),
			time: new Float64Array(part.length),
			severity: new Uint8Array(part.length)
		});
	}
	const chunk: SearchedRun['chunk'] = async (at) => {
		const text = chunks[at] as ChunkText;
		let messages: ((row: number) => string) | undefined;
		return {
			...text,
			start: table.chunkStarts[at] as number,
			message: (row) => (messages ??= chunkMessages(layout, text))(row),
			messagesOf: (rows) => messagesOfRows(layout, text, rows),
			cellsOf: () => () => ''
		};
	};
	return { searched: { run, table, chunk }, layout, chunks };
}

/** Rows whose message or source passes a search, each looked at by itself. */
export function rowsOneByOne(
	{ searched, layout, chunks }: RunInMemory,
	{ text = '', regex = false }: Pick<RowFilter, 'text' | 'regex'>
): Uint8Array {
	const { run, table } = searched;
	const { passes } = textSearch(text, regex);
	const marks = new Uint8Array(table.rowCount);
	const sourceHits = run.sources.map(passes);
	for (const [at, chunk] of chunks.entries()) {
		const start = table.chunkStarts[at] as number;
		const message = chunkMessages(layout, chunk);
		for (let row = 0; row < chunk.ends.length; row++)
			if (sourceHits[table.source[start + row] as number] || passes(message(row)))
				marks[start + row] = 1;
	}
	return marks;
}
