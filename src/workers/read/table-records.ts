/** Records of a table, the first of all its header, and how much of the file is read with them, 0 to 1. */
export interface TableRecords {
	records: string[][];
	share: number;
}
