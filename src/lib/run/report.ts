import { CERTAINTY_STYLES } from '../charts/certainty-style';
import { facetsOfMatches } from '../pipeline/view/row-filter';
import type { RowFilter } from '../pipeline/view/filter';
import type { QueryResult, ViewRow } from '../../workers/contracts/viewer';
import { categoryStyle, inDisplayOrder } from '../charts/category-style';
import { chipsOf } from './filter-edit';
import { formatAmount, formatCount, formatDate, formatMoment, formatShare } from '../page/format';
import { zoneName } from '../page/time-zone';
import type { ChartData } from '../pipeline/view/chart-data';
import { SEVERITIES } from '../pipeline/types';
import { barsSvg, columnsSvg, escapeHtml, type ColourOf } from './report-svg';
import type { RunRecord } from '../store/schema';
import { SEVERITY_STYLES, TIER_STYLES } from '../charts/tier-style';
import { columnsOfTime } from '../charts/time-columns';

/** What a report is made of. */
export interface ReportInput {
	run: RunRecord;
	filter: RowFilter;
	result: QueryResult;
	charts: ChartData;
	/** What stands out in the whole run, in sentences; none with a filter. */
	findings: readonly string[];
	/** The first rows of the table. */
	rows: readonly ViewRow[];
	/** Milliseconds since the epoch. */
	now: number;
	colourOf: ColourOf;
}

const CHARS_SHOWN = 500;

/**
 * A page that stands by itself: charts as SVG and everything as tables. It has no script, and its policy lets it fetch
 * nothing; all text of the log is escaped.
 */
