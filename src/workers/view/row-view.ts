import { variableParts } from '../../lib/pipeline/canonical/align-template';
import { formatShare } from '../../lib/pipeline/text/format-number';
import type { RowOutcome } from '../../lib/pipeline/columnar/outcome';
import { severityAt } from '../../lib/pipeline/read/levels';
import type { RunRecord } from '../../lib/store/schema';
import type { ViewRow } from '../contracts/viewer';
import type { StoredRow, StoredRun } from '../run/stored-run';

/** A row as the table shows it, its message whole. */
export function viewOf(
	{ run, table }: StoredRun,
	row: number,
	{ cells, message, source }: StoredRow
): ViewRow {
	const outcome = table.outcome(row);
	const template = table.template[row] as number;
	const mark = table.markOf(template);
	const time = table.time[row] as number;
	const truth = run.mapping.truth === undefined ? undefined : cells[run.mapping.truth];
	return {
		index: row,
		source,
		message,
		parts: variableParts(message, table.templates[template]?.canonical ?? message),
		label: outcome.label,
		confidence: outcome.confidence,
		tier: outcome.tier,
		severity: severityAt(table.severity[row] as number),
		evidence: evidenceOf(run, outcome),
		certainty: outcome.certainty,
		family: outcome.family,
		familyConfidence: outcome.familyConfidence,
		template,
		...(mark ? { mark } : {}),
		...(Number.isNaN(time) ? {} : { timestamp: time }),
		...(truth === undefined ? {} : { truth })
	};
}

/** One short line: the rule, or what the head thought second. */
function evidenceOf(run: RunRecord, { tier, rule, result }: RowOutcome): string {
	if (tier === 'rule') return run.rules[rule]?.name ?? '';
	if (!result) return '';
	const [first, second] = result.top;
	if (first && result.label !== first.label) return result.reason ?? '';
	return second
		? `next: ${second.label} ${formatShare(second.probability)}`
		: (result.reason ?? '');
}
