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
}
