import type { Bundle } from '../bundle/bundle';
import type { RunTable } from '../columnar/run-table';
import type { Tier } from '../types';

/** Why rows were not settled by the sieve before, counted. */
interface FallbackReason {
	reason: string;
	templates: number;
	rows: number;
}

/** Rows and templates of one rule. */
interface RuleCount {
	rule: string;
	rows: number;
}

/** What the run log says beyond the stored record. */
export interface RunLogCounts {
	fallbacks: FallbackReason[];
	rules: RuleCount[];
	/** Rows that a rule sent on to the LLM. */
	routed: number;
	/** What the run is judged by; absent when its bundle is no longer stored. */
	thresholds?: Bundle['thresholds'];
}

/** Counts what a run's tables say about how it was decided. */
export function runLogCounts(
	table: RunTable,
	thresholds: Bundle['thresholds'] | undefined
): RunLogCounts {
	const rowsOfRule = new Float64Array(table.rules.length);
	const rowsOfTemplate = new Float64Array(table.codes().templateCount);
	let routed = 0;
	for (let row = 0; row < table.rowCount; row++) {
		const rule = table.rule[row] as number;
		const { tier } = rule < 0 ? NO_RULE : table.outcomeOf(rule, table.template[row] as number);
		if (tier === 'rule') rowsOfRule[rule] = (rowsOfRule[rule] as number) + 1;
		else {
			const template = table.template[row] as number;
			rowsOfTemplate[template] = (rowsOfTemplate[template] as number) + 1;
			if (rule >= 0 && tier !== 'human') routed++;
		}
	}
	return {
		fallbacks: fallbacksOf(table, rowsOfTemplate),
		rules: table.rules
			.map(({ name }, at) => ({ rule: name, rows: rowsOfRule[at] as number }))
			.filter(({ rows }) => rows > 0)
			.sort((a, b) => b.rows - a.rows),
		routed,
		...(thresholds ? { thresholds } : {})
	};
}

const NO_RULE: { tier: Tier } = { tier: 'none' };

function fallbacksOf(table: RunTable, rowsOfTemplate: Float64Array): FallbackReason[] {
	const found = new Map<string, FallbackReason>();
	rowsOfTemplate.forEach((rows, template) => {
		if (rows === 0) return;
		const { tier, needsReview, result } = table.outcomeOf(-1, template);
		if (!needsReview && tier === 'head') return;
		const reason = kindOf(result?.reason, tier);
		const entry = found.get(reason) ?? { reason, templates: 0, rows: 0 };
		found.set(reason, { reason, templates: entry.templates + 1, rows: entry.rows + rows });
	});
	return [...found.values()].sort((a, b) => b.rows - a.rows);
}

/** A reason without its figures, so that like reasons count together. */
function kindOf(reason: string | undefined, tier: Tier): string {
	if (reason) return reason.replace(/[:.].*$/s, '');
	if (tier === 'human') return 'Decided by a person';
	if (tier === 'llm') return 'Decided by the LLM';
	return 'The run ended before it was classified';
}
