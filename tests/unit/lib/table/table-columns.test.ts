import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	choicesFrom,
	COLUMN_IDS,
	DEFAULT_CHOICES,
	movedColumn,
	tableLayout
} from '../../../../src/lib/table/table-columns';

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
		expect(ids(600)).toBe('row source message label confidence tier');
		expect(ids(700)).toBe('row source message label confidence tier severity');
		const all = 'row time source message label confidence tier severity';
		expect(ids(800)).toBe(all);
		expect(ids(1_499)).toBe(all);
		expect(ids(1_500)).toBe(`${all} evidence`);
	});

	it('names the tier where there is room for names', () => {
		const tier = (width: number) => tableLayout(width, 10).columns.find(({ id }) => id === 'tier');
		expect(tier(1_199)).toMatchObject({ name: '', size: '36px' });
		expect(tier(1_200)).toMatchObject({ name: 'Decided by', size: '104px' });
		expect(tableLayout(1_200, 10).tierNames).toBe(true);
	});

	it('names the severity and shows bars where there is room', () => {
		expect(tableLayout(880, 10)).toMatchObject({ severityNames: false, bars: false });
		expect(tableLayout(1_200, 10)).toMatchObject({ severityNames: true, bars: true });
		const severity = tableLayout(880, 10).columns.find(({ id }) => id === 'severity');
		expect(severity).toMatchObject({ name: '', size: '36px' });
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

	it('follows what the user chose', () => {
		const layout = tableLayout(1_000, 10, {
			...DEFAULT_CHOICES,
			order: movedColumn(COLUMN_IDS, 'label', -9),
			shown: { source: false, severity: true },
			widths: { label: 77, message: 900 },
			comfortable: true,
			wrapped: true
		});
		expect(layout.columns.map(({ id }) => id)).toEqual([
			'label',
			'row',
			'time',
			'message',
			'confidence',
			'tier',
			'severity'
		]);
		expect(layout.columns[0]?.size).toBe('77px');
		expect(layout.rowHeight).toBe(72);
		expect(layout.minWidth).toBeGreaterThan(1_000);
	});
});

describe('movedColumn', () => {
	it('stops at the ends', () => {
		expect(movedColumn(['row', 'source', 'label'], 'row', 1)).toEqual(['source', 'row', 'label']);
		expect(movedColumn(['row', 'source', 'label'], 'label', 5)).toEqual(['row', 'source', 'label']);
	});
});

describe('choicesFrom', () => {
	it('comes back as it was stored', () => {
		const choices = {
			...DEFAULT_CHOICES,
			shown: { time: true },
			widths: { source: 80 },
			wrapped: true
		};
		expect(choicesFrom(JSON.stringify(choices))).toEqual(choices);
	});

	it('takes nothing that is not valid', () => {
		for (const stored of [undefined, '', '{', 'null', '[]', '{"order":["x"],"widths":{"row":-5}}'])
			expect(choicesFrom(stored), stored).toEqual(DEFAULT_CHOICES);
	});
});
