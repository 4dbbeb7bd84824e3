import type { Facets } from '../view/row-filter';
import type { TemplateCount } from '../view/template-counts';
import { isoTime } from './iso-time';
import type { RunTable } from '../columnar/run-table';
import { formatAmount, formatCount, formatShare } from '../text/format-number';
import { SEVERITIES } from '../types';

/** Messages listed; a ticket is read by people. */
const SUMMARY_PROBLEMS = 10;
/** Characters of an example shown. */
const EXAMPLE_CHARS = 200;
const TIER_NAMES = {
	rule: 'rules',
	head: 'model',
	llm: 'language model',
	human: 'by hand',
	none: 'nobody'
} as const;

interface SummaryProblem {
	rows: number;
	label: string;
	severity: string;
	from: number;
	to: number;
	example: string;
}

export interface SummaryInput {
	name: string;
	/** What stands out, in sentences. */
	findings: readonly string[];
	/** Rows of the run, and those that the summary is about. */
	total: number;
	matched: number;
	facets: Facets;
	problems: readonly SummaryProblem[];
}

/** The messages that report a problem, by label or by severity, most frequent first. */
export function problemCounts(
	table: RunTable,
	counts: readonly TemplateCount[],
	problemLabels: readonly string[]
): TemplateCount[] {
	const severe = SEVERITIES.indexOf('error');
	return counts
		.filter(
			({ rule, template, severity }) =>
				severity <= severe || problemLabels.includes(table.outcomeOf(rule, template).label)
		)
		.slice(0, SUMMARY_PROBLEMS);
}

/** A run in short, as Markdown for a ticket. */
export function summaryMarkdown(input: SummaryInput): string {
	const { name, total, matched, facets, problems, findings } = input;
	const parts = [
		`### ${escaped(name)}`,
		findingList(findings),
		headLine(total, matched, facets),
		matched === 0 ? '' : decidedLine(facets),
		table(
			['Severity', 'Rows', 'Share'],
			facets.severities.map(([severity, rows]) => [
				severity,
				formatCount(rows),
				formatShare(rows, matched)
			])
		),
		table(
			['Label', 'Rows', 'Share'],
			facets.labels.map(([label, rows]) => [
				escaped(label),
				formatCount(rows),
				formatShare(rows, matched)
			])
		),
		problems.length === 0
			? 'No message reports a problem.'
			: `**Most frequent problems**\n\n${table(['Rows', 'Label', 'Severity', 'First', 'Last', 'Example'], problems.map(problemCells))}`
	];
	return parts.filter((part) => part !== '').join('\n\n') + '\n';
}

/** What stands out in a run, as Markdown for a ticket. */
export const findingsMarkdown = ({
	name,
	findings,
	certainties,
	zone
}: Pick<SummaryInput, 'name' | 'findings'> &
	Pick<Facets, 'certainties'> & {
		/** The clock of the times in the findings. */
		zone: string;
	}): string =>
	[
		`### ${escaped(name)}`,
		findings.length === 0 ? 'Nothing began, stopped or rose beyond chance.' : findingList(findings),
		...(findings.length === 0 ? [] : [`Times: ${zone}.`]),
		certaintyWords(certainties)
	].join('\n\n') + '\n';

const findingList = (findings: readonly string[]): string =>
	findings.map((finding, at) => `${at + 1}. ${escaped(finding)}`).join('\n');

const certaintyWords = (certainties: Facets['certainties']): string =>
	`How sure: ${certainties.map(([certainty, rows]) => `${certainty} ${formatCount(rows)}`).join(', ')}.`;

const decidedLine = ({ tiers, certainties }: Facets): string =>
	`Decided by: ${tiers.map(([tier, rows]) => `${TIER_NAMES[tier]} ${formatCount(rows)}`).join(', ')}. ${certaintyWords(certainties)}`;

function headLine(total: number, matched: number, facets: Facets): string {
	const rows =
		matched === total
			? formatAmount(total, 'row')
			: `${formatCount(matched)} of ${formatAmount(total, 'row')}`;
	const muted = facets.muted > 0 ? `, ${formatAmount(facets.muted, 'muted row')} left out` : '';
	const span = facets.timeRange
		? `, ${facets.timeRange.map((time) => isoTime(time).slice(0, 19).replace('T', ' ')).join(' to ')} UTC`
		: '';
	return `${rows}, ${formatAmount(facets.templates, 'distinct message')}${span}${muted}.`;
}

const problemCells = ({ rows, label, severity, from, to, example }: SummaryProblem): string[] => [
	formatCount(rows),
	escaped(label),
	severity,
	isoTime(from),
	isoTime(to),
	codeSpan(example)
];

const table = (names: readonly string[], rows: readonly string[][]): string =>
	rows.length === 0 ? '' : [names, names.map(() => '---'), ...rows].map(line).join('\n');
const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** Text that a log may have written must not become markup. */
const escaped = (text: string): string =>
	text.replace(/[\r\n]+/g, ' ').replace(/[\\`*_{}[\]()#+!|<>~-]/g, '\\$&');

/** One line of code, between more backticks than it holds in a row. */
function codeSpan(text: string): string {
	const line = text.slice(0, EXAMPLE_CHARS).replace(/\s+/g, ' ').trim().replaceAll('|', '\\|');
	const longest = Math.max(0, ...(line.match(/`+/g) ?? []).map((ticks) => ticks.length));
	const fence = '`'.repeat(longest + 1);
	return line === '' ? '' : `${fence} ${line}${text.length > EXAMPLE_CHARS ? ' …' : ''} ${fence}`;
}
