import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { filterFromQuery, queryFromFilter } from '../../../src/lib/filter-url';
import { SEVERITIES, TIERS } from '../../../src/lib/pipeline/types';
import type { RowFilter } from '../../../src/workers/contracts';

const read = (query: string): RowFilter => filterFromQuery(new URLSearchParams(query));
const names = fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 4 });
/** In the order of the whole list, as a page address gives them back. */
const someOf = <T>(all: readonly T[]): fc.Arbitrary<T[]> => fc.subarray([...all], { minLength: 1 });

const anyFilter: fc.Arbitrary<RowFilter> = fc.record(
	{
		labels: names,
		tiers: someOf(TIERS),
		sources: names,
		severities: someOf(SEVERITIES),
		text: fc.string({ unit: 'binary', minLength: 1 }),
		needsReview: fc.constant(true),
		template: fc.nat()
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

	it('is the id alone when it filters nothing', () => {
		const nothing = { labels: [], tiers: [], sources: [], severities: [], text: '' };
		expect(queryFromFilter('a', { ...nothing, needsReview: false }).toString()).toBe('id=a');
		expect(read('id=a')).toEqual({});
	});

	it('reads what somebody wrote by hand', () => {
		const filter = read(
			'label=IOError&label=My+own&tier=none&severity=error&q=disk%20full&review=1'
		);
		expect(filter).toEqual({
			labels: ['IOError', 'My own'],
			tiers: ['none'],
			severities: ['error'],
			text: 'disk full',
			needsReview: true
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
		expect(read('template=0')).toEqual({ template: 0 });
		for (const value of ['', '%20', '-1', '1.5', 'x', 'NaN', 'Infinity'])
			expect(read(`template=${value}`), value).toEqual({});
	});
});
