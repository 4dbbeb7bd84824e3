import type { Embed } from '../../lib/pipeline/embed/embed-pool';
import {
	exportOutcome,
	type ExportColumns,
	type ExportRow
} from '../../lib/pipeline/export/columns';
import type { Cascade } from '../../lib/pipeline/head/cascade';
import type { RunPriors } from '../../lib/pipeline/head/run-priors';
import { RuleTally } from '../../lib/pipeline/rules/rule-tally';
import { unitKey, type Classification } from '../../lib/pipeline/types';
import type { OpenRow } from '../read/open-rows';

/** Distinct messages whose results are kept; a log that goes on for days must not fill the memory. */
const KEPT_UNITS = 100_000;

/** Judges rows as they come, each by itself: by given shares, or by what is usual. */
export class RowJudge {
	private units = new Map<string, Classification>();
	private count = 0;
	private readonly tally = new RuleTally();

	constructor(
		private readonly cascade: Cascade,
		private readonly embed: Embed,
		private readonly columns: ExportColumns,
		private readonly priors: RunPriors | undefined
	) {}

	/** The rows as an export has them, in their order. */
	async judge(rows: readonly OpenRow[]): Promise<ExportRow[]> {
		const verdicts = rows.map(({ message, source }) =>
			this.cascade.byRule(message, source, undefined, this.tally)
		);
		await this.decide(rows.filter((_, at) => !verdicts[at]?.result));
		return rows.map((row, at) => {
			const { rule, result } = verdicts[at] as (typeof verdicts)[number];
			const decided = result ?? this.units.get(unitKey(row.canonical, row.level));
			if (!decided) throw new Error('A row was not judged.');
			const cells = this.columns.cells(row.raw, row.source);
			return {
				// What has more cells than columns were seen at first cannot widen a table that is written already.
				cells: cells.slice(0, this.columns.input.length),
				outcome: exportOutcome({ ...decided, rule }, this.cascade.bundle.rules),
				place: {
					row: ++this.count,
					time: row.time,
					template: row.canonical,
					said: this.columns.said(row.raw, row.source)
				}
			};
		});
	}

	private async decide(rows: readonly OpenRow[]): Promise<void> {
		if (this.units.size > KEPT_UNITS) this.units = new Map();
		const open = new Map(
			rows.flatMap((row) => {
				const key = unitKey(row.canonical, row.level);
				return this.units.has(key) ? [] : [[key, row] as const];
			})
		);
		const texts = [...new Set([...open.values()].map(({ canonical }) => canonical))].filter(
			(text) => text !== ''
		);
		const embeddings = texts.length === 0 ? new Float32Array() : await this.embed(texts);
		const dimensions = embeddings.length / Math.max(1, texts.length);
		const positions = new Map(texts.map((text, at) => [text, at * dimensions]));
		for (const [key, { canonical, level }] of open) {
			const from = positions.get(canonical) ?? 0;
			const embedding = embeddings.subarray(from, from + dimensions);
			this.units.set(key, this.cascade.decide(canonical, embedding, level, this.priors));
		}
	}
}
