import type { SortColumn } from '../pipeline/view/sort-rows';

/** Columns of the table, in their order when nobody has changed it. */
export const COLUMN_IDS = [
	'row',
	'time',
	'source',
	'message',
	'label',
	'confidence',
	'tier',
	'severity',
	'evidence'
] as const;
export type ColumnId = (typeof COLUMN_IDS)[number];

export const COLUMN_NAMES: Record<ColumnId, string> = {
	row: '#',
	time: 'Time',
	source: 'Source',
	message: 'Message',
	label: 'Label',
	confidence: 'Confidence',
	tier: 'Decided by',
	severity: 'Severity',
	evidence: 'Evidence'
};

/** Which of the columns rows can be put in order by. */
export const SORT_OF: Partial<Record<ColumnId, SortColumn>> = {
	row: 'row',
	time: 'time',
	source: 'source',
	label: 'label',
	confidence: 'confidence',
	tier: 'tier',
	severity: 'severity'
};

/** What the user chose for the table; what is absent follows the width of the screen. */
export interface TableChoices {
	order: ColumnId[];
	/** Columns that are shown or hidden whatever the width. */
	shown: Partial<Record<ColumnId, boolean>>;
	/** In CSS pixels. */
	widths: Partial<Record<ColumnId, number>>;
	comfortable: boolean;
	/** Up to three lines of a message. */
	wrapped: boolean;
	/** One line for each row, rather than for each distinct message. */
	lines: boolean;
}

export const DEFAULT_CHOICES: TableChoices = {
	order: [...COLUMN_IDS],
	shown: {},
	widths: {},
	comfortable: false,
	wrapped: false,
	lines: false
};

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
	/** Lines of a message that a row shows. */
	lines: number;
	rowHeight: number;
	/** The tier's name beside its glyph. */
	tierNames: boolean;
	/** The severity's name beside its glyph. */
	severityNames: boolean;
	/** The confidence as a bar too, beside its figure. */
	bars: boolean;
	/** Width below which the table scrolls sideways, in pixels. */
	minWidth: number;
}

const DENSE_ROW = 28;
const COMFORTABLE_ROW = 36;
const STACKED_ROW = 52;
const WRAPPED_LINES = 3;
const LINE_HEIGHT = 18;
/** A column cannot be made narrower than this. */
export const LEAST_WIDTH = 36;
const LEAST_MESSAGE = 100;

/**
 * Which columns a table of this width shows, and how. What does not fit is in the detail drawer.
 * @param grouped one line for each distinct message
 */
export function tableLayout(
	width: number,
	rows: number,
	choices: TableChoices = DEFAULT_CHOICES,
	grouped = false
): TableLayout {
	const stacked = width < 600;
	const widths = { ...defaultWidths(width, rows, grouped), ...choices.widths };
	const tierNames = widths.tier >= 80;
	const severityNames = widths.severity >= 80;
	const ids = stacked
		? (['message'] as const)
		: choices.order.filter((id) => choices.shown[id] ?? width >= SHOWN_FROM[id]);
	const sizes = ids.map((id) => sizeOf(id, widths[id], choices.widths[id] !== undefined));
	const columns = ids.map((id, at) => ({
		id,
		name: isUnnamed(id, tierNames, severityNames) ? '' : COLUMN_NAMES[id],
		size: sizes[at] as string
	}));
	const lines = choices.wrapped && !stacked ? WRAPPED_LINES : 1;
	const height = choices.comfortable ? COMFORTABLE_ROW : DENSE_ROW;
	return {
		columns,
		stacked,
		lines,
		rowHeight: stacked ? STACKED_ROW : height + (lines - 1) * LINE_HEIGHT,
		tierNames,
		severityNames,
		bars: widths.confidence >= 112,
		minWidth: ids.reduce((sum, id) => sum + leastWidth(id, widths[id]), 0)
	};
}

/** A column with glyphs alone has no room for its name either. */
const isUnnamed = (id: ColumnId, tierNames: boolean, severityNames: boolean): boolean =>
	(id === 'tier' && !tierNames) || (id === 'severity' && !severityNames);

/** Narrowest table that shows a column by itself. */
const SHOWN_FROM: Record<ColumnId, number> = {
	row: 0,
	time: 800,
	source: 0,
	message: 0,
	label: 0,
	confidence: 0,
	tier: 0,
	severity: 700,
	evidence: 1_500
};

const defaultWidths = (
	width: number,
	rows: number,
	grouped: boolean
): Record<ColumnId, number> => ({
	// Groups have no number, but a mark that they open.
	row: grouped ? 44 : Math.max(5, String(rows).length) * 8 + 28,
	time: 120,
	source: width < 900 ? 104 : 136,
	message: LEAST_MESSAGE,
	label: 160,
	confidence: width >= 1_200 ? 124 : 92,
	tier: width >= 1_200 ? 104 : 36,
	severity: width >= 1_100 ? 100 : 36,
	evidence: 160
});

/** The message takes what is left, and the evidence some of it, unless the user says otherwise. */
function sizeOf(id: ColumnId, width: number, isChosen: boolean): string {
	if (isChosen) return `${width}px`;
	if (id === 'message') return `minmax(${LEAST_MESSAGE}px, 1fr)`;
	return id === 'evidence' ? `minmax(${width}px, 0.35fr)` : `${width}px`;
}

const leastWidth = (id: ColumnId, width: number): number =>
	id === 'message' ? Math.max(LEAST_MESSAGE, width) : width;

/** Reads choices as they were stored; what is not valid is left out. */
export function choicesFrom(stored: string | undefined): TableChoices {
	const given = parsed(stored);
	const isColumn = (id: unknown): id is ColumnId => COLUMN_IDS.some((one) => one === id);
	const order = Array.isArray(given.order) ? given.order.filter(isColumn) : [];
	const missing = COLUMN_IDS.filter((id) => !order.includes(id));
	const entries = (field: unknown): [ColumnId, unknown][] =>
		Object.entries(field ?? {}).filter((entry): entry is [ColumnId, unknown] => isColumn(entry[0]));
	return {
		order: [...new Set([...order, ...missing])],
		shown: Object.fromEntries(
			entries(given.shown).filter(([, value]) => typeof value === 'boolean')
		),
		widths: Object.fromEntries(
			entries(given.widths).filter(([, value]) => Number(value) >= LEAST_WIDTH)
		),
		comfortable: given.comfortable === true,
		wrapped: given.wrapped === true,
		lines: given.lines === true
	};
}

function parsed(stored: string | undefined): Partial<Record<keyof TableChoices, unknown>> {
	try {
		const value: unknown = JSON.parse(stored ?? '{}');
		return typeof value === 'object' && value !== null ? value : {};
	} catch {
		return {};
	}
}

/** The order with one column moved by some places; hidden ones count. */
export function movedColumn(order: readonly ColumnId[], id: ColumnId, places: number): ColumnId[] {
	const from = order.indexOf(id);
	const to = Math.min(order.length - 1, Math.max(0, from + places));
	const rest = order.filter((one) => one !== id);
	return [...rest.slice(0, to), id, ...rest.slice(to)];
}
