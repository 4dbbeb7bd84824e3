import type { ColumnMapping, InputFormat } from '../read/input-format';
import type { InputProblem } from '../types';

/** How an input is to be read, as far as its first characters tell. */
export interface SniffedInput {
	format: InputFormat;
	mapping: ColumnMapping;
	/** Cells of the first rows, header left out. */
	rows: string[][];
	problems: InputProblem[];
}

/** What all kinds of input have in common. */
export type CommonFormat = Pick<
	InputFormat,
	'encoding' | 'gzip' | 'zstd' | 'bzip2' | 'xz' | 'table' | 'zone'
>;

/** What is known of a file beside its start. */
export interface SeenFile {
	/** When it was last changed, milliseconds since the epoch. */
	modified?: number | undefined;
	/** Lines from further on. */
	lines?: readonly string[];
}
