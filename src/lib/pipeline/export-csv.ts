import Papa from 'papaparse';
import { splitRow } from './csv-scanner';
import type { ColumnMapping, InputFormat } from './input-format';
import { withoutLineEnd } from './row-cells';

/** A cell that a spreadsheet would run as a formula; PapaParse's own pattern misses leading blanks and line breaks. */
const FORMULA = /^\s*[=+\-@\t\r\n]/;

/** What the export says of one row. */
export interface ExportOutcome {
	label: string;
	confidence: number;
	tier: string;
	rule: string;
	needsReview: boolean;
}

/** Writes rows back as CSV: all input columns, then ours. Formula-safe: a cell that looks like one gets an apostrophe. */
export class CsvExporter {
	private readonly inputColumns: string[];
	private readonly width: number;

	/** @param extraColumns cells beyond the named columns that some row has */
	constructor(
		private readonly format: InputFormat,
		private readonly mapping: ColumnMapping,
		extraColumns: number
	) {
		const taken = namesIn(format.columns);
		const extra = Array.from({ length: extraColumns }, (_, i) =>
			unusedName([`extra ${i + 1}`], taken)
		);
		this.inputColumns =
			format.kind === 'lines' ? ['source', 'log_message'] : [...format.columns, ...extra];
		this.width = this.inputColumns.length;
	}

	/** The header line; our columns give way to input columns of the same name. */
	header(): string {
		const taken = namesIn(this.inputColumns);
		const own = [
			['target_label', 'predicted_label', 'winnow_target_label'],
			['confidence', 'winnow_confidence'],
			['tier', 'winnow_tier'],
			['rule', 'winnow_rule'],
			['needs_review', 'winnow_needs_review']
		].map((wishes) => unusedName(wishes, taken));
		return write([[...this.inputColumns, ...own]]);
	}

	/** @param rows raw row text with its outcome, in order */
	rows(rows: readonly { raw: string; outcome: ExportOutcome }[]): string {
		return write(
			rows.map(({ raw, outcome }) => [
				...this.inputCells(raw),
				outcome.label,
				outcome.confidence.toFixed(4),
				outcome.tier,
				outcome.rule,
				String(outcome.needsReview)
			])
		);
	}

	private inputCells(raw: string): string[] {
		if (this.format.kind === 'lines') return [this.mapping.defaultSource, withoutLineEnd(raw)];
		const cells = splitRow(raw, this.format.delimiter, this.width);
		while (cells.length < this.width) cells.push('');
		return cells;
	}
}

const namesIn = (columns: readonly string[]): Set<string> =>
	new Set(columns.map((name) => name.toLowerCase()));

/** The first wish that is not taken yet, else the last one with a number; it is taken from then on. */
function unusedName(wishes: readonly string[], taken: Set<string>): string {
	let name = wishes.find((wish) => !taken.has(wish));
	for (let number = 2; name === undefined; number++) {
		const numbered = `${wishes[wishes.length - 1]} (${number})`;
		if (!taken.has(numbered)) name = numbered;
	}
	taken.add(name);
	return name;
}

const write = (rows: string[][]): string =>
	rows.length === 0
		? ''
		: Papa.unparse(rows, { quotes: true, newline: '\r\n', escapeFormulae: FORMULA }) + '\r\n';
