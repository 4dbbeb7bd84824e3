export type ColumnId =
	'row' | 'source' | 'message' | 'label' | 'confidence' | 'tier' | 'severity' | 'evidence';

interface TableColumn {
	id: ColumnId;
	name: string;
	/** Track size of the grid. */
	size: string;
}

export interface TableLayout {
	columns: TableColumn[];
	/** Two lines a row, where there is no room for columns. */
	stacked: boolean;
	rowHeight: number;
	/** The tier's name beside its glyph. */
	tierNames: boolean;
}

const DENSE_ROW = 28;
const STACKED_ROW = 52;

/** Which columns a table of this width shows. What does not fit is in the detail drawer. */
export function tableLayout(width: number, rows: number): TableLayout {
	const stacked = width < 600;
	const tierNames = width >= 1_000;
	const columns = [
		!stacked && column('row', '#', `${Math.max(5, String(rows).length) * 8 + 28}px`),
		!stacked && column('source', 'Source', width < 900 ? '104px' : '136px'),
		column('message', 'Message', 'minmax(0, 1fr)'),
		!stacked && column('label', 'Label', '160px'),
		!stacked && column('confidence', 'Confidence', '92px'),
		!stacked && column('tier', tierNames ? 'Decided by' : '', tierNames ? '104px' : '36px'),
		width >= 1_100 && column('severity', 'Severity', '100px'),
		width >= 1_300 && column('evidence', 'Evidence', 'minmax(160px, 0.35fr)')
	];
	return {
		columns: columns.filter((one) => one !== false),
		stacked,
		rowHeight: stacked ? STACKED_ROW : DENSE_ROW,
		tierNames
	};
}

const column = (id: ColumnId, name: string, size: string): TableColumn => ({ id, name, size });
