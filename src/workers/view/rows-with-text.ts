import { heldMessage, heldText } from '../../lib/pipeline/read/held-text';
import type { RowFilter } from '../../lib/pipeline/view/filter';
import { RowFinder } from '../../lib/pipeline/view/row-finder';
import { textSearch, type TextSearch } from '../../lib/pipeline/view/text-match';
import type { ChunkText } from '../../lib/pipeline/read/row-cells';
import type { StoredRun } from '../run/stored-run';

/** Milliseconds between two reports. */
const REPORT_EVERY = 100;

/** What a search needs of a run. */
export type SearchedRun = Pick<StoredRun, 'run' | 'table' | 'chunk'>;

/**
 * Marks the rows whose message or source passes the filter's search, chunk by chunk. A chunk is looked through as a whole
 * for what a message that passes must hold, and only the messages of rows that hold it are read.
 *
 * @param onSearched told how much of the run was read, from 0 to 1
 * @param among 1 for each row that may be marked; all unless given
 */
export async function rowsWithText(
	stored: SearchedRun,
	filter: Pick<RowFilter, 'text' | 'regex'>,
	onSearched?: (share: number) => void,
	among?: Uint8Array
): Promise<Uint8Array> {
	const { run, table } = stored;
	const search = textSearch(filter.text ?? '', filter.regex === true);
	const narrowed = narrowingOf(stored, search);
	const marks = new Uint8Array(table.rowCount);
	const sourceHits = Uint8Array.from(run.sources, (source) => (search.passes(source) ? 1 : 0));
	let reported = performance.now();
	for (let chunk = 0; chunk < table.chunkStarts.length; chunk++) {
		const start = table.chunkStarts[chunk] as number;
		const end = table.chunkStarts[chunk + 1] ?? table.rowCount;
		const open = new Uint32Array(end - start);
		let count = 0;
		for (let row = start; row < end; row++) {
			if (among?.[row] === 0) continue;
			if (sourceHits[table.source[row] as number] === 1) marks[row] = 1;
			else open[count++] = row - start;
		}
		if (count > 0) await markPassing(open.subarray(0, count), chunk);
		if (!onSearched || performance.now() - reported < REPORT_EVERY) continue;
		reported = performance.now();
		onSearched(end / table.rowCount);
	}
	return marks;

	async function markPassing(open: Uint32Array, chunk: number): Promise<void> {
		const rows = await stored.chunk(chunk);
		const possible = narrowed ? narrowed(rows, open) : open;
		if (possible.length === 0) return;
		const message = rows.messagesOf(possible);
		for (const [place, at] of possible.entries())
			if (search.passes(message(place))) marks[rows.start + at] = 1;
	}
}

/** Those of some rows of a chunk, by position, that a search may find. */
type Narrowing = (chunk: ChunkText, rows: Uint32Array) => Uint32Array;

/** Undefined where the rows' text tells nothing, and all messages have to be read. */
function narrowingOf({ run }: SearchedRun, search: TextSearch): Narrowing | undefined {
	const { wanted } = search;
	if (wanted === undefined) {
		const held = heldMessage(run);
		const window = held && search.window(held.changed);
		return window && narrowing(new RowFinder(window, held.except), false);
	}
	const held = heldText(run, wanted);
	return held && narrowing(RowFinder.ofText(held.part, held.except), held.byChunk);
}

function narrowing(finder: RowFinder, byChunk: boolean): Narrowing {
	let passedOver = 0;
	return (chunk, rows) => {
		if (passedOver > 0) {
			passedOver--;
			return rows;
		}
		const found = finder.in(chunk);
		if (!found) return rows;
		if (byChunk) return found.includes(1) ? rows : NO_ROWS;
		const possible = rows.filter((at) => found[at] === 1);
		if (possible.length > rows.length * SHARE_IN_VAIN) passedOver = CHUNKS_PASSED_OVER;
		return possible;
	};
}

/** Where most rows hold what is sought, looking for it saves nothing: it is not sought in the next chunks. */
const SHARE_IN_VAIN = 0.8;
const CHUNKS_PASSED_OVER = 8;
const NO_ROWS = new Uint32Array();

/**
 * Whether all rows that one text finds are among those that another has found: it has to be part of the first, and have
 * been looked for no less thoroughly.
 */
export function isNarrower({ run }: SearchedRun, text: string, before: string): boolean {
	const [now, then] = [text.toLowerCase(), before.toLowerCase()];
	if (!now.includes(then)) return false;
	const held = heldText(run, then);
	return !held || held.isSure || heldText(run, now)?.part.includes(held.part) === true;
}
