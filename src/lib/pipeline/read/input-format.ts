import type { LevelScale } from './level-scales';
import type { JoinRule } from './join-rule';
import type { Zone } from './time-layouts';

/** How an input is read: decided by sniffing, shown to the user, and kept with the run so that export reads it the same. */
export interface InputFormat {
	/** `csv`: a table with columns. `json`: objects, one a line or in an array. `lines`: plain text. */
	kind: 'csv' | 'lines' | 'json';
	/** Label for `TextDecoder` (`utf-8`, `utf-16le`, `windows-1252` …), or `utf-32le`, `utf-32be`. */
	encoding: string;
	gzip: boolean;
	zstd?: boolean;
	bzip2?: boolean;
	xz?: boolean;
	/** The file is no text: its rows are read as a table from these. */
	table?: TableFile;
	/** The rows of files that are each read in their own way, as one table in the order of time. */
	merged?: boolean;
	/** CSV only. */
	delimiter: string;
	/** CSV only: the first record names the columns. */
	header: boolean;
	/** Column names, made unique; dotted paths for `json`; for `lines` what is found in a line, or a single `message`. */
	columns: string[];
	/** Zone of times that name none; UTC when absent. */
	zone?: Zone;
	/** `03/04/2026` is the third of April. */
	dayFirst?: boolean;
	/** `26/11/24` begins with the year. */
	yearFirst?: boolean;
	/** Dates in it name no year. */
	yearless?: boolean;
	/** Latest year of dates that name none; that of the file's date when absent. */
	latestYear?: number;
	/** CSV only: records ahead of the header, such as PowerShell's `#TYPE`. */
	preamble?: number;
	/** CSV only: a backslash in a quoted cell makes the next quotation mark text. */
	backslash?: boolean | undefined;
	/** CSV only: lines that begin with this character are passed over, wherever they stand. */
	comment?: string | undefined;
	/** CSV only: blanks around cells are there for the eye, and a line of dashes follows the header. */
	padded?: boolean;
	/** CSV only: an export of Winnow, in which cells that a spreadsheet would run carry an apostrophe. */
	escaped?: boolean;
	/** CSV only: times are days since 1900 as Excel counts them. */
	serialDates?: boolean;
	/** JSON only: names that lead to the array whose elements are the rows. Absent: every object is one. */
	recordsAt?: string[];
	/** Formats that lines, or the messages of JSON objects, may have: ids of `LINE_FORMATS`. None: bare messages. */
	lineFormats?: string[];
	/** Fields of the JSON objects that are in its lines or messages: columns that follow the others. */
	inner?: InnerField[];
	/** Lines only: how they become entries; each is one when absent. */
	join?: JoinRule;
}

/** A field of an object in a message, as a column. */
export interface InnerField {
	/** No other column of the input has it. */
	name: string;
	/** Dotted. */
	path: string;
}

/** Positions of the columns with a meaning; undefined where there is none. `message` is required to start. */
export interface ColumnMapping {
	message?: number;
	/** Further columns that belong to the message, in the order in which they follow. */
	alsoMessage?: number[];
	/** What stands between the columns of the message; a line break when absent. */
	glue?: string;
	source?: number;
	timestamp?: number;
	/** Time of day, where the time stands in two columns. */
	clock?: number;
	level?: number;
	/** How a level that is a number is to be read; as syslog, pino and Java count when absent. */
	levelScale?: LevelScale;
	/** HTTP status: 5xx is an error and 4xx a warning, whatever the level says. */
	status?: number;
	/** Columns that stand in, in this order, for rows in which the one above is empty. */
	fallbacks?: Partial<Record<'message' | 'source' | 'timestamp' | 'level', number[]>>;
	/** Existing labels, kept as the truth. */
	truth?: number;
	/** Source of every row when no column gives it: the file's name. */
	defaultSource: string;
}

/** Files whose rows are read as those of a table: Parquet, Excel, and the events of Windows as XML. */
export type TableFile = 'parquet' | 'xlsx' | 'winevents';

/** Where a file is in an archive. */
export interface ArchivePlace {
	/** A `tar` may be packed as a whole. */
	kind: 'zip' | 'tar' | '7z';
	/** The archive's own name, with that of the one in which it is, and its size. */
	archive: string;
	archiveBytes: number;
	/** Where the archive itself is in another one. */
	within?: ArchivePlace;
	/** Position among the entries of the archive. */
	at: number;
	/** Bytes of the file when it is taken out. */
	bytes: number;
	/** When it was last changed, milliseconds since the epoch. */
	modified?: number;
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
	zstd?: boolean;
	bzip2?: boolean;
	xz?: boolean;
	table?: TableFile;
	/** Absent for a file that is in no archive. */
	inside?: ArchivePlace;
	/** How it is read, where each file of the input is read in its own way. */
	way?: RowChoice;
	/** Time of the first row that has one, milliseconds since the epoch; of files whose rows are merged by time. */
	firstTime?: number;
	/** When it was last changed, milliseconds since the epoch: a date without a year is the last such date before. */
	modified?: number;
	/** Why it is not read with the others. */
	leftOut?: string;
	/** It was left out by choice. */
	unchosen?: boolean;
}

/** How the rows of an input are found and read. */
export interface RowChoice {
	format: InputFormat;
	mapping: ColumnMapping;
}
