import type { RunTable } from '../columnar/run-table';
import { SPARK_BINS } from '../constants';
import { SEVERITIES } from '../types';
import type { Change } from './changes';
import type { Finding, FindingKind } from './finding';
import type { MessageFacts, Series } from './series';
import type { Silence } from './silences';
import type { Timeline } from './timeline';

/** A source is named where it wrote this share of the rows. */
const SHARE_OF_SOURCE = 0.7;
/** Templates of several that are kept: the rest adds next to nothing. */
const MOST_TEMPLATES = 50;
const INFO = SEVERITIES.indexOf('info');

/** Makes findings of what was found about a series. */
export class Describer {
	constructor(
		private readonly table: RunTable,
		private readonly timeline: Timeline,
		private readonly facts: readonly MessageFacts[]
	) {}

	change(series: Series, change: Change, comparisons: number): Finding {
		const { first, last, kind, ended, factor, logChance, clump } = change;
		const { positions } = series;
		const inside = positions.subarray(first, last + 1);
		return {
			...this.about(series, inside),
			kind,
			from: this.timeAt(inside[0] as number),
			to: this.timeAt(inside.at(-1) as number),
			ended,
			...(change.gradual ? { gradual: true as const } : {}),
			count: inside.length,
			others: positions.length - inside.length,
			...(factor === undefined ? {} : { factor }),
			evidence: { logChance: corrected(logChance, comparisons), comparisons, clump },
			spark: this.sparkOf(positions)
		};
	}

	silence(series: Series, silence: Silence, comparisons: number): Finding {
		const { positions } = series;
		const { from, to, ended, expected, period, logChance, clump, last } = silence;
		const before = positions.subarray(0, last + 1);
		return {
			...this.about(series, before),
			kind: kindOfSilence(series, period),
			row: this.timeline.rows[before.at(-1) as number] as number,
			from,
			to,
			ended,
			count: expected,
			others: positions.length,
			...(period === undefined ? {} : { period }),
			evidence: { logChance: corrected(logChance, comparisons), comparisons, clump },
			spark: this.sparkOf(positions)
		};
	}

	gap({ from, to, expected, logChance, last }: Silence, comparisons: number): Finding {
		const { rows } = this.timeline;
		return {
			kind: 'gap',
			templates: [],
			label: '',
			severity: INFO,
			problem: false,
			from,
			to,
			ended: true,
			count: expected,
			others: rows.length,
			row: rows[last] as number,
			evidence: { logChance: corrected(logChance, comparisons), comparisons },
			related: [],
			spark: this.sparkOf(Uint32Array.from(rows.keys()))
		};
	}

	/** A message as a whole. */
	message(kind: 'first' | 'new', template: number, positions: Uint32Array): Finding {
		const { severity, problem } = this.facts[template] as MessageFacts;
		const series: Series = { kind: 'message', positions, templates: [template], severity, problem };
		return {
			...this.about(series, positions),
			kind,
			from: this.timeAt(positions[0] as number),
			to: this.timeAt(positions.at(-1) as number),
			ended: false,
			count: positions.length,
			others: 0,
			evidence: {},
			spark: this.sparkOf(positions)
		};
	}

	/** @param inside positions of the rows that it is about */
	private about(
		{ templates, severity, problem, source, host, kind }: Series,
		inside: Uint32Array
	): Pick<
		Finding,
		'templates' | 'label' | 'severity' | 'problem' | 'source' | 'host' | 'row' | 'related'
	> {
		const own = templates.length > 1 ? this.mostFrequent(inside) : templates;
		const writer = source ?? this.sourceOf(inside);
		const main = this.facts[own[0] ?? -1];
		return {
			templates: own,
			label: main?.label ?? '',
			severity: main?.severity ?? severity,
			problem,
			...(writer === undefined || host !== undefined ? {} : { source: writer }),
			...(host === undefined ? {} : { host }),
			row: this.exampleOf(inside, kind === 'source' ? undefined : own[0]),
			related: []
		};
	}

	private mostFrequent(inside: Uint32Array): number[] {
		const { rows } = this.timeline;
		const counts = countsOf(inside, (at) => this.table.template[rows[at] as number] as number);
		return counts.slice(0, MOST_TEMPLATES).map(([template]) => template);
	}

	private sourceOf(inside: Uint32Array): number | undefined {
		const { rows } = this.timeline;
		if (this.table.sources.length < 2) return undefined;
		const [most] = countsOf(inside, (at) => this.table.source[rows[at] as number] as number);
		return most && most[1] >= SHARE_OF_SOURCE * inside.length ? most[0] : undefined;
	}

	private exampleOf(inside: Uint32Array, template: number | undefined): number {
		const { rows } = this.timeline;
		const at = inside.find(
			(position) =>
				template === undefined || this.table.template[rows[position] as number] === template
		);
		return rows[at ?? (inside[0] as number)] as number;
	}

	private timeAt(position: number): number {
		return this.timeline.times[position] as number;
	}

	private sparkOf(positions: Uint32Array): number[] {
		const { start, span } = this.timeline;
		const bins = new Array<number>(SPARK_BINS).fill(0);
		for (const position of positions) {
			const bin = Math.floor(((this.timeAt(position) - start) / span) * SPARK_BINS);
			const at = Math.min(SPARK_BINS - 1, bin);
			bins[at] = (bins[at] as number) + 1;
		}
		return bins;
	}
}

/** That a problem comes no more is an end, however regularly it came. */
function kindOfSilence({ kind, problem }: Series, period: number | undefined): FindingKind {
	if (kind === 'source') return 'silent';
	return period === undefined || problem ? 'stopped' : 'missing';
}

const corrected = (logChance: number, comparisons: number): number =>
	Math.min(0, logChance + Math.log(comparisons));

/** Values with their counts, the most frequent first. */
function countsOf(
	positions: Uint32Array,
	valueOf: (position: number) => number
): [value: number, count: number][] {
	const counts = new Map<number, number>();
	for (const position of positions) {
		const value = valueOf(position);
		counts.set(value, (counts.get(value) ?? 0) + 1);
	}
	return [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
}
