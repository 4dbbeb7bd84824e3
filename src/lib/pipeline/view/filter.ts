import type { Certainty, Severity, Tier } from '../types';

/** HTTP status classes, as filters name them. */
export const STATUS_CLASSES = ['1xx', '2xx', '3xx', '4xx', '5xx'] as const;
export type StatusClass = (typeof STATUS_CLASSES)[number];

/** The fields of a filter that are lists of values. */
export interface FilterLists {
	labels?: string[];
	tiers?: Tier[];
	sources?: string[];
	severities?: Severity[];
	certainties?: Certainty[];
	/** Families and sides, as rows have them. */
	families?: string[];
	/** Positions of templates. */
	templates?: number[];
	/** Classes of the HTTP status that a message carries. */
	statuses?: StatusClass[];
}

/** Which rows to look at. Within a field the values are alternatives; the fields are combined with AND. */
export interface RowFilter extends FilterLists {
	/** Values that a row must not have. */
	not?: FilterLists;
	/** Case-insensitive substring of message or source, or a regular expression with `regex`. */
	text?: string;
	regex?: boolean;
	/** Cells that a row must have, exactly: the column's name and its value. */
	cells?: [column: string, value: string][];
	/** Milliseconds since the epoch, `[from, to)`. Rows without a time fail it. */
	time?: [from: number, to: number];
	/** `[from, to)` in [0, 1]; a range that ends at 1 includes it. */
	confidence?: [from: number, to: number];
	/** Rows of muted templates take part as well. Without it they are only counted, unless `templates` asks for them. */
	showMuted?: boolean;
}

/** Whether rows of muted templates take part. */
export const showsMuted = ({ showMuted, templates = [] }: RowFilter): boolean =>
	showMuted === true || templates.length > 0;
