import { describe, expect, it } from 'vitest';
import { toggledGroup } from '../../../../src/lib/run/arrangement';

describe('toggledGroup', () => {
	it('opens and closes one group and keeps the order', () => {
		const order = { by: 'label', descending: true } as const;
		const opened = toggledGroup({ order, groups: { open: [1] } }, 2);
		expect(opened).toEqual({ order, groups: { open: [1, 2] } });
		expect(toggledGroup(opened, 1)).toEqual({ order, groups: { open: [2] } });
	});
});
