import type { RowFilter } from '../../../../src/lib/pipeline/view/filter';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	arrangementFromQuery,
	filterFromQuery,
	hashOfRow,
	queryFromFilter,
	rowFromHash
} from '../../../../src/lib/run/filter-url';
import { STATUS_CLASSES } from '../../../../src/lib/pipeline/view/filter';
import { SORT_COLUMNS } from '../../../../src/lib/pipeline/view/sort-rows';
import { CERTAINTIES, SEVERITIES, TIERS } from '../../../../src/lib/pipeline/types';

const read = (query: string): RowFilter => filterFromQuery(new URLSearchParams(query));
const names = fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 4 });
/** In the order of the whole list, as a page address gives them back. */
const someOf = <T>(all: readonly T[]): fc.Arbitrary<T[]> => fc.subarray([...all], { minLength: 1 });

const lists = {
	labels: names,
	tiers: someOf(TIERS),
	sources: names,
	severities: someOf(SEVERITIES),
	certainties: someOf(CERTAINTIES),
	families: names,
	templates: fc.array(fc.nat(), { minLength: 1, maxLength: 3 }),
	statuses: someOf(STATUS_CLASSES)
};
/** Two different numbers in order. */
const rangeOf = (number: fc.Arbitrary<number>): fc.Arbitrary<[number, number]> =>
	fc
		.tuple(number, number)
		.filter(([a, b]) => a !== b)
		.map(([a, b]) => [Math.min(a, b), Math.max(a, b)]);

const anyFilter: fc.Arbitrary<RowFilter> = fc.record(
	{
		...lists,
		not: fc.record(lists, { requiredKeys: [] }).filter((not) => Object.keys(not).length > 0),
		time: rangeOf(fc.integer({ min: -1e12, max: 4e12 })),
		confidence: rangeOf(fc.integer({ min: 0, max: 100 }).map((percent) => percent / 100)),
		text: fc.string({ unit: 'binary', minLength: 1 }),
		cells: fc.array(fc.tuple(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' })), {
			minLength: 1,
			maxLength: 3
		})
	},
	{ requiredKeys: [] }
);

describe('a filter in a page address', () => {
	it('comes back as it was, through the address as text', () => {
		fc.assert(
			fc.property(fc.uuid(), anyFilter, (id, filter) => {
				const address = queryFromFilter(id, filter).toString();
				expect(read(address)).toEqual(filter);
				expect(new URLSearchParams(address).get('id')).toBe(id);
			})
		);
	});

	it('takes no column without a value', () => {
		expect(read('column=user&value=ann&column=pod').cells).toEqual([['user', 'ann']]);
	});

	it('is the id alone when it filters nothing', () => {
		const nothing = { labels: [], tiers: [], sources: [], severities: [], text: '' };
		expect(queryFromFilter('a', { ...nothing, showMuted: false }).toString()).toBe('id=a');
		expect(read('id=a')).toEqual({});
	});

	it('reads what somebody wrote by hand', () => {
		const filter = read(
			'label=IOError&label=My+own&tier=none&severity=error&q=disk%20full&certainty=unknown&family=routine'
		);
		expect(filter).toEqual({
			labels: ['IOError', 'My own'],
			tiers: ['none'],
			severities: ['error'],
			text: 'disk full',
			certainties: ['unknown'],
			families: ['routine']
		});
	});

	it('knows rows without a source from a missing filter', () => {
		expect(read('source=')).toEqual({ sources: [''] });
	});

	it('leaves out tiers and severities that do not exist', () => {
		expect(read('tier=magic&severity=loud')).toEqual({});
		expect(read('tier=magic&tier=rule&tier=rule')).toEqual({ tiers: ['rule'] });
	});

	it('takes only 1 for "needs review"', () => {
		for (const value of ['', '0', 'true']) expect(read(`review=${value}`)).toEqual({});
	});

	it('takes only a whole number for a template', () => {
		expect(read('template=0&template=x')).toEqual({ templates: [0] });
		for (const value of ['', '%20', '-1', '1.5', 'x', 'NaN', 'Infinity'])
			expect(read(`template=${value}`), value).toEqual({});
	});

	it('takes no range that is none', () => {
		for (const range of [
			'from=x&to=y',
			'from=2026-03-02&to=2026-03-01',
			'from=2026-03-01',
			'sure-from=1&sure-to=0'
		])
			expect(read(range), range).toEqual({});
	});

	it('searches by expression only when there is one', () => {
		expect(read('q=a.c&regex=1')).toEqual({ text: 'a.c', regex: true });
		expect(read('regex=1')).toEqual({});
	});
});

describe('an arrangement in a page address', () => {
	it('comes back as it was', () => {
		for (const by of SORT_COLUMNS)
			for (const descending of [true, false]) {
				const order = { order: { by, descending } };
				expect(arrangementFromQuery(queryFromFilter('a', {}, order))).toEqual(order);
			}
		const grouped = { groups: { open: [] } };
		expect(arrangementFromQuery(queryFromFilter('a', {}, grouped))).toEqual(grouped);
	});

	it('is none when the column does not exist', () => {
		expect(arrangementFromQuery(new URLSearchParams('sort=mood'))).toEqual({});
	});
});

describe('a row in a page address', () => {
	it('is counted from 1, and comes back as it was', () => {
		expect(hashOfRow(0)).toBe('#row=1');
		expect(rowFromHash(hashOfRow(999_999))).toBe(999_999);
	});

	it.each(['', '#row=', '#row=0', '#row=-3', '#row=2x', '#rows=2'])('%s is none', (hash) => {
		expect(rowFromHash(hash)).toBeUndefined();
	});
});
