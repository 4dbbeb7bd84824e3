import fc from 'fast-check';
import type { Rule } from '../../../src/lib/pipeline/rules/rules';
import { RunTable } from '../../../src/lib/pipeline/columnar/run-table';
import {
	CERTAINTIES,
	type RowColumns,
	type TemplateEntry,
	type Tier
} from '../../../src/lib/pipeline/types';
import { rule } from './small-bundle';

/** The first rule gives a label, the second only routes. */
export const RULES: Rule[] = [rule(), rule({ id: 'ask', then: { route: 'llm' } })];
export const SOURCES = ['web', 'db', 'nas'];

export interface RandomRow {
	template: number;
	rule: number;
	source: number;
	time: number;
	severity: number;
}

export interface RandomRun {
	rows: RandomRow[];
	templates: TemplateEntry[];
	running: boolean;
	chunkSize: number;
}

const result = fc.record({
	label: fc.constantFrom('IOError', 'NetworkError', 'Routine', 'Unclassified'),
	confidence: fc.double({ min: 0, max: 1, noNaN: true }),
	tier: fc.constantFrom<Tier>('head', 'llm', 'human', 'none'),
	certainty: fc.constantFrom(...CERTAINTIES),
	family: fc.constantFrom('problem', 'activity', 'no problem'),
	familyConfidence: fc.double({ min: 0, max: 1, noNaN: true }),
	needsReview: fc.boolean(),
	top: fc.constant([])
});

/** Texts of the templates; the later ones carry an HTTP status. */
export const canonicalAt = (index: number): string =>
	index < 3 ? `text ${index}` : `text ${index} HTTP" ${index}xx`;

/** A run of random rows over six templates, of which some have no result, or are not stored. */
export const randomRun: fc.Arbitrary<RandomRun> = fc.record({
	rows: fc.array(
		fc.record({
			template: fc.nat(5),
			rule: fc.integer({ min: -1, max: RULES.length - 1 }),
			source: fc.nat(SOURCES.length - 1),
			time: fc.oneof(fc.constant(NaN), fc.integer({ min: 0, max: 10_000 })),
			severity: fc.nat(4)
		}),
		{ maxLength: 60 }
	),
	templates: fc
		.array(fc.option(result, { nil: undefined, freq: 1 }), { minLength: 6, maxLength: 6 })
		.map((results) =>
			results.flatMap((result, index) => {
				const entry = { index, canonical: canonicalAt(index) };
				if (result) return [{ ...entry, result }];
				// A template without a result may not be stored yet.
				return index < 2 ? [entry] : [];
			})
		),
	running: fc.boolean(),
	chunkSize: fc.integer({ min: 1, max: 20 })
});

export function tableOf({ rows, templates, running, chunkSize }: RandomRun): RunTable {
	const table = new RunTable(RULES);
	table.sources = SOURCES;
	table.running = running;
	for (let first = 0; first < rows.length; first += chunkSize)
		table.addChunk(chunkOf(rows.slice(first, first + chunkSize), first, first / chunkSize));
	for (const template of templates) table.addTemplate(template);
	return table;
}

export const chunkOf = (
	rows: readonly RandomRow[],
	firstRow: number,
	index: number
): Omit<RowColumns, 'texts'> => ({
	index,
	firstRow,
	rowCount: rows.length,
	ends: Uint32Array.from(rows, (_, i) => i + 1),
	template: Uint32Array.from(rows, (row) => row.template),
	rule: Int16Array.from(rows, (row) => row.rule),
	source: Uint32Array.from(rows, (row) => row.source),
	time: Float64Array.from(rows, (row) => row.time),
	severity: Uint8Array.from(rows, (row) => row.severity)
});
