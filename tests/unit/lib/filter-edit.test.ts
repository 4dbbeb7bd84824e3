import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chipsOf, isEmptyFilter, toggled, without } from '../../../src/lib/filter-edit';
import { SEVERITIES, TIERS } from '../../../src/lib/pipeline/types';
import type { RowFilter } from '../../../src/workers/contracts';

const names = fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 4 });
const anyFilter: fc.Arbitrary<RowFilter> = fc.record(
	{
		labels: names,
		tiers: fc.subarray([...TIERS], { minLength: 1 }),
		sources: names,
		severities: fc.subarray([...SEVERITIES], { minLength: 1 }),
		text: fc.string({ minLength: 1 }),
		needsReview: fc.constant(true),
		template: fc.nat()
	},
	{ requiredKeys: [] }
);

describe('toggled', () => {
	it('adds a value, and the field with it', () => {
		expect(toggled({}, 'labels', 'IOError')).toEqual({ labels: ['IOError'] });
		expect(toggled({ labels: ['A'], text: 'x' }, 'labels', 'B')).toEqual({
			labels: ['A', 'B'],
			text: 'x'
		});
	});

	it('removes a value, and the field with the last one', () => {
		expect(toggled({ tiers: ['rule', 'none'] }, 'tiers', 'rule')).toEqual({ tiers: ['none'] });
		expect(toggled({ tiers: ['rule'], text: 'x' }, 'tiers', 'rule')).toEqual({ text: 'x' });
	});

	it('twice is the filter again, and the given one is left as it is', () => {
		fc.assert(
			fc.property(anyFilter, fc.string(), (filter, label) => {
				const before = structuredClone(filter);
				const absent = filter.labels?.includes(label) ? `${filter.labels.join()}+` : label;
				expect(toggled(toggled(filter, 'labels', absent), 'labels', absent)).toEqual(filter);
				expect(filter).toEqual(before);
			})
		);
	});
});

describe('without', () => {
	it('drops one field', () => {
		expect(without({ text: 'x', template: 3 }, 'text')).toEqual({ template: 3 });
		expect(without({ text: 'x' }, 'template')).toEqual({ text: 'x' });
	});
});

describe('chipsOf', () => {
	it('names every part in words', () => {
		const chips = chipsOf({
			labels: ['IOError'],
			tiers: ['none'],
			sources: ['', 'nas-1'],
			severities: ['critical'],
			text: 'disk',
			needsReview: true,
			template: 1_233
		});
		expect(chips.map(({ field, value }) => `${field}: ${value}`)).toEqual([
			'Label: IOError',
			'Decided by: To review',
			'Source: (none)',
			'Source: nas-1',
			'Severity: Critical',
			'Text: disk',
			'Review: waiting',
			'Same message: no. 1,234'
		]);
	});

	it('names the first template', () => {
		expect(chipsOf({ template: 0 })).toEqual([{ field: 'Same message', value: 'no. 1', rest: {} }]);
	});

	it('gives nothing for an empty filter', () => {
		expect(chipsOf({})).toEqual([]);
		expect(isEmptyFilter({})).toBe(true);
	});

	it('leaves one part less each time, down to nothing', () => {
		fc.assert(
			fc.property(anyFilter, fc.infiniteStream(fc.nat()), (filter, choices) => {
				let rest = filter;
				for (let chips = chipsOf(rest); chips.length > 0; chips = chipsOf(rest)) {
					expect(isEmptyFilter(rest)).toBe(false);
					const chosen = (choices.next().value as number) % chips.length;
					rest = chips[chosen]?.rest ?? {};
					expect(chipsOf(rest).map(({ field, value }) => [field, value])).toEqual(
						chips.filter((_, i) => i !== chosen).map(({ field, value }) => [field, value])
					);
				}
				expect(isEmptyFilter(rest)).toBe(true);
			})
		);
	});
});
