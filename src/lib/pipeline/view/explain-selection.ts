import { PROBLEM } from '../bundle/label-tree';
import type { RunTable } from '../columnar/run-table';
import { SEVERITIES } from '../types';
import { kindOfChange, type Change } from './compare-runs';
import type { RowFilter } from './filter';
import type { Filtered } from './row-filter';
import { FAILS } from './row-masks';

/** A message or source whose share inside a selection is another than in the rest of the run. */
export interface SelectionChange {
	/** Canonical text, or name of the source. */
	name: string;
	/** For messages: label of its first row, and whether it is a problem by that or by its level. */
	label: string;
	problem: boolean;
	inside: number;
	outside: number;
	/** How its share inside differs: `appeared` only occurs inside, `vanished` only outside. */
	kind: Exclude<Change['kind'], 'same'>;
	/** Log-likelihood ratio of the two shares: 9 is about as rare as three standard deviations. */
	surprise: number;
	/** The rows that it is about: within the selection, or in the rest where there are none. */
	filter: RowFilter;
}

/** What makes a selection different from the rest of its run. Muted messages take part only where its filter shows them. */
export interface SelectionExplained {
	rowsInside: number;
	rowsOutside: number;
	/** Problems first, then by surprise. */
	messages: SelectionChange[];
	/** Changes of messages beyond those listed. */
	moreMessages: number;
	sources: SelectionChange[];
}

const LISTED_MESSAGES = 60;
const LISTED_SOURCES = 10;
/** What chance alone gives to one in 370 of equal shares. */
const LEAST_SURPRISE = 9;
const SEVERE = SEVERITIES.indexOf('error');

/** @param filtered what the filter of the selection gave */
export function explainSelection(
	table: RunTable,
	filter: RowFilter,
	filtered: Filtered
): SelectionExplained {
	const counts = countsOf(table, filtered);
	const { totals, firstRow, worst } = counts;
	const texts = foldTexts(table, counts);
	const messages = changesOf(counts.templates, totals, (template, change) => {
		const { label } = table.outcome(firstRow[template] as number);
		return {
			...change,
			name: canonicalOf(table, template),
			label,
			problem: table.tree.isWithin(label, PROBLEM) || (worst[template] as number) <= SEVERE,
			filter: filterFor(filter, { templates: texts.get(template) ?? [] }, change)
		};
	});
	const sources = changesOf(counts.sources, totals, (source, change) => ({
		...change,
		...{ name: table.sources[source] ?? '', label: '', problem: false },
		filter: filterFor(filter, { sources: [table.sources[source] ?? ''] }, change)
	}));
	return {
		...{ rowsInside: totals[1], rowsOutside: totals[0] },
		messages: messages.slice(0, LISTED_MESSAGES),
		moreMessages: Math.max(0, messages.length - LISTED_MESSAGES),
		sources: sources.slice(0, LISTED_SOURCES)
	};
}

/** Rows outside and inside, in this order, as in a comparison of two runs. */
type Pair = readonly [outside: Float64Array, inside: Float64Array];

/** One pass over the columns. */
function countsOf(table: RunTable, { masks, codes }: Filtered) {
	const templates: Pair = [
		new Float64Array(codes.templateCount),
		new Float64Array(codes.templateCount)
	];
	const sources: Pair = [
		new Float64Array(table.sources.length),
		new Float64Array(table.sources.length)
	];
	const firstRow = new Int32Array(codes.templateCount).fill(-1);
	const worst = new Uint8Array(codes.templateCount).fill(SEVERITIES.length);
	const totals: [number, number] = [0, 0];
	for (let row = 0; row < table.rowCount; row++) {
		const mask = masks[row] as number;
		if ((mask & FAILS.muted) !== 0) continue;
		const side = mask === 0 ? 1 : 0;
		const template = table.template[row] as number;
		const source = table.source[row] as number;
		totals[side]++;
		templates[side][template] = (templates[side][template] as number) + 1;
		// A running job may not have named it yet.
		if (source < table.sources.length)
			sources[side][source] = (sources[side][source] as number) + 1;
		if (firstRow[template] === -1) firstRow[template] = row;
		const severity = table.severity[row] as number;
		if (severity < (worst[template] as number)) worst[template] = severity;
	}
	return { templates, sources, firstRow, worst, totals };
}

