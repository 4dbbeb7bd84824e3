import type { Certainty } from '../../../../src/lib/pipeline/types';
import type { RowFilter } from '../../../../src/lib/pipeline/view/filter';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	chipsOf,
	isEmptyFilter,
	picked,
	toggled,
	toggledOut,
	withCell,
	without
} from '../../../../src/lib/run/filter-edit';
import { STATUS_CLASSES } from '../../../../src/lib/pipeline/view/filter';
import { SEVERITIES, TIERS } from '../../../../src/lib/pipeline/types';

const names = fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 4 });
const lists = {
	labels: names,
	tiers: fc.subarray([...TIERS], { minLength: 1 }),
	sources: names,
	severities: fc.subarray([...SEVERITIES], { minLength: 1 }),
	templates: fc.uniqueArray(fc.nat(), { minLength: 1, maxLength: 3 }),
	statuses: fc.subarray([...STATUS_CLASSES], { minLength: 1 })
};
const anyFilter: fc.Arbitrary<RowFilter> = fc.record(
	{
		...lists,
		not: fc.record(lists, { requiredKeys: [] }).filter((not) => Object.keys(not).length > 0),
		time: fc.constant<[number, number]>([0, 86_400_000]),
		confidence: fc.constant<[number, number]>([0.25, 0.5]),
		text: fc.string({ minLength: 1 }),
		certainties: fc.constant<Certainty[]>(['likely'])
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
				fc.pre(!filter.not?.labels?.includes(label));
				const absent = filter.labels?.includes(label) ? `${filter.labels.join()}+` : label;
				expect(toggled(toggled(filter, 'labels', absent), 'labels', absent)).toEqual(filter);
				expect(filter).toEqual(before);
			})
		);
	});
});

describe('toggledOut', () => {
	it('leaves a value out, and takes it from those asked for', () => {
		expect(toggledOut({ labels: ['A', 'B'] }, 'labels', 'A')).toEqual({
			labels: ['B'],
			not: { labels: ['A'] }
		});
		expect(toggledOut({ not: { labels: ['A'] } }, 'labels', 'A')).toEqual({});
	});

	it('gives way when the value is asked for', () => {
		expect(toggled({ not: { templates: [3], labels: ['A'] } }, 'templates', 3)).toEqual({
			templates: [3],
			not: { labels: ['A'] }
		});
	});

	it('is what a click with the shift key does', () => {
		expect(picked({}, 'sources', 'x', true)).toEqual({ not: { sources: ['x'] } });
		expect(picked({}, 'sources', 'x', false)).toEqual({ sources: ['x'] });
	});
});

describe('without', () => {
	it('drops fields', () => {
		expect(without({ text: 'x', templates: [3] }, 'text')).toEqual({ templates: [3] });
		expect(without({ text: 'x' }, 'templates')).toEqual({ text: 'x' });
		expect(without({ text: 'x', regex: true }, 'text', 'regex')).toEqual({});
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
			certainties: ['unknown'],
			families: ['routine'],
			templates: [1_233],
			statuses: ['5xx'],
			time: [Date.UTC(2026, 2, 1, 10), Date.UTC(2026, 2, 1, 11, 30)],
			confidence: [0.2, 0.45],
			not: { labels: ['DebugTrace'], templates: [0] }
		});
		expect(
			chips.map(({ field, value, excludes }) => `${field}: ${excludes ? 'not ' : ''}${value}`)
		).toEqual([
			'Label: IOError',
			'Label: not DebugTrace',
			'Decided by: Unknown',
			'Source: (none)',
			'Source: nas-1',
			'Severity: Critical',
			'How sure: unknown',
			'Family: routine',
			'Same message: no. 1,234',
			'Same message: not no. 1',
			'HTTP status: 5xx',
			'Time: 1 Mar 2026, 10:00:00 – 11:30:00',
			'Confidence: 20–45%',
			'Text: disk'
		]);
	});

	it('names the first template', () => {
		expect(chipsOf({ templates: [0] })).toEqual([
			{ field: 'Same message', value: 'no. 1', excludes: false, rest: {} }
		]);
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
					expect(
						chipsOf(rest).map(({ field, value, excludes }) => [field, value, excludes])
					).toEqual(
						chips
							.filter((_, i) => i !== chosen)
							.map(({ field, value, excludes }) => [field, value, excludes])
					);
				}
				expect(isEmptyFilter(rest)).toBe(true);
			})
		);
	});
});

describe('a cell that rows must have', () => {
	it('takes the place of another one of its column, beside what is filtered already', () => {
		const one = withCell({ text: 'x' }, 'user', 'ann');
		const both = withCell(one, 'pod', '');
		expect(withCell(both, 'user', 'bob')).toEqual({
			text: 'x',
			cells: [
				['pod', ''],
				['user', 'bob']
			]
		});
	});

	it('is a part of the filter that can be taken away', () => {
		const filter = withCell(withCell({}, 'user', 'ann'), 'pod', '');
		expect(chipsOf(filter).map(({ field, value }) => [field, value])).toEqual([
			['user', 'ann'],
			['pod', '(empty)']
		]);
		expect(chipsOf(filter)[0]?.rest).toEqual({ cells: [['pod', '']] });
		expect(chipsOf(withCell({}, 'user', 'ann'))[0]?.rest).toEqual({});
	});
});
