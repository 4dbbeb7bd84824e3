/** A file in an archive, as the archive's list has it. */
export interface ArchiveEntry {
	/** Its name with its folders. */
	path: string;
	/** Position among all entries of the archive. */
	at: number;
	/** Bytes when it is taken out. */
	bytes: number;
	/** When it was last changed, milliseconds since the epoch. */
	modified?: number | undefined;
	/** It cannot be read without a password. */
	locked?: boolean;
	/** Why it cannot be read, as a sentence without its full stop. */
	unreadable?: string;
}

export const PASSWORD =
	'It is protected by a password. Unpack it with the password and drop the logs in it';
export const UNKNOWN_PACKING =
	'It is packed in a way that Winnow does not know. Unpack it and drop the logs in it';
