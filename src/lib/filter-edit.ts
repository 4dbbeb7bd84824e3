import type { RowFilter } from '../workers/contracts';
import { formatCount } from './format';
import { SEVERITY_STYLES, TIER_STYLES } from './tier-style';

/** The fields of a filter that hold alternatives. */
export type ListField = 'labels' | 'tiers' | 'sources' | 'severities';

/** Adds a value to a field, or removes it when it is there. Returns a new filter. */
export function toggled<F extends ListField>(
	filter: RowFilter,
	field: F,
	value: NonNullable<RowFilter[F]>[number]
): RowFilter {
	const values: string[] = filter[field] ?? [];
	const next = values.includes(value) ? values.filter((one) => one !== value) : [...values, value];
	return withValues(filter, field, next);
}

/** Replaces a field's values; none removes the field. */
function withValues(filter: RowFilter, field: ListField, values: string[]): RowFilter {
	const next = without(filter, field);
	return values.length === 0 ? next : { ...next, [field]: values };
}

/** The filter without one of its fields. */
export function without(filter: RowFilter, field: keyof RowFilter): RowFilter {
	return Object.fromEntries(Object.entries(filter).filter(([key]) => key !== field));
}

export const isEmptyFilter = (filter: RowFilter): boolean => Object.keys(filter).length === 0;

/** One removable part of a filter. */
export interface FilterChip {
	field: string;
	value: string;
	/** The filter without this part. */
	rest: RowFilter;
}

/** Takes a filter apart, in words. */
export function chipsOf(filter: RowFilter): FilterChip[] {
	const chips: FilterChip[] = [];
	const add = (field: string, value: string, rest: RowFilter) => chips.push({ field, value, rest });
	for (const label of filter.labels ?? []) add('Label', label, toggled(filter, 'labels', label));
	for (const tier of filter.tiers ?? [])
		add('Decided by', TIER_STYLES[tier].name, toggled(filter, 'tiers', tier));
	for (const source of filter.sources ?? [])
		add('Source', source === '' ? '(none)' : source, toggled(filter, 'sources', source));
	for (const severity of filter.severities ?? [])
		add('Severity', SEVERITY_STYLES[severity].name, toggled(filter, 'severities', severity));
	if (filter.text) add('Text', filter.text, without(filter, 'text'));
	if (filter.needsReview) add('Review', 'waiting', without(filter, 'needsReview'));
	if (filter.template !== undefined)
		add('Same message', `no. ${formatCount(filter.template + 1)}`, without(filter, 'template'));
	if (filter.showMuted) add('Muted', 'shown', without(filter, 'showMuted'));
	return chips;
}
