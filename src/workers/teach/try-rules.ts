import {
	analyseRules,
	type RuleReport,
	type RuleSample
} from '../../lib/pipeline/rules/rule-analysis';
import { draftRule } from '../../lib/pipeline/rules/draft-rule';
import { withoutAnswer } from '../../lib/pipeline/llm/verdict';
import type { HeadAnswer } from '../../lib/pipeline/evaluate/threshold-counts';
import { RuleSet, type Rule } from '../../lib/pipeline/rules/rules';
import type { RunTable } from '../../lib/pipeline/columnar/run-table';
import { UNCLASSIFIED } from '../../lib/pipeline/types';
import { savedRuns } from '../../lib/store/db';
import { withoutDeadRuns } from '../run/run-lock';
import { StoredRun } from '../run/stored-run';

/** Rows that rules are tried on at most, evenly spaced. */
const SAMPLE_ROWS = 20_000;
/** Milliseconds after which a trial stops with what it has; the page ends the worker a little later. */
const TRIAL_LIMIT = 4_000;

/** Tries rules on a stored run, or on their own test messages alone. */
export async function tryRules(
	rules: readonly Rule[],
	runId: string | undefined
): Promise<RuleReport> {
	// Throws on a pattern that does not compile, naming the rule.
	const set = new RuleSet(rules);
	rules.forEach(({ name }, at) => {
		try {
			set.engine(at);
		} catch (error) {
			throw new Error(`Rule "${name}": ${(error as Error).message}`, { cause: error });
		}
	});
	const samples = runId === undefined ? [] : await samplesOf(await StoredRun.openEnded(runId));
	return analyseRules(rules, samples, () => performance.now(), TRIAL_LIMIT);
}

/** Evenly spaced rows, chunk by chunk. */
async function samplesOf(stored: StoredRun): Promise<RuleSample[]> {
	const { table, run } = stored;
	const step = Math.max(1, Math.ceil(table.rowCount / SAMPLE_ROWS));
	const samples: RuleSample[] = [];
	for (let row = 0; row < table.rowCount;) {
		const { ends, start, message, cellsOf } = await stored.chunk(table.chunkOf(row));
		const truthAt = run.mapping.truth === undefined ? undefined : cellsOf(run.mapping.truth);
		for (; row < start + ends.length; row += step) {
			const truth = truthAt?.(row - start).trim() ?? '';
			samples.push({
				message: message(row - start),
				source: stored.source(row),
				...(truth === '' ? {} : { truth })
			});
		}
	}
	return samples;
}

/** A rule drafted from a template of a run. @param label what it gives; absent: what the run says */
export async function draftFrom(
	runId: string,
	template: number,
	id: string,
	label?: string
): Promise<Rule> {
	const stored = await StoredRun.openEnded(runId);
	const entry = stored.table.templates[template];
	const row = stored.templateRows().first[template] ?? -1;
	if (!entry || row < 0) throw new Error('This message is no longer in the run.');
	const given = label ?? stored.table.outcome(row).label;
	return draftRule(await stored.message(row), entry.canonical, given, id);
}

/**
 * What the first two sieves say of a run's messages, whatever a language model said later. Left out: what label rules or
 * a person decided, muted messages and empty ones, which no threshold changes and no model is asked about.
 */
export async function headAnswers(runId: string): Promise<HeadAnswer[]> {
	const stored = await StoredRun.openEnded(runId);
	const { open } = stored.templateRows();
	const routed = routedTemplates(stored.table);
	return stored.table.templates.flatMap((entry) => {
		const rows = entry ? (open[entry.index] as number) : 0;
		if (!entry?.result || entry.canonical === '' || rows === 0) return [];
		if (entry.result.tier === 'human' || stored.table.markOf(entry.index) === 'muted') return [];
		const { label, confidence } = withoutAnswer(entry.result);
		const known = label === UNCLASSIFIED ? {} : { label };
		return [{ ...known, confidence, rows, routed: routed.has(entry.index) }];
	});
}

/** Templates with a row that a rule sends to a language model. */
function routedTemplates(table: RunTable): Set<number> {
	const found = new Set<number>();
	for (let row = 0; row < table.rowCount; row++) {
		const rule = table.rule[row] as number;
		if (rule >= 0 && !table.labelsByRule(rule)) found.add(table.template[row] as number);
	}
	return found;
}

/** Runs that have ended, newest first. */
export async function endedRuns(): Promise<{ id: string; name: string; rows: number }[]> {
	return (await withoutDeadRuns(await savedRuns()))
		.filter(({ status }) => status !== 'running')
		.map(({ id, name, rows }) => ({ id, name, rows }));
}
