import { CsvRows } from './csv-rows';
import { EntryRows } from './entry-rows';
import type { Kernels } from '../kernels/kernels';
import type { ColumnMapping, FileReading, InputFormat } from './input-format';
import { JsonRows } from './json-rows';
import type { PieceText } from '../text/piece-text';
import { rowDefaults, type RowBatch, type RowScanner } from './rows';
import type { ScannedTable } from './scanned-rows';

/** Turns pieces of the decoded text of one file into rows, as the format and the mapping say. */
export class RowReader {
	private readonly rows: RowScanner;

	/**
	 * @param kernels number the messages of lines; the same for all files of an input
	 * @throws RangeError when the mapping names no message column
	 * @throws InputError when the format's join pattern cannot be used
	 */
	constructor(
		format: InputFormat,
		mapping: ColumnMapping,
		file?: Pick<FileReading, 'source' | 'modified'>,
		kernels?: Kernels
	) {
		if (mapping.message === undefined) throw new RangeError('No column is mapped to the message');
		const defaults = rowDefaults(format, mapping, file);
		if (format.kind === 'lines') this.rows = new EntryRows(format, defaults, kernels);
		else if (format.kind === 'json') this.rows = new JsonRows(format, mapping, defaults);
		else this.rows = new CsvRows(format, mapping, defaults);
	}

	push(piece: PieceText, final: boolean): RowBatch {
		return this.rows.push(piece, final);
	}

	/**
	 * @param scanned what another `CsvRows` found with the same format and mapping
	 * @throws TypeError when the format is no table
	 */
	readScanned(scanned: ScannedTable): RowBatch {
		if (!this.rows.readScanned)
			throw new TypeError('Only the rows of a table can be found elsewhere');
		return this.rows.readScanned(scanned);
	}
}
