import { CHARS_PER_CHUNK, ROWS_OF_FIRST_CHUNK, ROWS_PER_CHUNK } from './constants';
import type { RowColumns } from './types';

/** One row's values for the columns. */
export interface RowValues {
	template: number;
	rule: number;
	source: number;
	time: number;
	severity: number;
}

/** Collects rows into chunks of bounded size. Text is added in slices that hold whole rows. */
export class ChunkBuilder {
	private texts: string[] = [];
	private length = 0;
	private rows: RowValues[] = [];
	private ends: number[] = [];
	private chunks = 0;
	private total = 0;

	/** @param onChunk takes each full chunk */
	constructor(private readonly onChunk: (chunk: RowColumns) => void) {}

	get rowCount(): number {
		return this.total;
	}

	get chunkCount(): number {
		return this.chunks;
	}

	/** @param raw the row as it stands in the input, its line break included */
	add(raw: string, values: RowValues): void {
		this.texts.push(raw);
		this.length += raw.length;
		this.ends.push(this.length);
		this.rows.push(values);
		this.total++;
		const limit = this.chunks === 0 ? ROWS_OF_FIRST_CHUNK : ROWS_PER_CHUNK;
		if (this.rows.length >= limit || this.length >= CHARS_PER_CHUNK) this.flush();
	}

	/** Emits what has been collected. */
	flush(): void {
		const { rows } = this;
		if (rows.length === 0) return;
		this.onChunk({
			index: this.chunks++,
			firstRow: this.total - rows.length,
			rowCount: rows.length,
			text: this.texts.join(''),
			ends: Uint32Array.from(this.ends),
			template: Uint32Array.from(rows, (row) => row.template),
			rule: Int16Array.from(rows, (row) => row.rule),
			source: Uint32Array.from(rows, (row) => row.source),
			time: Float64Array.from(rows, (row) => row.time),
			severity: Uint8Array.from(rows, (row) => row.severity)
		});
		this.texts = [];
		this.rows = [];
		this.ends = [];
		this.length = 0;
	}
}
