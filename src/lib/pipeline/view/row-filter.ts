import type { OutcomeCodes } from '../columnar/outcome-codes';
import type { RowFilter } from './filter';
import { PENDING } from '../columnar/outcome';
import { FAILS, rowMasks } from './row-masks';
import type { RunTable } from '../columnar/run-table';
import { CERTAINTIES, SEVERITIES, TIERS, type Certainty, type Severity, type Tier } from '../types';

/** Rows by value; each facet leaves out its own field's filter, so that alternatives can be seen and added. */
export interface Facets {
	labels: [label: string, rows: number][];
	tiers: [tier: Tier, rows: number][];
	sources: [source: string, rows: number][];
	severities: [severity: Severity, rows: number][];
	/** Distinct templates among the matching rows. */
	templates: number;
	/** Rows of muted templates that match; left out of all other counts unless the filter shows them. */
	muted: number;
	certainties: [certainty: Certainty, rows: number][];
	/** Rows by label, of those whose label is sure. */
	sureLabels: [label: string, rows: number][];
	families: [family: string, rows: number][];
	/** First and last time among the matching rows, in milliseconds since the epoch. */
	timeRange?: [from: number, to: number];
}

/** Rows that pass, which parts of the filter each row fails, and what is there by value. */
export interface Filtered {
	rows: Uint32Array;
	masks: Uint16Array;
	codes: OutcomeCodes;
	facets: Facets;
}

const SURE = CERTAINTIES.indexOf('sure');

/**
 * Two passes over the columns: which parts of the filter each row fails, then the counts. A row that fails nothing
 * matches; one that fails a single field counts for that field's facet alone.
 *
 * @param textRows 1 for each row with the filter's text and cells; needed when it has any
 */
export function applyFilter(table: RunTable, filter: RowFilter, textRows?: Uint8Array): Filtered {
	const codes = table.codes();
	const masks = rowMasks(table, codes, filter, textRows);
	const matches = new Uint32Array(table.rowCount);
	const labels = new Float64Array(codes.labels.length);
	const tiers = new Float64Array(TIERS.length);
	const sources = new Float64Array(table.sources.length);
	const severities = new Float64Array(SEVERITIES.length);
	// One place more, for rows that still wait: they have no certainty yet.
	const certainties = new Float64Array(CERTAINTIES.length + 1);
	const families = new Float64Array(codes.families.length);
	const sureLabels = new Float64Array(codes.labels.length);
	const seenTemplates = new Uint8Array(codes.templateCount);
	let matched = 0;
	let templates = 0;
	let muted = 0;
	let from = Infinity;
	let to = -Infinity;

	for (let row = 0; row < table.rowCount; row++) {
		const mask = masks[row] as number;
		if (mask === FAILS.muted) muted++;
		// More than one bit: the row is in no count.
		if ((mask & (mask - 1)) !== 0 || mask > FAILS.family) continue;
		const template = table.template[row] as number;
		const outcome = codes.at(table.rule[row] as number, template);
		if ((mask & ~FAILS.label) === 0) increment(labels, codes.label[outcome] as number);
		if ((mask & ~FAILS.tier) === 0) increment(tiers, codes.tier[outcome] as number);
		if ((mask & ~FAILS.source) === 0) increment(sources, table.source[row] as number);
		if ((mask & ~FAILS.severity) === 0) increment(severities, table.severity[row] as number);
		if ((mask & ~FAILS.certainty) === 0) increment(certainties, codes.certainty[outcome] as number);
		if ((mask & ~FAILS.family) === 0) increment(families, codes.family[outcome] as number);
		if (mask !== 0) continue;
		if (codes.certainty[outcome] === SURE) increment(sureLabels, codes.label[outcome] as number);
		matches[matched++] = row;
		if (codes.muted[template] === 1) muted++;
		if (seenTemplates[template] === 0) {
			seenTemplates[template] = 1;
			templates++;
		}
		const time = table.time[row] as number;
		if (time < from) from = time;
		if (time > to) to = time;
	}
	return {
		// A copy of what is needed, so that millions of places are not held for a few.
		rows: matched === matches.length ? matches : matches.slice(0, matched),
		masks,
		codes,
		facets: {
			labels: counted(codes.labels, labels).filter(([label]) => label !== PENDING),
			tiers: counted(TIERS, tiers),
			sources: counted(table.sources, sources),
			severities: counted(SEVERITIES, severities),
			templates,
			muted,
			certainties: counted(CERTAINTIES, certainties),
			sureLabels: counted(codes.labels, sureLabels),
			families: counted(codes.families, families).filter(([family]) => family !== PENDING),
			...(from <= to ? { timeRange: [from, to] as [number, number] } : {})
		}
	};
}

function increment(counts: Float64Array, code: number): void {
	counts[code] = (counts[code] as number) + 1;
}

/** Values that occur, most frequent first; ties in the order of the names. */
function counted<T extends string>(names: readonly T[], counts: Float64Array): [T, number][] {
	return names
		.map((name, code): [T, number] => [name, counts[code] as number])
		.filter(([, rows]) => rows > 0)
		.sort((a, b) => b[1] - a[1]);
}

/**
 * Takes out of each facet the values that its own field's filter does not let through, so that only matching rows are
 * counted: for text that is read without the filter beside it.
 */
export function facetsOfMatches<T extends Facets>(filter: RowFilter, facets: T): T {
	const passing = <V>(
		counts: [V, number][],
		wanted: V[] | undefined,
		unwanted: V[] | undefined
	): [V, number][] =>
		counts.filter(
			([value]) => (!wanted?.length || wanted.includes(value)) && !unwanted?.includes(value)
		);
	return {
		...facets,
		labels: passing(facets.labels, filter.labels, filter.not?.labels),
		tiers: passing(facets.tiers, filter.tiers, filter.not?.tiers),
		sources: passing(facets.sources, filter.sources, filter.not?.sources),
		severities: passing(facets.severities, filter.severities, filter.not?.severities),
		certainties: passing(facets.certainties, filter.certainties, filter.not?.certainties),
		families: passing(facets.families, filter.families, filter.not?.families)
	};
}
