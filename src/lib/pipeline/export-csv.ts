import Papa from 'papaparse';
import { splitRow } from './csv-scanner';
import type { ColumnMapping, InputFormat } from './input-format';

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
		const extra = Array.from({ length: extraColumns }, (_, i) => `extra ${i + 1}`);
		this.inputColumns =
			format.kind === 'lines' ? ['source', 'log_message'] : [...format.columns, ...extra];
		this.width = this.inputColumns.length;
	}

	/** The header line; our columns give way to input columns of the same name. */
	header(): string {
		const taken = new Set(this.inputColumns.map((name) => name.toLowerCase()));
		const own = ['target_label', 'confidence', 'tier', 'rule', 'needs_review'].map((name) => {
			if (!taken.has(name)) return name;
			return name === 'target_label' && !taken.has('predicted_label')
				? 'predicted_label'
				: `winnow_${name}`;
		});
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
		if (this.format.kind === 'lines')
			return [this.mapping.defaultSource, raw.replace(/[\r\n]+$/, '')];
		const cells = splitRow(raw, this.format.delimiter, this.width);
		while (cells.length < this.width) cells.push('');
		return cells;
	}
}

const write = (rows: string[][]): string =>
	rows.length === 0
		? ''
		: Papa.unparse(rows, { quotes: true, newline: '\r\n', escapeFormulae: FORMULA }) + '\r\n';
