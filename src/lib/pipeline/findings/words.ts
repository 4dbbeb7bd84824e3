import type { RunTable } from '../columnar/run-table';
import { formatAmount, formatCount } from '../text/format-number';
import type { Finding } from './finding';

/** What a finding's words need beyond it. */
export interface FindingContext {
	/** The text of an example row. */
	example: (row: number) => string;
	/** Name of a source. */
	source: (finding: Finding) => string | undefined;
	/** Words for a moment, as the reader's time zone has it. */
	moment: (time: number) => string;
	/** Name of the run that it was compared with. */
	baseline?: string;
}

/** Characters of an example that are shown. */
const EXAMPLE_CHARS = 140;

/** Name of the host or the program that a finding is about. */
export const sourceName = (
	{ host, source }: Finding,
	{ sources }: Pick<RunTable, 'sources'>
): string | undefined => host ?? (source === undefined ? undefined : sources[source]);

/** `2026-11-29 18:06:01`, in UTC. */
export const utcMoment = (time: number): string =>
	new Date(time).toISOString().slice(0, 19).replace('T', ' ');

/** A finding in a sentence of plain English: what, since when, how often, where. */
export function wordsOf(finding: Finding, context: FindingContext): string {
	return `${sentenceOf(finding, context)}${relatedWords(finding, context)}.`;
}

function sentenceOf(finding: Finding, context: FindingContext): string {
	const said = figuresOf(finding, context);
	if (finding.kind === 'silent' || finding.kind === 'gap') return said;
	return `${said}: “${shortened(context.example(finding.row))}”`;
}

/** What comes first: what happened, when and how often; the message itself may be long. */
function figuresOf(finding: Finding, { moment, source, baseline }: FindingContext): string {
	const { kind, from, to, count, others, ended } = finding;
	const writer = source(finding);
	const what = `${nameOf(finding)}${writer ? ` of ${writer}` : ''}`;
	const rows = `${formatAmount(count, 'row')}${variantWords(finding)}`;
	const rest = others === 0 ? 'none' : formatCount(others);
	const until = ended ? `until ${moment(to)}` : 'to the end';
	switch (kind) {
		case 'began':
			return `${what} began at ${moment(from)}, ${rows} ${until}, ${rest} before`;
		case 'rose':
			return `${what} ${finding.gradual ? `has been rising since ${moment(from)}` : `rose ${factorWords(finding)} at ${moment(from)}`}, ${rows} ${until}, ${rest} in the rest of the log`;
		case 'burst':
			return `${what} came in a burst from ${moment(from)} to ${moment(to)}, ${rows} in ${durationWords(to - from)}, ${rest} in the rest of the log`;
		case 'stopped':
			return `${what} stopped at ${moment(from)} after ${formatAmount(others, 'row')}, about ${formatCount(count)} more were to be expected`;
		case 'missing':
			return `${what} came every ${durationWords(finding.period ?? 0)} and is missing from ${moment(from)} ${until}, about ${formatAmount(count, 'row')} did not come`;
		case 'silent':
			return `${writer ?? 'A source'} fell silent at ${moment(from)}${ended ? ` for ${durationWords(to - from)}, until ${moment(to)}` : ', to the end of the log'}; about ${formatAmount(count, 'row')} did not come`;
		case 'gap':
			return `No rows at all from ${moment(from)} to ${moment(to)} (${durationWords(to - from)}); about ${formatCount(count)} were to be expected`;
		case 'first':
			return count === 1
				? `${what} came once, at ${moment(from)}`
				: `${what} came first at ${moment(from)}, ${rows} in all`;
		case 'new':
			return `${what} is new against ${baseline ?? 'the earlier log'}, ${rows} from ${moment(from)} on`;
	}
}

function nameOf({ label, severity }: Finding): string {
	const level = NAMES[severity] ?? 'Message';
	return label === '' ? level : severity === 0 ? `${level} ${label}` : label;
}

