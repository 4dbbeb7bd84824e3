import type { Embed } from '../../lib/pipeline/embed/embed-pool';
import { ExportColumns } from '../../lib/pipeline/export/columns';
import type { Cascade } from '../../lib/pipeline/head/cascade';
import type { DirectBatch } from '../contracts/direct';
import { ByteStream } from '../read/byte-stream';
import { openRows, type OpenRow } from '../read/open-rows';
import { rowsOfInput, rowsOfStream } from '../read/row-batches';
import { previewDirect } from './direct-input';
import { RowJudge } from './judge-rows';

/** Rows that are handed over at once: some first ones soon, and no more of them than so many characters. */
const ROWS_PER_BATCH = 500;
const CHARS_PER_BATCH = 2 ** 20;

export interface DirectStream {
	/** The text of a CSV with a header line, the file of any log, or the bytes of one as they come. */
	input: string | File | AsyncIterable<Uint8Array>;
	cascade: Cascade;
	embed: Embed;
}

/**
 * The rows of an input, each judged by itself, by what is usual: what a run's messages say of each other is known at its
 * end only. Nothing is stored, and no more is read than is asked for.
 */
export async function* directRows({
	input,
	cascade,
	embed
}: DirectStream): AsyncGenerator<DirectBatch> {
	const { preview, batches } =
		typeof input === 'string' || input instanceof File
			? rowsOfInput(await previewDirect(input))
			: await rowsOfStream(new ByteStream(input), 'stream', ([file]) =>
					previewDirect(file as File)
				);
	const { format, mapping } = preview;
	const columns = new ExportColumns({ format, mapping, extraColumns: 0 });
	const judge = new RowJudge(cascade, embed, columns, undefined);
	for await (const batch of batches)
		for (const rows of slices(openRows(batch))) {
			const judged = await judge.judge(rows);
			yield {
				columns: columns.all,
				rows: judged.map(({ cells, outcome }) => ({ cells, outcome }))
			};
		}
}

function* slices(rows: readonly OpenRow[]): Generator<OpenRow[]> {
	let slice: OpenRow[] = [];
	let length = 0;
	for (const row of rows) {
		slice.push(row);
		length += row.raw.length;
		if (slice.length < ROWS_PER_BATCH && length < CHARS_PER_BATCH) continue;
		yield slice;
		slice = [];
		length = 0;
	}
	if (slice.length > 0) yield slice;
}
