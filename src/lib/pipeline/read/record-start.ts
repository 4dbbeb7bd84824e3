import type { ColumnMapping, InputFormat } from './input-format';
import { RowReader } from './row-batch';
import { LF, QUOTE } from '../text/char-codes';

/**
 * Where the first whole row of a piece from within an input begins; its length when none does. In a table a line break
 * may stand within a quoted cell, and the piece may begin in one: of both readings the one whose rows have the columns.
 */
export function recordStart(text: string, format: InputFormat, mapping: ColumnMapping): number {
	if (format.kind !== 'csv') return text.indexOf('\n') + 1 || text.length;
	const outside = lineAfter(text, false);
	const inside = lineAfter(text, true);
	if (inside === outside) return outside;
	const fit = (start: number): number => wholeShare(text.slice(start), format, mapping);
	return fit(inside) > fit(outside) ? inside : outside;
}

function lineAfter(text: string, inQuotes: boolean): number {
	let quoted = inQuotes;
	for (let at = 0; at < text.length; at++) {
		const unit = text.charCodeAt(at);
		if (unit === QUOTE) quoted = !quoted;
		else if (unit === LF && !quoted) return at + 1;
	}
	return text.length;
}

/** Share of a table's rows that have all columns. */
function wholeShare(text: string, format: InputFormat, mapping: ColumnMapping): number {
	const { scanned } = new RowReader({ ...format, header: false }, mapping).push(text, false);
	let whole = 0;
	for (let row = 0; row < scanned.rows; row++)
		if (scanned.cellCounts[row] === format.columns.length) whole++;
	return scanned.rows === 0 ? 0 : whole / scanned.rows;
}
