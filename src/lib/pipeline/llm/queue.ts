import type { RunTable } from '../columnar/run-table';
import type { Classification } from '../types';

/** A distinct message that a language model could be asked about. */
export interface LlmQuestion {
	template: number;
	canonical: string;
	/** Name of the source that most of its rows have. */
	source: string;
	/** Rows that its answer settles. */
	rows: number;
	/** What the head makes of it. */
	result: Classification;
	/** Position of the rule that sent it here; undefined: the head was not sure. */
	rule?: number;
}

/**
 * What of a run should be asked of a model: distinct messages that nobody is sure about, or that a rule sends there; the
 * one with most rows first. Left out: what a label rule or a person decided, muted messages, and what this model has
 * answered already.
 */
export function llmQuestions(table: RunTable, model: string): LlmQuestion[] {
	return countTemplates(table)
		.map((count, template) => questionOf(table, count, template, model))
		.filter((question) => question !== undefined)
		.sort((a, b) => b.rows - a.rows || a.template - b.template);
}

interface TemplateCount {
	/** Rows that no label rule settles, by source. */
	sources: Map<number, number>;
	rows: number;
	rule: number;
}

function countTemplates(table: RunTable): TemplateCount[] {
	const counts = table.templates.map((): TemplateCount => ({
		sources: new Map(),
		rows: 0,
		rule: -1
	}));
	for (let row = 0; row < table.rowCount; row++) {
		const count = counts[table.template[row] as number];
		const rule = table.rule[row] as number;
		if (!count || table.labelsByRule(rule)) continue;
		const source = table.source[row] as number;
		count.rows++;
		count.sources.set(source, (count.sources.get(source) ?? 0) + 1);
		if (rule >= 0) count.rule = rule;
	}
	return counts;
}

function questionOf(
	table: RunTable,
	{ rows, sources, rule }: TemplateCount,
	template: number,
	model: string
): LlmQuestion | undefined {
	const entry = table.templates[template];
	if (!entry?.result || rows === 0 || entry.canonical === '') return undefined;
	if (table.markOf(template) === 'muted' || !isOpen(entry.result, rule >= 0, model))
		return undefined;
	const [source] = [...sources].reduce((most, next) => (next[1] > most[1] ? next : most));
	return {
		template,
		canonical: entry.canonical,
		result: entry.result,
		source: table.sources[source] ?? '',
		rows,
		...(rule >= 0 ? { rule } : {})
	};
}

function isOpen(result: Classification, routed: boolean, model: string): boolean {
	if (result.tier === 'human' || result.llm?.model === model) return false;
	return result.certainty !== 'sure' || routed;
}
