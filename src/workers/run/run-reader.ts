import { rowCells } from '../../lib/pipeline/read/row-cells';
import { RunTable } from '../../lib/pipeline/columnar/run-table';
import { marksInForce } from '../../lib/pipeline/bundle/template-marks';
import * as db from '../../lib/store/db';
import type { RunRecord } from '../../lib/store/schema';
import { ChunkTexts } from './chunk-text';

/** A stored run, whole: its columns in memory, its text read when asked for. */
export class RunReader {
	private constructor(
		readonly run: RunRecord,
		readonly table: RunTable,
		private readonly texts: ChunkTexts
	) {}

	/** Throws when the run is gone or still going on. */
	static async open(runId: string): Promise<RunReader> {
		const run = await db.savedRun(runId);
		if (!run) throw new Error('This run is no longer stored in this browser.');
		if (run.status === 'running') throw new Error('This run is still going on. Wait for its end.');
		const table = new RunTable(run.rules);
		table.running = false;
		table.sources = run.sources;
		table.marks = marksInForce(run.templateMarks, await db.savedTemplateMarks());
		const [chunks, templates] = await db.savedSince(runId, { chunk: 0, batch: 0 });
		for (const chunk of chunks) table.addChunk(chunk);
		for (const template of templates) table.addTemplate(template);
		return new RunReader(run, table, new ChunkTexts(run, table));
	}

	/** For each template: its rows, those among them that take its result (no rule settled them), and its first row. */
	templateRows(): { rows: Uint32Array; open: Uint32Array; first: Int32Array } {
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

	async message(row: number): Promise<string> {
		const { mapping } = this.run;
		return (await this.cells(row))[mapping.message ?? 0] ?? '';
	}

	source(row: number): string {
		return this.run.sources[this.table.source[row] as number] ?? '';
	}

	async cells(row: number): Promise<string[]> {
		const { run, table } = this;
		const chunk = table.chunkOf(row);
		const rows = await this.texts.rows(chunk);
		const raw = rows.raw(row - (table.chunkStarts[chunk] as number));
		return rowCells(run, raw);
	}
}
