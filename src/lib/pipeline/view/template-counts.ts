import type { RunTable } from '../columnar/run-table';

/**
 * Rows of one distinct message. A message whose rows partly meet a rule, which sees the raw text, has one count for each
 * outcome.
 */
export interface TemplateCount {
	template: number;
	/** Position of the rule that decides its rows, or -1. */
	rule: number;
	rows: number;
	/** Its first row: an example of it. */
	firstRow: number;
	/** Position in `SEVERITIES` of its worst row. */
	severity: number;
	/** First and last time, milliseconds since the epoch; NaN where no row has one. */
	from: number;
	to: number;
}

/** Counts the given rows by message: pinned ones first, then the most frequent. */
export function countTemplates(table: RunTable, rows: Uint32Array): TemplateCount[] {
	const counts = new Map<number, TemplateCount>();
	const outcomes = table.ruleCount + 1;
	for (const row of rows) {
		const template = table.template[row] as number;
		const matched = table.rule[row] as number;
		const rule = table.outcomeOf(matched, template).tier === 'rule' ? matched : -1;
		const key = template * outcomes + rule + 1;
		let count = counts.get(key);
		if (!count) {
			count = { template, rule, rows: 0, firstRow: row, severity: 255, from: NaN, to: NaN };
			counts.set(key, count);
		}
		addRow(count, table.time[row] as number, table.severity[row] as number);
	}
	const pinned = ({ template }: TemplateCount): number =>
		table.markOf(template) === 'pinned' ? 1 : 0;
	return [...counts.values()].sort((a, b) => pinned(b) - pinned(a) || b.rows - a.rows);
}

function addRow(count: TemplateCount, time: number, severity: number): void {
	count.rows++;
	count.severity = Math.min(count.severity, severity);
	// Written so that a NaN bound gives way to any time, and a NaN time to none.
	if (!(count.from <= time) && !Number.isNaN(time)) count.from = time;
	if (!(count.to >= time) && !Number.isNaN(time)) count.to = time;
}
