import { ByteWriter, ParquetWriter, schemaFromColumnData } from 'hyparquet-writer';
import { OWN_TYPES, ownValues, type ExportColumns, type ExportRow } from './columns';
import { PARQUET_ROW_GROUP } from '../constants';
import type { RowWriter } from './writer';

/** A byte writer that hands over what it has so far; offsets go on counting. */
class DrainableWriter extends ByteWriter {
	take(): Uint8Array<ArrayBuffer> {
		const bytes = new Uint8Array(this.getBuffer());
		this.index = 0;
		return bytes;
	}
}

/** Writes Parquet (Snappy) in row groups of bounded size: all input columns as text, then ours. */
export class ParquetRowWriter implements RowWriter {
	private readonly types: { name: string; type: 'STRING' | 'DOUBLE' | 'BOOLEAN' | 'INT32' }[];
	private readonly bytes = new DrainableWriter();
	private readonly writer: ParquetWriter;
	/** Values of the rows that wait for their group. */
	private waiting: unknown[][] = [];

	constructor(columns: ExportColumns) {
		this.types = [
			...columns.input.map((name) => ({ name, type: 'STRING' as const })),
			...columns.own.map((name, at) => ({ name, type: OWN_TYPES[at] as 'STRING' }))
		];
		const columnData = this.types.map((column) => ({ ...column, data: [], nullable: false }));
		this.writer = new ParquetWriter({
			writer: this.bytes,
			schema: schemaFromColumnData({ columnData }),
			createdBy: 'winnow'
		});
	}

	start(): Uint8Array<ArrayBuffer> {
		return this.bytes.take();
	}

	rows(rows: Iterable<ExportRow>): Uint8Array<ArrayBuffer> {
		for (const row of rows) {
			this.waiting.push([...row.cells, ...ownValues(row)]);
			if (this.waiting.length === PARQUET_ROW_GROUP) this.writeGroup();
		}
		return this.bytes.take();
	}

	end(): Uint8Array<ArrayBuffer> {
		this.writeGroup();
		void this.writer.finish();
		return this.bytes.take();
	}

	private writeGroup(): void {
		const rows = this.waiting;
		this.waiting = [];
		if (rows.length === 0) return;
		const columnData = this.types.map((column, at) => ({
			...column,
			data: rows.map((values) => values[at])
		}));
		void this.writer.write({ columnData, rowGroupSize: PARQUET_ROW_GROUP });
	}
}
