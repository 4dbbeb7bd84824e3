import { noRows, type ScannedRows } from './csv-scanner';

/** Splits plain text into rows, one a line (LF, CRLF or CR). The whole line is the only cell. */
export class LineScanner {
	private carry = '';

	/** @param final no more text follows: the last line ends with the text */
	push(piece: string, final: boolean): ScannedRows {
		const text = this.carry + piece;
		const out = noRows(text);
		let start = 0;
		// A CR at the very end may be half of a CRLF.
		const limit = !final && text.endsWith('\r') ? text.length - 1 : text.length;
		LINE_END.lastIndex = 0;
		for (
			let match = LINE_END.exec(text);
			match && match.index < limit;
			match = LINE_END.exec(text)
		) {
			addLine(out, start, match.index, LINE_END.lastIndex);
			start = LINE_END.lastIndex;
		}
		if (final && start < text.length) {
			addLine(out, start, text.length, text.length);
			start = text.length;
		}
		this.carry = text.slice(start);
		return out;
	}
}

const LINE_END = /\r\n|\n|\r/g;

function addLine(out: ScannedRows, start: number, end: number, next: number): void {
	if (end === start) {
		out.blankLines++;
		return;
	}
	out.starts.push(start);
	out.ends.push(next);
	out.cellCounts.push(1);
	out.cells.push(start, end);
	out.rows++;
}
