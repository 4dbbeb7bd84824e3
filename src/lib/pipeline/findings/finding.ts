/** What a finding says of a log, in the order of the docs. */
export type FindingKind =
	'began' | 'stopped' | 'rose' | 'burst' | 'first' | 'silent' | 'new' | 'gap' | 'missing';

/** One thing that stands out in a log, as counts show it. */
export interface Finding {
	kind: FindingKind;
	/** Positions of the messages that it is about, most rows first; none where it is about a source or about all rows. */
	templates: readonly number[];
	/** Position of the source, where one wrote nearly all of it. */
	source?: number;
	/** Name of the host, where it is about one. */
	host?: string;
	/** The category that most of its rows have; '' where it is about no message. */
	label: string;
	/** Position in `SEVERITIES`. */
	severity: number;
	problem: boolean;
	/** Milliseconds since the epoch. Of a silence, the last row before it and the first after it, or the log's end. */
	from: number;
	to: number;
	/** Its rate grows slowly from its beginning on. */
	gradual?: true;
	/** Whether it was over before the log ended. */
	ended: boolean;
	/** Rows of it; of a silence, the rows that were to be expected. */
	count: number;
	/** Rows of the same messages in the rest of the log; of a silence, all rows that there are. */
	others: number;
	/** Rate during it over the rate in the rest of the log, by the clock; absent where there is no rest. */
	factor?: number;
	/** Milliseconds from one row to the next, of a message that comes regularly. */
	period?: number;
	/** The first row that it is about, for an example. */
	row: number;
	/** What was found, for the one who doubts it. */
	evidence: Evidence;
	/** Findings of lesser weight that began at the same moment. */
	related: readonly Finding[];
	/** Rows by equal parts of the log's time. */
	spark: readonly number[];
}

/** Why a finding is none of chance. */
interface Evidence {
	/** Natural logarithm of a bound on the chance, corrected for all comparisons; absent where none is claimed. */
	logChance?: number;
	/** Comparisons that the chance is corrected for. */
	comparisons?: number;
	/** Rows that tend to come together: each clump counts as one. */
	clump?: number;
}

/** An earlier run that another is compared with. */
export interface Baseline {
	rows: number;
	/** Canonical texts of all messages. */
	messages: ReadonlySet<string>;
}
