import type { Arrangement } from '../workers/viewer-contracts';

/** Opens a group of the table, or closes it. Returns a new arrangement. */
export function toggledGroup(arrangement: Arrangement, template: number): Arrangement {
	const open = arrangement.groups?.open ?? [];
	const next = open.includes(template)
		? open.filter((one) => one !== template)
		: [...open, template];
	return { ...arrangement, groups: { open: next } };
}
