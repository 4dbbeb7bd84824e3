/** How an input is read: decided by sniffing, shown to the user, and kept with the run so that export reads it the same. */
export interface InputFormat {
	kind: 'csv' | 'lines';
	/** Label for `TextDecoder`: `utf-8`, `utf-16le`, `utf-16be`, `windows-1252` … */
	encoding: string;
	gzip: boolean;
	/** CSV only. */
	delimiter: string;
	/** CSV only: the first record names the columns. */
	header: boolean;
	/** Column names, made unique; for `lines` a single `message`. */
	columns: string[];
}

/** Positions of the columns with a meaning; undefined where there is none. `message` is required to start. */
export interface ColumnMapping {
	message?: number;
	source?: number;
	timestamp?: number;
	level?: number;
	/** Existing labels, kept as the truth. */
	truth?: number;
	/** Source of every row when no column gives it: the file's name. */
	defaultSource: string;
}
