import type { LineFields } from './formats/line-format';

/** One log entry. Text that is absent is ''. */
export interface LogEntry {
	time: string;
	level: string;
	source: string;
	/** The message in the scanned text. */
	start: number;
	end: number;
	/** The message, where it is no plain part of the text: unpacked, joined from parts, or without its colours. */
	message?: string;
	/** The JSON object that all this was read from. */
	object?: Record<string, unknown> | undefined;
}

/** What a message says that is a log line or a JSON object of its own. */
export type InnerEntry = Omit<LogEntry, 'start' | 'end' | 'object'> & { message: string };

/** One line with what its header says. */
export interface ReadLine {
	/** Absent where no format claims the line. */
	fields?: LineFields;
	/** It has a header of its own, so that it can only be the start of an entry. */
	headed: boolean;
	/** This header has a time, by itself: that of an envelope is not meant. */
	dated: boolean;
	/** Where the message starts in the text; it goes to the line's end. */
	start: number;
	end: number;
	/** The message, where it is no plain part of the text. */
	content?: string;
	/** The whole line, header included, where it is no plain part of the text: unpacked, or without its colours. */
	whole?: string;
	partial: boolean;
}