const canonicalOf = (table: RunTable, template: number): string =>
	table.templates[template]?.canonical ?? '';

/**
 * Adds up what has one text: a text that occurs at several levels is as many templates.
 * @returns the templates of each text that has rows, by the first of them, which has the counts of all
 */
function foldTexts(
	table: RunTable,
	{ templates: [outside, inside], firstRow, worst }: ReturnType<typeof countsOf>
): Map<number, number[]> {
	const firsts = new Map<string, number>();
	const texts = new Map<number, number[]>();
	for (let at = 0; at < firstRow.length; at++) {
		if (firstRow[at] === -1) continue;
		const text = canonicalOf(table, at);
		const first = firsts.get(text) ?? at;
		firsts.set(text, first);
		if (first === at) {
			texts.set(at, [at]);
			continue;
		}
		texts.get(first)?.push(at);
		for (const rows of [outside, inside]) {
			rows[first] = (rows[first] as number) + (rows[at] as number);
			rows[at] = 0;
		}
		firstRow[first] = Math.min(firstRow[first] as number, firstRow[at] as number);
		worst[first] = Math.min(worst[first] as number, worst[at] as number);
	}
	return texts;
}

type Counted = Pick<SelectionChange, 'inside' | 'outside' | 'kind' | 'surprise'>;

function changesOf(
	[outside, inside]: Pair,
	totals: readonly [number, number],
	describe: (at: number, change: Counted) => SelectionChange
): SelectionChange[] {
	const found: SelectionChange[] = [];
	// Everything would be new where there is nothing to compare with.
	if (totals.includes(0)) return found;
	for (let at = 0; at < inside.length; at++) {
		const rows: [number, number] = [outside[at] as number, inside[at] as number];
		if (rows[0] + rows[1] === 0) continue;
		const kind = kindOfChange(rows, totals);
		const surprise = logLikelihoodRatio(rows, totals);
		if (kind === 'same') continue;
		const change = describe(at, { inside: rows[1], outside: rows[0], kind, surprise });
		// A problem that occurs inside alone is worth naming, however rare it is.
		if (surprise >= LEAST_SURPRISE || (kind === 'appeared' && change.problem)) found.push(change);
	}
	return found.sort((a, b) => Number(b.problem) - Number(a.problem) || b.surprise - a.surprise);
}

/**
 * How unlikely two counts are to have the same share, as twice the logarithm of a likelihood ratio (Dunning, Accurate
 * Methods for the Statistics of Surprise and Coincidence, 1993). Unlike a z-test it holds for rare things too.
 */
function logLikelihoodRatio(
	[a, b]: readonly [number, number],
	[all, whole]: readonly [number, number]
): number {
	const share = (a + b) / (all + whole);
	const term = (rows: number, expected: number): number =>
		rows === 0 ? 0 : rows * Math.log(rows / expected);
	const part = (rows: number, total: number): number =>
		term(rows, total * share) + term(total - rows, total * (1 - share));
	return 2 * (part(a, all) + part(b, whole));
}

/** Of what only occurs outside, the selection would show nothing. Inside it, messages that it leaves out stay left out. */
function filterFor(
	filter: RowFilter,
	own: Pick<RowFilter, 'templates' | 'sources'>,
	{ kind }: Counted
): RowFilter {
	if (kind === 'vanished') return own;
	const { templates: wanted = [] } = filter;
	const templates = own.templates?.filter((one) => wanted.length === 0 || wanted.includes(one));
	return { ...filter, ...own, ...(templates ? { templates } : {}) };
}
