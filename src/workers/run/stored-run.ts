import {
	chunkColumn,
	chunkMessages,
	messagesOfRows,
	rawRow,
	rowCells,
	rowMessage,
	type ChunkText
} from '../../lib/pipeline/read/row-cells';
import { RunTable } from '../../lib/pipeline/columnar/run-table';
import { marksInForce } from '../../lib/pipeline/bundle/template-marks';
import * as db from '../../lib/store/db';
import type { RunRecord } from '../../lib/store/schema';
import { ChunkTexts } from './chunk-texts';
import { recounted } from './recount';
import { withoutDeadRuns } from './run-lock';

/** One row as it is stored. */
export interface StoredRow {
	/** All cells, as they stand in the input. */
	cells: string[];
	/** The text that the run classified. */
	message: string;
	source: string;
}

/** Rows of one stored chunk; the text of a table is divided once for all of them. */
export interface StoredChunk extends ChunkText {
	/** Position of its first row in the run. */
	start: number;
	/** The text that the run classified, by position in the chunk. */
	message(at: number): string;
	/** The same of the rows at some positions, by place among these: cheaper than one by one. */
	messagesOf(rows: Uint32Array): (place: number) => string;
	/** The cells of one column, by position in the chunk. */
	cellsOf(column: number): (at: number) => string;
}

/** Rows by template. */
export interface TemplateRows {
	/** All rows of each template. */
	rows: Uint32Array;
	/** Those among them that take the template's result, since no rule settled them. */
	open: Uint32Array;
	/** The first row; -1 where there is none. */
	first: Int32Array;
}

/** A stored run that was opened: its columns in memory, its text read when asked for. */
export class StoredRun {
	readonly table: RunTable;
	readonly texts: ChunkTexts;
	/** Next chunk and template write to ask the store for. */
	private next = { chunk: 0, batch: 0 };

	private constructor(public run: RunRecord) {
		this.table = new RunTable(run.rules, run.labels);
		this.texts = new ChunkTexts(run, this.table);
	}

	/** Opens a run, with the rows that are stored of it so far. Throws in plain words when it is gone. */
	static async open(runId: string): Promise<StoredRun> {
		return StoredRun.of(await currentRun(runId));
	}

	/** The same for a run that has ended; throws while it goes on. */
	static async openEnded(runId: string): Promise<StoredRun> {
		const run = await currentRun(runId);
		if (run.status === 'running') throw new Error('This run is still going on. Wait for its end.');
		return StoredRun.of(run);
	}

	private static async of(run: RunRecord): Promise<StoredRun> {
		const stored = new StoredRun(run);
		await stored.readMarks();
		await stored.readNew();
		return stored;
	}

	/** Reads what was stored of the run since it was last looked at. */
	async refresh(): Promise<void> {
		this.run = await currentRun(this.run.id);
		await this.readNew();
	}

	/** Reads which messages are muted or pinned: by the run's bundle, and by the user since. */
	async readMarks(): Promise<void> {
		this.table.marks = marksInForce(this.run.templateMarks, await db.savedTemplateMarks());
	}

	async row(row: number): Promise<StoredRow> {
		const raw = await this.raw(row);
		const cells = rowCells(this.run, raw);
		return { cells, message: this.messageOf(row, raw), source: this.source(row, cells) };
	}

	/** The text of a row that the run classified. */
	async message(row: number): Promise<string> {
		return this.messageOf(row, await this.raw(row));
	}

	/** @param cells of the row: the list of sources of a run that was killed may be a second older than its rows */
	source(row: number, cells: readonly string[] = []): string {
		const { mapping, sources } = this.run;
		const cell = mapping.source === undefined ? undefined : cells[mapping.source];
		return sources[this.table.source[row] as number] ?? (cell || mapping.defaultSource);
	}

	/** @param chunk its position */
	async chunk(chunk: number): Promise<StoredChunk> {
		const { run, table } = this;
		const start = table.chunkStarts[chunk] as number;
		const text = await this.texts.of(chunk);
		let messages: ((at: number) => string) | undefined;
		return {
			...text,
			start,
			message: (at) => this.canonicalOf(start + at) ?? (messages ??= chunkMessages(run, text))(at),
			messagesOf: (rows) => {
				const read = run.textKept === false ? undefined : messagesOfRows(run, text, rows);
				return (place) => read?.(place) ?? this.canonicalOf(start + (rows[place] as number)) ?? '';
			},
			cellsOf: (column) => chunkColumn(run, text, column)
		};
	}

	templateRows(): TemplateRows {
		const { table } = this;
		const count = table.templates.length;
		const rows = new Uint32Array(count);
		const open = new Uint32Array(count);
		const first = new Int32Array(count).fill(-1);
		for (let row = 0; row < table.rowCount; row++) {
			const template = table.template[row] as number;
			rows[template] = (rows[template] as number) + 1;
			if (first[template] === -1) first[template] = row;
			if (table.outcome(row).tier !== 'rule') open[template] = (open[template] as number) + 1;
		}
		return { rows, open, first };
	}

	private async readNew(): Promise<void> {
		const { table, next } = this;
		table.running = this.run.status === 'running';
		const [chunks, templates] = await db.savedSince(this.run.id, next);
		for (const chunk of chunks) {
			table.addChunk(chunk);
			this.texts.note(chunk);
			next.chunk = chunk.index + 1;
		}
		for (const template of templates) {
			table.addTemplate(template);
			next.batch = template.batch + 1;
		}
		table.sources = this.run.sources;
		if (!table.running) this.run = await recounted(this.run, table);
	}

	private async raw(row: number): Promise<string> {
		const chunk = this.table.chunkOf(row);
		const start = this.table.chunkStarts[chunk] as number;
		return rawRow(await this.texts.of(chunk), row - start);
	}

	private messageOf(row: number, raw: string): string {
		return this.canonicalOf(row) ?? rowMessage(this.run, raw);
	}

	/** Of a run that kept no text, this is all there is of a message. */
	private canonicalOf(row: number): string | undefined {
		const { run, table } = this;
		if (run.textKept !== false) return undefined;
		return table.templates[table.template[row] as number]?.canonical ?? '';
	}
}

/** The record of a run. One that says `running` although nobody works on it is marked as interrupted. */
async function currentRun(runId: string): Promise<RunRecord> {
	const [run] = await withoutDeadRuns([await db.requireRun(runId)]);
	return run as RunRecord;
}
