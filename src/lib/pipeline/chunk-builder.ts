import { CHARS_PER_CHUNK, ROWS_OF_FIRST_CHUNK, ROWS_PER_CHUNK } from './constants';
import { sliceText, type PieceText } from './piece-text';
import type { RowColumns } from './types';

/** One row's values for the columns. */
export interface RowValues {
	template: number;
	rule: number;
	source: number;
	time: number;
	severity: number;
	/** UTF-16 units of its text, where they are not as many as it has places in the input. */
	units?: number;
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
	private length = 0;
	private readonly texts: PieceText[] = [];
	/** Text whose rows are being added, and the part of it that is not in `texts` yet: most rows follow one another. */
	private text: PieceText = '';
	private from = 0;
	private to = 0;
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

	/** Adds the row that stands at `text[start, end)` in the input, its line break included. */
	add(text: PieceText, start: number, end: number, values: RowValues): void {
		if (this.total < this.stored) {
			this.total++;
			return;
		}
		if (start !== this.to || text !== this.text) {
			this.takeText();
			this.text = text;
			this.from = start;
		}
		this.to = end;
		this.length += values.units ?? end - start;
		const row = this.rows++;
		this.ends[row] = this.length;
		this.template[row] = values.template;
		this.rule[row] = values.rule;
		this.source[row] = values.source;
		this.time[row] = values.time;
		this.severity[row] = values.severity;
		this.total++;
		const limit = this.chunks === 0 ? ROWS_OF_FIRST_CHUNK : ROWS_PER_CHUNK;
		if (this.rows >= limit || this.length >= CHARS_PER_CHUNK) this.flush();
	}

	/** Emits what has been collected. */
	flush(): void {
		const { rows } = this;
		if (rows === 0) return;
		this.takeText();
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

	private takeText(): void {
		if (this.to > this.from) this.texts.push(sliceText(this.text, this.from, this.to));
		this.from = this.to;
	}
}
