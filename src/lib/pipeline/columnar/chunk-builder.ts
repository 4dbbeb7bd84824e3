import { CHARS_PER_CHUNK, ROWS_OF_FIRST_CHUNK, ROWS_PER_CHUNK } from '../constants';
import { sliceText, type PieceText } from '../text/piece-text';
import type { RowFields } from '../read/row-fields';
import type { RowColumns } from '../types';

/** Rows of one text and what they were found to be, by position. */
export interface ClassifiedRows {
	text: PieceText;
	/** Where each row stands in the text, its line break included in the end. */
	starts: ArrayLike<number>;
	ends: ArrayLike<number>;
	fields: Pick<RowFields, 'units' | 'source' | 'time'>;
	template: Uint32Array;
	rule: Int16Array;
	severity: Uint8Array;
}

/** Collects rows into chunks of bounded size. */
export class ChunkBuilder {
	private readonly ends = new Uint32Array(ROWS_PER_CHUNK);
	private readonly template = new Uint32Array(ROWS_PER_CHUNK);
	private readonly rule = new Int16Array(ROWS_PER_CHUNK);
	private readonly source = new Uint32Array(ROWS_PER_CHUNK);
	private readonly time = new Float64Array(ROWS_PER_CHUNK);
	private readonly severity = new Uint8Array(ROWS_PER_CHUNK);
	private rows = 0;
	/** UTF-16 units of the rows so far. */
	private length = 0;
	private readonly texts: PieceText[] = [];
	private chunks: number;
	private total = 0;
	/** The first so many rows are stored already. */
	private readonly stored: number;

	/**
	 * @param onChunk takes each full chunk
	 * @param stored rows and chunks of an earlier attempt: so many rows are passed over
	 */
	constructor(
		private readonly onChunk: (chunk: RowColumns) => void,
		stored: { rows: number; chunks: number } = { rows: 0, chunks: 0 }
	) {
		this.chunks = stored.chunks;
		this.stored = stored.rows;
	}

	get rowCount(): number {
		return this.total;
	}

	get chunkCount(): number {
		return this.chunks;
	}

	/** Adds the rows from one on. */
	add(rows: ClassifiedRows, from: number): void {
		const to = rows.template.length;
		const passed = Math.max(0, Math.min(to - from, this.stored - this.total));
		this.total += passed;
		for (let row = from + passed; row < to;) row = this.fill(rows, row, to);
	}

	/** Emits what has been collected. */
	flush(): void {
		const { rows } = this;
		if (rows === 0) return;
		this.onChunk({
			index: this.chunks++,
			firstRow: this.total - rows,
			rowCount: rows,
			texts: this.texts.splice(0),
			ends: this.ends.slice(0, rows),
			template: this.template.slice(0, rows),
			rule: this.rule.slice(0, rows),
			source: this.source.slice(0, rows),
			time: this.time.slice(0, rows),
			severity: this.severity.slice(0, rows)
		});
		this.rows = 0;
		this.length = 0;
	}

	/** Takes as many rows as the chunk has room for. Returns the first one that it has not. */
	private fill(
		{ text, starts, ends, fields, ...outcome }: ClassifiedRows,
		from: number,
		to: number
	): number {
		const limit = this.chunks === 0 ? ROWS_OF_FIRST_CHUNK : ROWS_PER_CHUNK;
		const first = this.rows;
		let row = from;
		/** Where the rows begin that follow one another in the text. */
		let start = starts[from] as number;
		do {
			if (row > from && starts[row] !== ends[row - 1]) {
				this.texts.push(sliceText(text, start, ends[row - 1]));
				start = starts[row] as number;
			}
			this.length += fields.units[row] as number;
			this.ends[this.rows++] = this.length;
			row++;
		} while (row < to && this.rows < limit && this.length < CHARS_PER_CHUNK);
		this.texts.push(sliceText(text, start, ends[row - 1]));
		this.template.set(outcome.template.subarray(from, row), first);
		this.rule.set(outcome.rule.subarray(from, row), first);
		this.severity.set(outcome.severity.subarray(from, row), first);
		this.source.set(fields.source.subarray(from, row), first);
		this.time.set(fields.time.subarray(from, row), first);
		this.total += row - from;
		if (this.rows >= limit || this.length >= CHARS_PER_CHUNK) this.flush();
		return row;
	}
}
