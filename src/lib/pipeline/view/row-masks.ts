import { PENDING } from '../columnar/outcome';
import type { OutcomeCodes } from '../columnar/outcome-codes';
import { showsMuted, STATUS_CLASSES, type RowFilter } from './filter';
import type { RunTable } from '../columnar/run-table';
import { CERTAINTIES, SEVERITIES, TIERS } from '../types';

/** Parts of a filter that a row may fail, as bits. */
export const FAILS = {
	label: 1,
	tier: 2,
	source: 4,
	severity: 8,
	certainty: 16,
	family: 32,
	template: 64,
	time: 128,
	confidence: 256,
	status: 512,
	/** Its template is muted, and the filter does not show muted ones. */
	muted: 1024,
	/** Its text is not the one searched for, or a cell is another. */
	text: 2048
} as const;

/**
 * For each row, which parts of the filter it fails; 0 for a row that matches. One pass over the columns: what depends on
 * the outcome, the template, the source or the severity alone is looked up.
 *
 * @param textRows 1 for each row with the filter's text and cells; undefined when the filter has neither
 */
export function rowMasks(
	table: RunTable,
	codes: OutcomeCodes,
	filter: RowFilter,
	textRows: Uint8Array | undefined
): Uint16Array {
	const byOutcome = outcomeMasks(codes, filter);
	const byTemplate = templateMasks(codes, filter);
	const bySource = masksOf(table.sources, filter.sources, filter.not?.sources, FAILS.source);
	const bySeverity = masksOf(SEVERITIES, filter.severities, filter.not?.severities, FAILS.severity);
	// A source that a running job has not named yet is none of those asked for.
	const unnamed = filter.sources?.length ? FAILS.source : 0;
	const [from, to] = filter.time ?? [-Infinity, Infinity];
	const hasTime = filter.time !== undefined;
	const { template, rule, source, severity, time, rowCount } = table;
	const masks = new Uint16Array(rowCount);
	for (let row = 0; row < rowCount; row++) {
		const at = template[row] as number;
		let mask =
			(byOutcome[codes.at(rule[row] as number, at)] as number) |
			(byTemplate[at] as number) |
			(bySource[source[row] as number] ?? unnamed) |
			(bySeverity[severity[row] as number] as number);
		if (hasTime) {
			const moment = time[row] as number;
			if (!(moment >= from && moment < to)) mask |= FAILS.time;
		}
		if (textRows && textRows[row] === 0) mask |= FAILS.text;
		masks[row] = mask;
	}
	return masks;
}

function outcomeMasks(codes: OutcomeCodes, filter: RowFilter): Uint16Array {
	const byLabel = masksOf(codes.labels, filter.labels, filter.not?.labels, FAILS.label);
	const byTier = masksOf(TIERS, filter.tiers, filter.not?.tiers, FAILS.tier);
	const byCertainty = masksOf(
		[...CERTAINTIES, PENDING],
		filter.certainties,
		filter.not?.certainties,
		FAILS.certainty
	);
	const byFamily = masksOf(codes.families, filter.families, filter.not?.families, FAILS.family);
	return Uint16Array.from(codes.label, (label, outcome) => {
		const isOut = !isWithin(codes.confidence[outcome] as number, filter.confidence);
		return (
			(byLabel[label] as number) |
			(byTier[codes.tier[outcome] as number] as number) |
			(byCertainty[codes.certainty[outcome] as number] as number) |
			(byFamily[codes.family[outcome] as number] as number) |
			(isOut ? FAILS.confidence : 0)
		);
	});
}

/** Bounds are `[from, to)`; a range that ends at 1 includes it. */
const isWithin = (value: number, range: readonly [number, number] | undefined): boolean =>
	!range || (value >= range[0] && (value < range[1] || range[1] >= 1));

function templateMasks(codes: OutcomeCodes, filter: RowFilter): Uint16Array {
	const wanted = new Set(filter.templates);
	const unwanted = new Set(filter.not?.templates);
	const byStatus = masksOf(
		['', ...STATUS_CLASSES],
		filter.statuses,
		filter.not?.statuses,
		FAILS.status
	);
	const mutes = !showsMuted(filter);
	return Uint16Array.from(codes.muted, (muted, template) => {
		const isOut = (wanted.size > 0 && !wanted.has(template)) || unwanted.has(template);
		return (
			(isOut ? FAILS.template : 0) |
			(byStatus[codes.status[template] as number] as number) |
			(muted === 1 && mutes ? FAILS.muted : 0)
		);
	});
}

function masksOf<T extends string>(
	names: readonly T[],
	wanted: readonly T[] | undefined,
	unwanted: readonly T[] | undefined,
	bit: number
): Uint16Array {
	const wantedSet = new Set<T>(wanted);
	const unwantedSet = new Set<T>(unwanted);
	return Uint16Array.from(names, (name) =>
		(wantedSet.size > 0 && !wantedSet.has(name)) || unwantedSet.has(name) ? bit : 0
	);
}
