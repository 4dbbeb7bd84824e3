/** What filters and charts should find, worked out row by row. */
import fc from 'fast-check';
import type { FilterLists, RowFilter } from '../../../src/lib/pipeline/view/filter';
import { STATUS_CLASSES } from '../../../src/lib/pipeline/view/filter';
import type { RunTable } from '../../../src/lib/pipeline/columnar/run-table';
import { PENDING } from '../../../src/lib/pipeline/columnar/outcome';
import { CERTAINTIES, SEVERITIES, TIERS } from '../../../src/lib/pipeline/types';
import type { MarkState } from '../../../src/lib/pipeline/bundle/template-marks';
import { canonicalAt, SOURCES, type RandomRun } from './random-run';

const LABELS = ['IOError', 'NetworkError', 'Routine', 'Unclassified'];
const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
	fc.option(value, { nil: undefined });
const some = <T>(values: readonly T[]): fc.Arbitrary<T[] | undefined> =>
	maybe(fc.subarray([...values]));
const present = <T extends object>(value: T): T =>
	Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as T;

const lists = fc
	.record({
		labels: some([...LABELS, 'Unknown']),
		tiers: some(TIERS),
		sources: some([...SOURCES, 'elsewhere']),
		severities: some(SEVERITIES),
		certainties: some(CERTAINTIES),
		families: some(['problem', 'activity', 'no problem', 'elsewhere']),
		templates: some([0, 1, 2, 3, 4, 5, 6]),
		statuses: some(STATUS_CLASSES)
	})
	.map((filter) => present(filter) as FilterLists);

/** Filters of which most leave some rows. */
export const randomFilter: fc.Arbitrary<RowFilter> = fc
	.record({
		lists: fc.oneof(lists, fc.constant({})),
		not: fc.oneof(lists, fc.constant(undefined)),
		time: maybe(fc.tuple(fc.nat(5_000), fc.integer({ min: 5_001, max: 10_000 }))),
		confidence: maybe(fc.constantFrom<[number, number]>([0, 0.5], [0.5, 1], [0.25, 0.75])),
		showMuted: maybe(fc.boolean())
	})
	.map(({ lists: wanted, ...rest }) => ({ ...wanted, ...present(rest) }) as RowFilter);

export const randomMarks: fc.Arbitrary<Map<string, MarkState>> = fc
	.array(fc.option(fc.constantFrom<MarkState>('muted', 'pinned')), { maxLength: 6 })
	.map((states) => {
		const marks = states.map((state, index) => [canonicalAt(index), state] as const);
		return new Map(marks.flatMap(([text, state]) => (state ? [[text, state]] : [])));
	});

/** One row as a filter sees it; the names of the lists are those of the filter. */
export interface Seen {
	row: number;
	muted: boolean;
	labels: string;
	tiers: string;
	sources: string;
	severities: string;
	templates: number;
	statuses: string;
	certainties: string;
	families: string;
	confidence: number;
	time: number;
}

export function seen(run: RandomRun, table: RunTable, row: number): Seen {
	const { source, severity, template, time } = run.rows[row] as RandomRun['rows'][number];
	const { label, tier, certainty, family, confidence } = table.outcome(row);
	const muted = table.markOf(template) === 'muted';
	return {
		row,
		muted,
		labels: label,
		tiers: tier,
		sources: SOURCES[source] as string,
		severities: SEVERITIES[severity] as string,
		templates: template,
		statuses: /\dxx/.exec(table.templates[template]?.canonical ?? '')?.[0] ?? '',
		certainties: label === PENDING ? PENDING : certainty,
		families: family,
		// As precise as the columns are.
		confidence: Math.fround(confidence),
		time
	};
}

export type FieldName = keyof FilterLists | 'time' | 'confidence';
const LISTS = [
	'labels',
	'tiers',
	'sources',
	'severities',
	'certainties',
	'families',
	'templates',
	'statuses'
] as const;

/** Whether a row passes a filter, some of its fields left aside. */
export const passes = (
	row: Seen,
	filter: RowFilter,
	text: Uint8Array | undefined,
	...except: FieldName[]
): boolean =>
	LISTS.every((name) => {
		const wanted: readonly unknown[] = filter[name] ?? [];
		const unwanted: readonly unknown[] = filter.not?.[name] ?? [];
		const isWanted = wanted.length === 0 || wanted.includes(row[name]);
		return except.includes(name) || (isWanted && !unwanted.includes(row[name]));
	}) &&
	(except.includes('time') || inTime(row, filter)) &&
	(except.includes('confidence') || isAsSure(row, filter)) &&
	(!row.muted || filter.showMuted === true || (filter.templates ?? []).length > 0) &&
	(!text || text[row.row] === 1);

const inTime = ({ time }: Seen, { time: range }: RowFilter): boolean =>
	!range || (time >= range[0] && time < range[1]);

const isAsSure = ({ confidence }: Seen, { confidence: range }: RowFilter): boolean =>
	!range || (confidence >= range[0] && (confidence < range[1] || range[1] === 1));
