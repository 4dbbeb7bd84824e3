import type { RowGroups } from '../../lib/pipeline/view/group-rows';
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

export interface OpenGroups extends RowGroups {
	open: ReadonlySet<number>;
}

/** A run that nothing was asked of yet. */
export const newView = (stored: StoredRun): OpenView => ({
	stored,
	lines: new Uint32Array(),
	groups: undefined,
	filtered: undefined
});
