import { describe, expect, it } from 'vitest';
import { labelKeys } from '../../../../src/lib/teach/label-keys';

describe('labelKeys', () => {
	it('gives each label one key, none of them twice or one of the page', () => {
		const labels = Array.from({ length: 60 }, (_, at) => `label ${at}`);
		const keys = [...labelKeys(labels).values()];
		expect(keys).toHaveLength(36);
		expect(new Set(keys).size).toBe(36);
		for (const taken of ['?', '/', ' ', 'Enter', 'Backspace']) expect(keys).not.toContain(taken);
	});
});
