import { wordWeights } from '../../lib/pipeline/head/explain';
import { Head } from '../../lib/pipeline/head/head';
import { RuleSet } from '../../lib/pipeline/rules/rules';
import type { RowOutcome } from '../../lib/pipeline/columnar/outcome';
import { savedDecision } from '../../lib/store/decision-store';
import type { Knowledge } from '../bundle/bundle-loader';
import type { RowDetail } from '../contracts/viewer';
import { chosenThreshold } from './run-threshold';
import { unitVector } from '../embed/message-embeddings';
import type { StoredRun } from '../run/stored-run';
import { columnName } from './column-names';

import { viewOf } from './row-view';

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
