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
	/** Zone of times that name none; UTC when absent. */
	zone?: 'local' | 'utc';
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

/** One file of an input, and how its bytes become text. A pasted text counts as one file. */
export interface FileReading {
	/** Its name, with the folder when a folder was dropped. */
	name: string;
	/** Source of its rows that name none. */
	source: string;
	bytes: number;
	encoding: string;
	gzip: boolean;
	/** When it was last changed, milliseconds since the epoch: a date without a year is the last such date before. */
	modified?: number;
}
