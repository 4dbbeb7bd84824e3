import { formatAmount } from '../text/format-number';
import { MAX_PROBLEMS_KEPT } from '../constants';
import type { InputFormat } from './input-format';
import { indexOfReplacement, type PieceText } from '../text/piece-text';
import type { RowBatch } from './rows';
import type { InputProblem } from '../types';

/** Collects what is wrong with an input: the first problems in full, the rest counted. */
export class InputProblems {
	readonly kept: InputProblem[] = [];
	count = 0;
	/** Cells beyond the named columns that some row has. */
	extraColumns = 0;
	/** NUL characters that were passed over. */
	nulBytes = 0;
	private blankLines = 0;

	constructor(private readonly format: InputFormat) {}

	add(problem: InputProblem): void {
		this.count++;
		if (this.kept.length < MAX_PROBLEMS_KEPT) this.kept.push(problem);
	}

	/** @param firstRow row index of the batch's first data row */
	inspect({ scanned, skip }: RowBatch, firstRow: number): void {
		this.blankLines += scanned.blankLines;
		if (this.format.kind === 'csv') this.inspectCells(scanned.cellCounts, skip, firstRow);
		for (const row of scanned.unclosed)
			this.add({
				kind: 'unclosed-quote',
				...position(firstRow, row, skip),
				message: `${placeOf(firstRow, row, skip)}: ${this.format.kind === 'json' ? 'an object is opened but never closed; its lines were read as messages' : 'a quotation mark is opened but never closed; the row was read up to its line end, with the mark as text'}.`
			});
		this.inspectCharacters(scanned.text, scanned.ends, skip, firstRow);
	}

	/** Adds what can only be said at the end. */
	finish(): void {
		if (this.nulBytes > 0)
			this.add({
				kind: 'nul-bytes',
				message: `${this.nulBytes.toLocaleString('en')} NUL ${this.nulBytes === 1 ? 'character was' : 'characters were'} passed over: logs have them where they were cut or a crash came while they were written.`
			});
		if (this.blankLines === 0) return;
		this.add({
			kind: 'blank-lines',
			message: `${formatAmount(this.blankLines, 'blank line')} ${this.blankLines === 1 ? 'was' : 'were'} passed over: a blank line is no row.`
		});
	}

	private inspectCells(cellCounts: ArrayLike<number>, skip: number, firstRow: number): void {
		const { columns } = this.format;
		for (let row = skip; row < cellCounts.length; row++) {
			const cells = cellCounts[row] as number;
			if (cells === columns.length) continue;
			const index = firstRow + row - skip;
			const missing = columns[cells];
			this.extraColumns = Math.max(this.extraColumns, cells - columns.length);
			this.add({
				kind: 'ragged-row',
				row: index,
				...(missing === undefined ? {} : { column: missing }),
				message:
					`Row ${index + 1} has ${cells} cell${cells === 1 ? '' : 's'}, expected ${columns.length}: ` +
					(missing === undefined
						? `the cells after "${columns[columns.length - 1]}" are kept as extra columns.`
						: `"${missing}"${cells + 1 < columns.length ? ' and the columns after it are' : ' is'} taken as empty.`)
			});
		}
	}

	private inspectCharacters(
		text: PieceText,
		ends: ArrayLike<number>,
		skip: number,
		firstRow: number
	): void {
		this.inspectCharacter(
			(from) => indexOfReplacement(text, from),
			ends,
			(row) => ({
				kind: 'invalid-bytes',
				...position(firstRow, row, skip),
				message: `${placeOf(firstRow, row, skip)}: some characters are not valid ${this.format.encoding.toUpperCase()} and are shown as \uFFFD. If many rows have this, choose another encoding.`
			})
		);
	}

	/** One problem for each row that holds the character, of which `next` gives the first offset from another on. */
	private inspectCharacter(
		next: (from: number) => number,
		ends: ArrayLike<number>,
		problem: (row: number) => InputProblem
	): void {
		let row = 0;
		for (let at = next(0); at !== -1; at = next(at)) {
			while (row < ends.length && (ends[row] as number) <= at) row++;
			// What follows the last whole row comes again with the next piece.
			if (row >= ends.length) return;
			this.add(problem(row));
			at = ends[row] as number;
		}
	}
}

/** Where something is, given the row's place in its batch: the header is no row of the run, but the first line. */
const position = (
	firstRow: number,
	row: number,
	skip: number
): { row: number } | { line: number } =>
	row < skip ? { line: row + 1 } : { row: firstRow + row - skip };
const placeOf = (firstRow: number, row: number, skip: number): string =>
	row < skip ? 'The header' : `Row ${firstRow + row - skip + 1}`;
