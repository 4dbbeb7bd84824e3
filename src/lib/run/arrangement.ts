import type { Arrangement } from '../../workers/contracts/viewer';

/** Opens a group of the table, or closes it. Returns a new arrangement. */
export function toggledGroup(arrangement: Arrangement, template: number): Arrangement {
	const open = arrangement.groups?.open ?? [];
	const next = open.includes(template)
		? open.filter((one) => one !== template)
		: [...open, template];
	return { ...arrangement, groups: { open: next } };
}

/** The same groups in another order; without one in that of the input. */
export function ordered(
	{ groups }: Arrangement,
	order: Arrangement['order'] | undefined
): Arrangement {
	return { ...(groups ? { groups } : {}), ...(order ? { order } : {}) };
}

/** The same order with one line for each distinct message, all closed, or with one for each row. */
export function inGroups({ order }: Arrangement, grouped: boolean): Arrangement {
	return { ...(order ? { order } : {}), ...(grouped ? { groups: { open: [] } } : {}) };
}