/** By severity, of what has no category. */
const NAMES = ['Critical', 'Error', 'Warning', 'Message', 'Message'];

function shortened(example: string, most = EXAMPLE_CHARS): string {
	const line = example.replace(/\s+/g, ' ').trim();
	return line.length > most ? `${line.slice(0, most - 1)}…` : line;
}

const variantWords = ({ templates }: Finding): string =>
	templates.length > 1 ? ` of ${formatCount(templates.length)} messages` : '';

const factorWords = ({ factor = 1 }: Finding): string =>
	factor >= 10 ? `${formatCount(Math.round(factor))}-fold` : `${factor.toFixed(1)}-fold`;

/** Related findings that are named. */
const NAMED_RELATED = 2;
const RELATED_CHARS = 60;

function relatedWords({ related }: Finding, { example, source }: FindingContext): string {
	if (related.length === 0) return '';
	const names = related.slice(0, NAMED_RELATED).map((finding) => {
		const writer = source(finding);
		if (finding.templates.length === 0) return writer ?? 'all rows';
		return `“${shortened(example(finding.row), RELATED_CHARS)}”${writer ? ` (${writer})` : ''}`;
	});
	const more =
		related.length > names.length ? ` and ${formatCount(related.length - names.length)} more` : '';
	return `; with it ${names.join(', ')}${more}`;
}

const UNITS: readonly [milliseconds: number, name: string][] = [
	[86_400_000, 'd'],
	[3_600_000, 'h'],
	[60_000, 'min'],
	[1_000, 's']
];

/** `2 h 5 min`, `40 s`, `120 ms`: the two largest units. */
export function durationWords(milliseconds: number): string {
	const rounded = milliseconds >= 60_000 ? Math.round(milliseconds / 1_000) * 1_000 : milliseconds;
	const at = UNITS.findIndex(([size]) => rounded >= size);
	if (at === -1) return `${Math.round(rounded)} ms`;
	const [size, name] = UNITS[at] as [number, string];
	const whole = Math.floor(rounded / size);
	const next = UNITS[at + 1];
	if (!next) return `${Number((rounded / size).toFixed(rounded < 10_000 ? 1 : 0))} ${name}`;
	const rest = Math.round((rounded - whole * size) / next[0]);
	return rest === 0 || rest * next[0] === size
		? `${whole} ${name}`
		: `${whole} ${name} ${rest} ${next[1]}`;
}

/** Highest power of ten in which a chance is given: beyond, figures mean nothing. */
const MOST_POWERS = 15;

/** How a finding was found, for the one who doubts it. */
export function howFound({ kind, evidence }: Finding): string {
	const { logChance, comparisons = 1, clump = 1 } = evidence;
	if (kind === 'first') return 'Found by level and words: critical, and rare in this log.';
	if (kind === 'new') return 'Found by comparison: a problem that the other log has no row of.';
	const powers = Math.floor(-(logChance ?? 0) / Math.LN10);
	const chance =
		powers > MOST_POWERS ? `less than 1 in 10^${MOST_POWERS}` : `about 1 in 10^${powers}`;
	const clumps =
		clump >= 1.5 ? `, rows that come together counted as one (${clump.toFixed(1)} at a time)` : '';
	return `Found by counts (${METHODS[kind]}): by chance ${chance} logs show it, ${formatAmount(comparisons, 'comparison')} allowed for${clumps}.`;
}

const METHODS: Record<Exclude<Finding['kind'], 'first' | 'new'>, string> = {
	began: 'against all rows, the clock and the hours of other days',
	rose: 'against all rows, the clock and the hours of other days',
	burst: 'against all rows, the clock and the hours of other days',
	stopped: 'against all rows, the clock and the hours of other days',
	silent: 'against all rows, the clock and the hours of other days',
	missing: 'against its own regular intervals',
	gap: 'against the next longest gaps'
};
