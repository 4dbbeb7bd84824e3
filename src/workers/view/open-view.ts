import type { OutcomeCodes } from '../../lib/pipeline/columnar/outcome-codes';
import type { RowGroups } from '../../lib/pipeline/view/group-rows';
import type { Filtered } from '../../lib/pipeline/view/row-filter';
import type { TextFinder } from '../../lib/pipeline/view/text-match';
import type { StoredRun } from '../run/stored-run';
import { FilterCache } from './filter-cache';
import type { RunFindings } from './run-findings';

/** A stored run as the viewer has it open. */
export interface OpenView {
	stored: StoredRun;
	filters: FilterCache;
	/** The table of the newest query. */
	table: OpenTable;
	/** What stands out against an earlier run or none, as long as rows and marks are those that it was worked out from. */
	findings:
		{ codes: OutcomeCodes; baseline: string | undefined; found: Promise<RunFindings> } | undefined;
}

/** What the table lists. */
export interface OpenTable {
	/** Rows and group lines, in the order of the table. */
	lines: Uint32Array;
	groups: OpenGroups | undefined;
	/** What its filter gave; undefined before the first query. */
	filtered: Filtered | undefined;
	/** All rows are listed, those that pass the filter or not. */
	unfiltered: boolean;
	/** Where its search is in a text; absent without a search. */
	find: TextFinder | undefined;
}

export interface OpenGroups extends RowGroups {
	open: ReadonlySet<number>;
}

/** A run that nothing was asked of yet. */
export const newView = (stored: StoredRun): OpenView => ({
	stored,
	filters: new FilterCache(stored),
	table: {
		lines: new Uint32Array(),
		...{ groups: undefined, filtered: undefined, unfiltered: false, find: undefined }
	},
	findings: undefined
});
