/** Inputs for the tests. */
import Papa from 'papaparse';

/** Writes rows as CSV, quoted where needed. */
export const toCsv = (
	rows: readonly (readonly string[])[],
	options: { delimiter?: string; newline?: string } = {}
): string =>
	Papa.unparse(rows as string[][], { newline: '\n', ...options }) + (options.newline ?? '\n');

/** UTF-16, little end first, with its mark. */
export const utf16 = (text: string): Buffer => Buffer.from(`\uFEFF${text}`, 'utf16le');

/** The example of the predecessor's description. */
export const EXAMPLE = [
	['source', 'log_message'],
	['app1', 'Connection failed due to timeout'],
	['app2', 'FileNotFoundError: dataset.csv missing']
];
export const EXAMPLE_LABELS = ['NetworkError', 'IOError'];
