import type { Filtered } from './row-filter';
import { FAILS } from './row-masks';
import type { RunTable } from '../columnar/run-table';
import { binOf, type TimeBins } from './time-bins';
import type { MarkState } from '../bundle/template-marks';
import type { Certainty, Tier } from '../types';

/** One template among the rows of a filter. */
export interface TemplateSummary {
	template: number;
	canonical: string;
	/** What its first row got: with rules, rows of one template may differ. */
	label: string;
	tier: Tier;
	confidence: number;
	certainty: Certainty;
	/** Of the label, or what of the label tree is settled. */
	family: string;
	rows: number;
	/** Rows by equal spans of the whole time; empty without times. */
	spark: number[];
	/** Distinct sources of its rows. */
	sources: number;
	/** Times of its first and last row, where there are times. */
	seen?: [first: number, last: number];
	/** Cosine similarity to the nearest labelled example. */
	similarity?: number;
	mark?: MarkState;
}

interface Gathered {
	firstRow: number;
	spark: number[];
	sources: Set<number>;
	lastSource: number;
	first: number;
	last: number;
}

/**
 * Describes some templates by one pass over the rows that match apart from the template filter.
 *
 * @param counts rows of every template
 * @param bins spans of the small curves
 */
export function summariseTemplates(
	table: RunTable,
	{ masks, codes }: Filtered,
	wanted: ReadonlySet<number>,
	counts: ArrayLike<number>,
	bins: TimeBins | undefined
): Map<number, TemplateSummary> {
	const gathered = new Map(
		[...wanted].map((template): [number, Gathered] => [
			template,
			{
				...{ firstRow: -1, spark: emptyCurve(bins), first: Infinity, last: -Infinity },
				...{ sources: new Set<number>(), lastSource: -1 }
			}
		])
	);
	// Looked at for every row, so not in a map.
	const byTemplate = Array.from({ length: codes.templateCount }, (_, at) => gathered.get(at));
	for (let row = 0; row < table.rowCount; row++) {
		if (((masks[row] as number) & ~FAILS.template) !== 0) continue;
		const known = byTemplate[table.template[row] as number];
		if (known === undefined) continue;
		if (known.firstRow < 0) known.firstRow = row;
		const source = table.source[row] as number;
		if (source !== known.lastSource) known.sources.add((known.lastSource = source));
		const time = table.time[row] as number;
		if (time < known.first) known.first = time;
		if (time > known.last) known.last = time;
		const bin = bins ? binOf(bins, time) : -1;
		if (bin >= 0) known.spark[bin] = (known.spark[bin] as number) + 1;
	}
	return new Map(
		[...gathered].map(([template, known]) => [
			template,
			summaryOf(table, template, known, counts[template] as number)
		])
	);
}

const emptyCurve = (bins: TimeBins | undefined): number[] =>
	new Array<number>(bins?.count ?? 0).fill(0);

function summaryOf(
	table: RunTable,
	template: number,
	{ firstRow, spark, sources, first, last }: Gathered,
	rows: number
): TemplateSummary {
	const { label, tier, confidence, certainty, family, result } = table.outcome(firstRow);
	const mark = table.markOf(template);
	return {
		template,
		canonical: table.templates[template]?.canonical ?? '',
		label,
		tier,
		confidence,
		certainty,
		family,
		rows,
		spark,
		sources: sources.size,
		...(first <= last ? { seen: [first, last] as [number, number] } : {}),
		...(result?.similarity === undefined ? {} : { similarity: result.similarity }),
		...(mark ? { mark } : {})
	};
}
