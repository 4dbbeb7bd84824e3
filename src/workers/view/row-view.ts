import { variableParts } from '../../lib/pipeline/canonical/align-template';
import { wordWeights } from '../../lib/pipeline/head/explain';
import { Head } from '../../lib/pipeline/head/head';
import { RuleSet } from '../../lib/pipeline/rules/rules';
import { formatShare } from '../../lib/pipeline/text/format-number';
import type { RowOutcome } from '../../lib/pipeline/columnar/outcome';
import { severityAt } from '../../lib/pipeline/read/levels';
import { savedDecision } from '../../lib/store/decision-store';
import type { RunRecord } from '../../lib/store/schema';
import type { Knowledge } from '../bundle/bundle-loader';
import type { RowDetail, ViewRow } from '../contracts/viewer';
import { chosenThreshold } from './run-threshold';
import { unitVector } from '../embed/message-embeddings';
import type { StoredRow, StoredRun } from '../run/stored-run';
import { columnName } from './column-names';

/**
 * Everything about one row.
 * @param known the bundle of the run, if it still is anywhere
 */
export async function rowDetail(
	stored: StoredRun,
	row: number,
	known: Knowledge | undefined
): Promise<RowDetail> {
	const { run, table } = stored;
	const storedRow = await stored.row(row);
	const { cells } = storedRow;
	const view = viewOf(stored, row, storedRow);
	const outcome = table.outcome(row);
	const entry = table.templates[view.template];
	const rule = run.rules[outcome.rule];
	const match = rule && new RuleSet([rule]).match(view.message, view.source);
	const { result } = outcome;
	return {
		...view,
		cells: cells.map((cell, at) => [columnName(run.format, at), cell]),
		canonical: entry?.canonical ?? '',
		templateRows: table.rowsOfTemplate(view.template),
		...(rule && match
			? {
					rule: {
						name: rule.name,
						description: rule.description,
						pattern: rule.pattern,
						span: match.span
					}
				}
			: {}),
		top: outcome.tier === 'rule' ? [] : (result?.top ?? []),
		nearest: (result?.embedding && known?.examples?.nearest(result.embedding, 5)) ?? [],
		...(result?.similarity === undefined ? {} : { similarity: result.similarity }),
		...(result?.reason === undefined ? {} : { reason: result.reason }),
		...(result?.llm && outcome.tier !== 'rule' ? { llm: result.llm } : {}),
		...(await explanationOf(outcome, entry?.canonical ?? '', known)),
		...(known
			? {
					threshold:
						chosenThreshold(run) ??
						known.bundle.thresholds.perClass?.[view.label] ??
						known.bundle.thresholds.confidence
				}
			: { bundleGone: run.bundleVersion })
	};
}

/** Why a template has its label: the words that mattered to the head, or the person who said so. */
async function explanationOf(
	{ tier, result, label }: RowOutcome,
	canonical: string,
	known: Knowledge | undefined
): Promise<Pick<RowDetail, 'words' | 'decision'>> {
	if (tier === 'human') {
		const decision = await savedDecision(canonical);
		return decision
			? { decision: { decidedAt: decision.decidedAt, runName: decision.runName } }
			: {};
	}
	const isHeads = tier === 'head' || tier === 'none';
	if (!known || !result?.embedding || !isHeads) return {};
	const words = wordWeights(headOf(known), canonical, unitVector(result.embedding), label);
	return words.length > 0 ? { words } : {};
}

const heads = new WeakMap<Knowledge, Head>();

/** The head of a bundle, prepared once. */
function headOf(known: Knowledge): Head {
	const head = heads.get(known) ?? new Head(known.bundle);
	heads.set(known, head);
	return head;
}

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
