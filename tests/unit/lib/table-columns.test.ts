import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tableLayout } from '../../../src/lib/table-columns';

const ids = (width: number): string =>
	tableLayout(width, 10)
		.columns.map(({ id }) => id)
		.join(' ');

describe('tableLayout', () => {
	it('stacks a row in two lines on a narrow screen', () => {
		const layout = tableLayout(599, 1_000_000);
		expect(layout).toMatchObject({ stacked: true, rowHeight: 52, tierNames: false });
		expect(ids(599)).toBe('message');
	});

	it('adds columns as there is room', () => {
		const core = 'row source message label confidence tier';
		expect(ids(600)).toBe(core);
		expect(ids(1_099)).toBe(core);
		expect(ids(1_100)).toBe(`${core} severity`);
		expect(ids(1_300)).toBe(`${core} severity evidence`);
	});

	it('names the tier where there is room for names', () => {
		const tier = (width: number) => tableLayout(width, 10).columns.find(({ id }) => id === 'tier');
		expect(tier(999)).toMatchObject({ name: '', size: '36px' });
		expect(tier(1_000)).toMatchObject({ name: 'Decided by', size: '104px' });
		expect(tableLayout(1_000, 10).tierNames).toBe(true);
	});

	it('has room for the highest row number', () => {
		const first = (rows: number) => parseInt(tableLayout(800, rows).columns[0]?.size ?? '');
		expect(first(10)).toBe(first(99_999));
		expect(first(10_000_000)).toBeGreaterThan(first(99_999));
	});

	it('leaves the message at least 100 px at every width', () => {
		fc.assert(
			fc.property(fc.integer({ min: 600, max: 4_000 }), (width) => {
				const { columns, rowHeight } = tableLayout(width, 10_000_000);
				const fixed = columns
					.filter(({ id }) => id !== 'message')
					.reduce((sum, { size }) => sum + Number(/(\d+)px/.exec(size)?.[1]), 0);
				expect(width - fixed).toBeGreaterThan(100);
				expect(rowHeight).toBe(28);
			})
		);
	});
});
