import { ownValues, type ExportColumns, type ExportRow } from './columns';
import type { RowWriter } from './writer';

/**
 * Writes one JSON object a line: all input columns as strings, then ours. Put together as text, since an object would
 * lose a column named `__proto__` and move those named like numbers to the front.
 */
export class JsonlWriter implements RowWriter {
	private readonly keys: string[];

	constructor({ all }: ExportColumns) {
		this.keys = all.map((name, at) => `${at === 0 ? '{' : ','}${JSON.stringify(name)}:`);
	}

	start(): string {
		return '';
	}

	rows(rows: readonly ExportRow[]): string {
		return rows.map((row) => this.line(row)).join('');
	}

	end(): string {
		return '';
	}

	private line(row: ExportRow): string {
		const values = [...row.cells, ...ownValues(row)];
		return values.map((value, at) => `${this.keys[at]}${JSON.stringify(value)}`).join('') + '}\n';
	}
}
