import { CERTAINTY_STYLES } from '../charts/certainty-style';
import { formatCount, formatShareRange, formatTimeRange } from '../page/format';
import type { RowFilter, FilterLists } from '../pipeline/view/filter';
import { SEVERITY_STYLES, TIER_STYLES } from '../charts/tier-style';

/** The fields of a filter that hold alternatives. */
export type ListField = keyof FilterLists;
type ValueOf<F extends ListField> = NonNullable<FilterLists[F]>[number];

/** Adds a value to a field, or removes it when it is there. Returns a new filter. */
export function toggled<F extends ListField>(
	filter: RowFilter,
	field: F,
	value: ValueOf<F>
): RowFilter {
	const rest = { ...filter, not: listsWithout(filter.not, field, value) };
	return tidied({ ...rest, [field]: valuesToggled(valuesOf(filter, field), value) });
}

/** Leaves a value out, or no longer. Returns a new filter. */
export function toggledOut<F extends ListField>(
	filter: RowFilter,
	field: F,
	value: ValueOf<F>
): RowFilter {
	const rest = { ...filter, ...listsWithout(filter, field, value) };
	return tidied({
		...rest,
		not: { ...filter.not, [field]: valuesToggled(valuesOf(filter.not, field), value) }
	});
}

/** What a click on a mark does: adds its value, or with the shift key leaves it out. */
export function picked<F extends ListField>(
	filter: RowFilter,
	field: F,
	value: ValueOf<F>,
	exclude: boolean
): RowFilter {
	return exclude ? toggledOut(filter, field, value) : toggled(filter, field, value);
}

const valuesOf = <F extends ListField>(
	lists: FilterLists | undefined,
	field: F
): readonly ValueOf<F>[] => lists?.[field] ?? [];

function valuesToggled<T>(values: readonly T[], value: T): T[] {
	return values.includes(value) ? values.filter((one) => one !== value) : [...values, value];
}

function listsWithout<F extends ListField>(
	lists: FilterLists | undefined,
	field: F,
	value: ValueOf<F>
): FilterLists {
	return { ...lists, [field]: valuesOf(lists, field).filter((one) => one !== value) };
}

/** Without lists that are empty. */
function tidied({ not, ...rest }: RowFilter): RowFilter {
	const excluded = withoutEmpty(not ?? {});
	return {
		...withoutEmpty(rest),
		...(Object.keys(excluded).length > 0 ? { not: excluded } : {})
	};
}

const withoutEmpty = <T extends object>(lists: T): T =>
	Object.fromEntries(
		Object.entries(lists).filter(([, value]) => !Array.isArray(value) || value.length > 0)
	) as T;

/** The filter with a cell that rows must have, in place of another one of the same column. */
export const withCell = (filter: RowFilter, column: string, value: string): RowFilter => ({
	...filter,
	cells: [...(filter.cells ?? []).filter(([name]) => name !== column), [column, value]]
});

/** The filter without some of its fields. */
export function without(filter: RowFilter, ...fields: (keyof RowFilter)[]): RowFilter {
	const entries = Object.entries(filter) as [keyof RowFilter, unknown][];
	return Object.fromEntries(entries.filter(([key]) => !fields.includes(key)));
}

export const isEmptyFilter = (filter: RowFilter): boolean => Object.keys(filter).length === 0;

/** One removable part of a filter. */
export interface FilterChip {
	field: string;
	value: string;
	/** Its rows are left out. */
	excludes: boolean;
	/** The filter without this part. */
	rest: RowFilter;
}

const LIST_NAMES: { [F in ListField]: [name: string, show: (value: ValueOf<F>) => string] } = {
	labels: ['Label', (label) => label],
	tiers: ['Decided by', (tier) => TIER_STYLES[tier].name],
	sources: ['Source', (source) => source || '(none)'],
	severities: ['Severity', (severity) => SEVERITY_STYLES[severity].name],
	certainties: ['How sure', (certainty) => CERTAINTY_STYLES[certainty].name],
	families: ['Family', (family) => family],
	templates: ['Same message', (template) => `no. ${formatCount(template + 1)}`],
	statuses: ['HTTP status', (status) => status]
};

/** Takes a filter apart, in words. */
export function chipsOf(filter: RowFilter): FilterChip[] {
	const chips: FilterChip[] = (Object.keys(LIST_NAMES) as ListField[]).flatMap((field) => [
		...listChips(filter, field, false),
		...listChips(filter, field, true)
	]);
	const add = (field: string, value: string, rest: RowFilter) =>
		chips.push({ field, value, excludes: false, rest });
	if (filter.time) add('Time', formatTimeRange(...filter.time), without(filter, 'time'));
	if (filter.confidence)
		add('Confidence', formatShareRange(...filter.confidence), without(filter, 'confidence'));
	if (filter.text)
		add(filter.regex ? 'Expression' : 'Text', filter.text, without(filter, 'text', 'regex'));
	const { cells = [] } = filter;
	cells.forEach(([column, value], at) =>
		add(column, value || '(empty)', tidied({ ...filter, cells: cells.toSpliced(at, 1) }))
	);
	if (filter.showMuted) add('Muted', 'shown', without(filter, 'showMuted'));
	return chips;
}

function listChips<F extends ListField>(
	filter: RowFilter,
	field: F,
	excludes: boolean
): FilterChip[] {
	const [name, show] = LIST_NAMES[field];
	return valuesOf(excludes ? filter.not : filter, field).map((value) => ({
		field: name,
		value: show(value),
		excludes,
		rest: excludes
			? tidied({ ...filter, not: listsWithout(filter.not, field, value) })
			: tidied({ ...filter, ...listsWithout(filter, field, value) })
	}));
}
