import type { Filtered } from '../../lib/pipeline/view/row-filter';
import type { StoredRun } from '../run/stored-run';

/** A stored run as the viewer has it open. */
export interface OpenView {
	stored: StoredRun;
	/** Rows and group lines of the newest query, in the order of the table. */
	lines: Uint32Array;
	groups: OpenGroups | undefined;
	/** The newest filter's answer: the charts ask for the same as the table. */
	filtered: { key: string; answer: Filtered } | undefined;
}

export interface OpenGroups {
	open: ReadonlySet<number>;
	/** Matching rows and the first of them, by template. */
	counts: Uint32Array;
	firstRows: ReadonlyMap<number, number>;
}

/** A run that nothing was asked of yet. */
export const newView = (stored: StoredRun): OpenView => ({
	stored,
	lines: new Uint32Array(),
	groups: undefined,
	filtered: undefined
});
