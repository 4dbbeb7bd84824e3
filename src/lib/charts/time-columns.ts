import { categoryStyle, inDisplayOrder } from './category-style';
import type { ColumnsInput } from './chart-input';
import { formatMoment } from '../page/format';
import type { TimeData } from '../pipeline/view/chart-data';
import type { StatusClass } from '../pipeline/view/filter';
import type { TimeBins } from '../pipeline/view/time-bins';

const STATUS_TOKENS: Record<StatusClass, string> = {
	'1xx': '--routine-1',
	'2xx': '--activity-1',
	'3xx': '--activity-2',
	'4xx': '--severity-warning',
	'5xx': '--severity-critical'
};

/** Rows over time as columns: stacked by label, or by class of HTTP status. */
export function columnsOfTime(
	{ bins, labels, statuses }: TimeData,
	byStatus: boolean,
	range: [number, number] | undefined
): ColumnsInput {
	const rowsOf = new Map(labels.map(({ name, rows }) => [name, rows]));
	const series = byStatus
		? statuses.map(({ name, rows }) => ({ name, token: STATUS_TOKENS[name], values: rows }))
		: inDisplayOrder(rowsOf.keys()).map((name) => ({
				name,
				token: categoryStyle(name).token,
				values: rowsOf.get(name) ?? []
			}));
	return {
		kind: 'columns',
		names: Array.from({ length: bins.count }, (_, at) => columnName(bins, at)),
		ticks: tickNames(bins),
		series,
		dim: (at) => {
			const from = bins.start + at * bins.width;
			return range !== undefined && (from + bins.width <= range[0] || from >= range[1]);
		}
	};
}

const DAY = 86_400_000;

/** Start of a column, as precise as the columns are wide: `4 Nov 2026, 17:20:00`. */
export function columnName({ start, width }: TimeBins, at: number): string {
	const moment = start + at * width;
	if (width >= DAY) return dayName(formatMoment(moment));
	if (width < 1_000) return `${formatMoment(moment)}.${String(moment % 1_000).padStart(3, '0')}`;
	return formatMoment(moment).replace(width >= 60_000 ? /:00$/ : /$^/, '');
}

/** The day; with the time where the shown clock does not begin its days with the columns. */
const dayName = (moment: string): string =>
	moment.endsWith(', 00:00:00') ? (moment.split(',')[0] as string) : moment.replace(/:00$/, '');

/** Names of all columns without what they have in common: `17:20` when all are of one day, else without the year. */
export function tickNames(bins: TimeBins): string[] {
	const names = Array.from({ length: bins.count }, (_, at) => columnName(bins, at));
	const day = dayOf(bins);
	if (day !== undefined) return names.map((name) => name.slice(day.length + 2));
	const year = / \d{4}(?=,|$)/;
	const years = new Set(names.map((name) => year.exec(name)?.[0]));
	return years.size > 1 ? names : names.map((name) => name.replace(year, ''));
}

/** The day that all columns are of, if it is one. */
export function dayOf(bins: TimeBins): string | undefined {
	if (bins.width >= DAY) return undefined;
	const [first, last] = [0, bins.count - 1].map((at) => columnName(bins, at).split(',')[0]);
	return first === last ? first : undefined;
}

/** Rows of all labels in a column. */
export const rowsOfColumn = ({ labels }: TimeData, at: number): number =>
	labels.reduce((sum, { rows }) => sum + (rows[at] ?? 0), 0);

/** The column with most rows. */
export function mostRows(time: TimeData): { bin: number; rows: number } {
	let most = { bin: 0, rows: 0 };
	for (let bin = 0; bin < time.bins.count; bin++) {
		const rows = rowsOfColumn(time, bin);
		if (rows > most.rows) most = { bin, rows };
	}
	return most;
}
