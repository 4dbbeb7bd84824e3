/** Rows of a table with a source and a message, and the table as text. */
import Papa from 'papaparse';

export interface Row {
	source: string;
	message: string;
}

/** Quoted throughout, lines ended by CRLF. */
export const rowsAsCsv = (rows: readonly Row[]): string =>
	Papa.unparse([['source', 'log_message'], ...rows.map((row) => [row.source, row.message])], {
		quotes: true
	}) + '\r\n';

/** Distinct messages of letters only. */
export const message = (n: number): string =>
	`message ${n.toString(26).replace(/\d/g, (digit) => 'qrstuvwxyz'[Number(digit)] as string)}`;
export const distinctRows = (count: number): Row[] =>
	Array.from({ length: count }, (_, n) => ({ source: 'web', message: message(n) }));
