import type { OutcomeCodes } from '../../lib/pipeline/columnar/outcome-codes';
import type { RowGroups } from '../../lib/pipeline/view/group-rows';
import type { Filtered } from '../../lib/pipeline/view/row-filter';
import type { RunFinding } from '../contracts/viewer';
import type { StoredRun } from '../run/stored-run';

/** A stored run as the viewer has it open. */
export interface OpenView {
	stored: StoredRun;
	/** Rows and group lines of the newest query, in the order of the table. */
	lines: Uint32Array;
	groups: OpenGroups | undefined;
	/** The newest filter's answer: the charts ask for the same as the table. */
	filtered: { key: string; answer: Filtered } | undefined;
	/** What stands out, as long as rows and marks are those that it was worked out from. */
	findings: { codes: OutcomeCodes; found: Promise<RunFinding[]> } | undefined;
}

export interface OpenGroups extends RowGroups {
	open: ReadonlySet<number>;
}

/** A run that nothing was asked of yet. */
export const newView = (stored: StoredRun): OpenView => ({
	stored,
	lines: new Uint32Array(),
	groups: undefined,
	filtered: undefined,
	findings: undefined
});
