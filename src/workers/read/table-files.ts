import type { ArchivePlace, TableFile } from '../../lib/pipeline/read/input-format';
import { MAX_BYTES_IN_MEMORY } from '../../lib/pipeline/constants';
import { hasSignature } from '../../lib/pipeline/read/file-kinds';
import { InputError } from '../../lib/pipeline/read/input-error';
import { fileInside } from './archives/inside';
import { zipEntries } from './archives/zip';
import { pieces, type Bytes } from './file-bytes';
import type { TableRecords } from './table-records';
import { isWindowsEvents, windowsEventRows } from './windows-events';

/**
 * Which kind of table a file is that is no text.
 *
 * @param start its first bytes
 * @param inside where it is, when `file` is an archive
 */
export async function tableKindOf(
	start: Uint8Array,
	file: Blob,
	inside?: ArchivePlace
): Promise<TableFile | undefined> {
	if (hasSignature(start, 'PAR1')) return 'parquet';
	if (isWindowsEvents(start)) return 'winevents';
	if (!hasSignature(start, 'PK\x03\x04')) return undefined;
	const entries = await zipEntries(await whole(file, inside));
	return entries.some(({ path }) => path === 'xl/workbook.xml') ? 'xlsx' : undefined;
}

/** The rows of such a file as the bytes of a CSV in UTF-8, its names as header. */
export async function* tableBytes(
	file: Blob,
	kind: TableFile,
	inside?: ArchivePlace
): AsyncGenerator<Bytes> {
	const table = await whole(file, inside);
	const encoder = new TextEncoder();
	const total = inside?.bytes ?? file.size;
	for await (const { records, share } of await rowsOf(table, kind))
		for (const bytes of pieces(encoder.encode(records.map(csvRecord).join(''))))
			yield { bytes, bytesRead: Math.round(total * share) };
}

async function rowsOf(file: Blob, kind: TableFile): Promise<AsyncGenerator<TableRecords>> {
	if (kind === 'parquet') return (await import('./parquet-rows')).parquetRows(file);
	if (kind === 'winevents') return windowsEventRows(file);
	return (await import('./xlsx-rows')).xlsxRows(file);
}

async function whole(file: Blob, inside?: ArchivePlace): Promise<Blob> {
	if ((inside?.bytes ?? 0) > MAX_BYTES_IN_MEMORY)
		throw new InputError('It is too large to be read within its archive. Unpack it and drop it');
	return inside ? fileInside(file, inside) : file;
}

const csvRecord = (cells: readonly string[]): string =>
	`${cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')}\n`;
