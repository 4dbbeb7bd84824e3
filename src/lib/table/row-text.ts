import type { ViewRow } from '../../workers/contracts/viewer';
import { formatMoment, formatShare } from '../page/format';
import type { ColumnId } from './table-columns';
import { SEVERITY_STYLES, TIER_STYLES } from '../charts/tier-style';

/** A cell of a row as text. */
function cellText(row: ViewRow, column: ColumnId): string {
	switch (column) {
		case 'row':
			return String(row.index + 1);
		case 'time':
			return row.timestamp === undefined ? '' : formatMoment(row.timestamp);
		case 'confidence':
			return formatShare(row.confidence);
		case 'tier':
			return TIER_STYLES[row.tier].name;
		case 'severity':
			return SEVERITY_STYLES[row.severity].name;
		default:
			return row[column];
	}
}

/** A row as it is pasted into a table: cells apart by tabs, breaks inside them as blanks. */
export const rowText = (row: ViewRow, columns: readonly ColumnId[]): string =>
	columns.map((column) => cellText(row, column).replace(/[\t\r\n]+/g, ' ')).join('\t');
