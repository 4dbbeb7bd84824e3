import {
	outcomeValues,
	placeValues,
	type ExportColumns,
	type ExportRow,
	type OwnValue
} from './columns';
import { keptTexts } from './kept-texts';
import { LineBytes } from './line-bytes';
import type { RowWriter } from './writer';

/**
 * Writes one JSON object a line: all input columns as strings, then ours. Put together as text, since an object would
 * lose a column named `__proto__` and move those named like numbers to the front.
 */
export class JsonlWriter implements RowWriter {
	private readonly keys: string[];
	private readonly bytes = new LineBytes();

	constructor({ all }: ExportColumns) {
		this.keys = all.map((name, at) => `${at === 0 ? '{' : ','}${JSON.stringify(name)}:`);
	}

	start(): string {
		return '';
	}

	rows(rows: Iterable<ExportRow>): Uint8Array<ArrayBuffer> {
		return this.bytes.of(this.lines(rows));
	}

	end(): string {
		return '';
	}

	private *lines(rows: Iterable<ExportRow>): Generator<string> {
		const { keys } = this;
		const valuesOf = keptTexts((outcome: ExportRow['outcome']) =>
			outcomeValues(outcome).map(textOf)
		);
		const templateText = keptTexts(textOf);
		for (const { cells, outcome, place } of rows) {
			let line = '';
			let at = 0;
			for (const cell of cells) line += `${keys[at++]}${textOf(cell)}`;
			for (const value of valuesOf(outcome)) line += `${keys[at++]}${value}`;
			if (place) {
				const [row, time, template, ...said] = placeValues(place);
				line += `${keys[at++]}${row}${keys[at++]}${textOf(time)}`;
				line += `${keys[at++]}${templateText(template)}`;
				for (const value of said) line += `${keys[at++]}${textOf(value)}`;
			}
			yield `${line}}\n`;
		}
	}
}

const textOf = (value: OwnValue): string => JSON.stringify(value);