export function reportHtml(given: ReportInput): string {
	// The page shows beside its filter what that leaves out; a report is about what passes.
	const input = { ...given, result: facetsOfMatches(given.filter, given.result) };
	const { run, result } = input;
	const title = escapeHtml(`${run.name}: what is in it`);
	return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${findingList(input.findings)}
<p>Made with Winnow on ${formatDate(input.now)}. The run of ${formatDate(run.createdAt)} read ${formatAmount(run.rows, 'row')}.</p>
${filterText(input)}
${figures(result)}
${labels(input)}
${time(input)}
${problems(input)}
${templates('Most frequent messages', input.charts.templates, input)}
${templates('New or unlike anything known', input.charts.unknown, input)}
${rows(input)}
</main>
</body>
</html>
`;
}

const findingList = (findings: readonly string[]): string =>
	findings.length === 0
		? ''
		: `<ol>${findings.map((finding) => `<li>${escapeHtml(finding)}</li>`).join('')}</ol>`;

function filterText({ filter, result }: ReportInput): string {
	const chips = chipsOf(filter).map(
		({ field, value, excludes }) => `${field}${excludes ? ' is not' : ''}: ${value}`
	);
	if (chips.length === 0) return '<p>No filter: all rows.</p>';
	const list = chips.map((chip) => `<li>${escapeHtml(chip)}</li>`).join('');
	return `<p>${formatCount(result.matched)} of ${formatAmount(result.total, 'row')} pass these filters:</p><ul>${list}</ul>`;
}

function figures(result: QueryResult): string {
	const span = result.timeRange?.map(formatMoment).join(' to ') ?? 'no times found';
	return table(
		'Figures',
		['what', 'value'],
		[
			['rows', formatCount(result.matched)],
			['distinct messages', formatCount(result.templates)],
			['sources', formatCount(result.sources.length)],
			...result.certainties.map(([certainty, count]) => [
				CERTAINTY_STYLES[certainty].name,
				`${formatCount(count)} (${formatShare(count, result.matched)})`
			]),
			[`time span (${zoneName()})`, span],
			...result.tiers.map(([tier, count]) => [
				`decided by: ${TIER_STYLES[tier].name}`,
				`${formatCount(count)} (${formatShare(count, result.matched)})`
			])
		]
	);
}

function labels({ result, colourOf }: ReportInput): string {
	const counts = new Map(result.labels);
	const items = inDisplayOrder(counts.keys()).map((name) => ({
		name,
		value: counts.get(name) ?? 0,
		token: categoryStyle(name).token
	}));
	return `<h2>Labels</h2>${barsSvg(items, 'Rows by label', colourOf)}`;
}

function time({ charts, filter, colourOf }: ReportInput): string {
	if (!charts.time) return '';
	const input = columnsOfTime(charts.time, false, filter.time);
	const legend = input.series
		.map(
			({ name, token }) =>
				`<li><span style="background:${colourOf(token)}"></span>${escapeHtml(name)}</li>`
		)
		.join('');
	const used = input.names
		.map((name, at) => [name, ...input.series.map(({ values }) => formatCount(values[at] ?? 0))])
		.filter((cells) => cells.slice(1).some((cell) => cell !== '0'));
	return `<h2>Rows over time (${zoneName()})</h2>${columnsSvg(input, 'Rows over time by label', colourOf)}<ul class="legend">${legend}</ul>
<details><summary>As table</summary>${table('', ['from', ...input.series.map(({ name }) => name)], used)}</details>`;
}

function problems({ charts }: ReportInput): string {
	const byLabel = new Map(charts.severities.map((line) => [line.name, line]));
	const lines = inDisplayOrder(byLabel.keys())
		.filter((name) => categoryStyle(name).group === 'problems')
		.map((name) => {
			const { rows: counts = [], seen } = byLabel.get(name) ?? {};
			const times = seen ? seen.map(formatMoment) : ['', ''];
			return [name, ...counts.map((count) => formatCount(count)), ...times];
		});
	if (lines.length === 0) return '<h2>What is wrong</h2><p>No row has the label of a problem.</p>';
	const names = SEVERITIES.map((severity) => SEVERITY_STYLES[severity].name);
	return table(
		'What is wrong',
		['problem', ...names, `first (${zoneName()})`, `last (${zoneName()})`],
		lines
	);
}

function templates(title: string, list: ChartData['templates'], { charts }: ReportInput): string {
	if (list.length === 0) return '';
	return table(
		title,
		['message', 'label', 'rows', 'share'],
		list.map(({ canonical, label, rows: count }) => [
			canonical,
			label,
			formatCount(count),
			formatShare(count, charts.matched)
		])
	);
}

function rows({ rows: shown, result }: ReportInput): string {
	const heading = `The first ${formatCount(shown.length)} of ${formatAmount(result.matched, 'row')}`;
	return table(
		heading,
		[
			'row',
			`time (${zoneName()})`,
			'source',
			'message',
			'label',
			'confidence',
			'decided by',
			'severity'
		],
		shown.map((row) => [
			formatCount(row.index + 1),
			row.timestamp === undefined ? '' : formatMoment(row.timestamp),
			row.source,
			row.message.slice(0, CHARS_SHOWN),
			row.label,
			formatShare(row.confidence),
			TIER_STYLES[row.tier].name,
			SEVERITY_STYLES[row.severity].name
		])
	);
}

function table(title: string, columns: readonly string[], lines: readonly string[][]): string {
	const cells = (tag: string, values: readonly string[]): string =>
		values.map((value) => `<${tag}>${escapeHtml(value)}</${tag}>`).join('');
	const body = lines.map((line) => `<tr>${cells('td', line)}</tr>`).join('\n');
	const heading = title === '' ? '' : `<h2>${escapeHtml(title)}</h2>`;
	return `${heading}<div class="scroll"><table><thead><tr>${cells('th', columns)}</tr></thead><tbody>
${body}
</tbody></table></div>`;
}

const STYLE = `
body { max-width: 1080px; margin: 24px auto; padding: 0 16px; background: #fff; color: #171c22; font: 14px/1.5 system-ui, sans-serif; font-variant-numeric: tabular-nums; }
h1 { font-size: 22px; overflow-wrap: anywhere; } h2 { margin: 24px 0 8px; font-size: 16px; }
svg { display: block; width: 100%; max-width: 720px; font: 12px system-ui, sans-serif; fill: #171c22; }
.scroll { overflow-x: auto; } table { border-collapse: collapse; }
th, td { padding: 2px 12px 2px 0; border-bottom: 1px solid #d8dee5; text-align: left; vertical-align: top; overflow-wrap: anywhere; white-space: pre-wrap; }
th { color: #4c5866; font-weight: 400; white-space: nowrap; }
.legend { display: flex; flex-wrap: wrap; gap: 4px 16px; padding: 0; list-style: none; }
.legend span { display: inline-block; width: 10px; height: 10px; margin-right: 6px; border-radius: 2px; }
@media print { body { max-width: none; margin: 0; } h2 { break-after: avoid; } tr { break-inside: avoid; } svg, .legend span { print-color-adjust: exact; } }
`;
