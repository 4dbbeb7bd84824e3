import { parquetMetadataAsync, parquetRead, type AsyncBuffer, type FileMetaData } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { damaged } from './bomb-guard';
import type { TableRecords } from './table-records';
import { readBytes } from './read-bytes';

/** Rows that are in memory at once at most. */
const ROWS_AT_ONCE = 10_000;

/** The rows of a Parquet file, some at a time; nested values are written as JSON. */
export async function* parquetRows(blob: Blob): AsyncGenerator<TableRecords> {
	const file: AsyncBuffer = {
		byteLength: blob.size,
		slice: (start, end) => readBytes(blob.slice(start, end ?? blob.size))
	};
	try {
		const metadata = await parquetMetadataAsync(file);
		const names = columnsOf(metadata);
		yield { records: [names], share: 0 };
		const total = Number(metadata.num_rows);
		let rowStart = 0;
		for (const { num_rows } of metadata.row_groups) {
			const groupEnd = rowStart + Number(num_rows);
			while (rowStart < groupEnd) {
				const rowEnd = Math.min(groupEnd, rowStart + ROWS_AT_ONCE);
				const records = await rowsBetween(file, metadata, rowStart, rowEnd);
				yield { records, share: rowEnd / total };
				rowStart = rowEnd;
			}
		}
	} catch (error) {
		throw damaged('Parquet', error, 0);
	}
}

/** Names of the columns of the first level, in their order. */
function columnsOf({ schema }: FileMetaData): string[] {
	const names: string[] = [];
	for (let at = 1; at < schema.length;) {
		names.push(schema[at]?.name ?? '');
		at = behind(schema, at);
	}
	return names;
}

/** Position behind an element of a schema, which is a tree written in depth-first order, and all that it holds. */
function behind(schema: FileMetaData['schema'], at: number): number {
	let next = at + 1;
	for (let child = 0; child < (schema[at]?.num_children ?? 0); child++) next = behind(schema, next);
	return next;
}

async function rowsBetween(
	file: AsyncBuffer,
	metadata: FileMetaData,
	rowStart: number,
	rowEnd: number
): Promise<string[][]> {
	let records: string[][] = [];
	await parquetRead({
		file,
		metadata,
		rowStart,
		rowEnd,
		compressors,
		onComplete: (rows) => {
			records = (rows as unknown[][]).map((row) => row.map(textOf));
		}
	});
	return records;
}

function textOf(value: unknown): string {
	if (value === null || value === undefined) return '';
	if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : value.toISOString();
	if (value instanceof Uint8Array) return new TextDecoder().decode(value);
	if (typeof value === 'object') return JSON.stringify(value, withBigInts);
	return String(value);
}

const withBigInts = (_: string, value: unknown): unknown =>
	typeof value === 'bigint' ? String(value) : value;
