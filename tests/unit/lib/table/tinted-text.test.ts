import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rowText } from '../../../../src/lib/table/row-text';
import { tinted } from '../../../../src/lib/table/tinted-text';
import type { ViewRow } from '../../../../src/workers/contracts/viewer';

describe('tinted', () => {
	it('cuts a message into what is fixed and what varies', () => {
		const parts = [{ slot: 0, start: 5, end: 7 }];
		expect(tinted('port 22 open', parts, 99, false)).toEqual([
			{ piece: 'port ', varies: false, hit: false },
			{ piece: '22', varies: true, hit: false },
			{ piece: ' open', varies: false, hit: false }
		]);
		expect(tinted('port 22 open', parts, 6, false).map(({ piece }) => piece)).toEqual([
			'port ',
			'2'
		]);
		expect(tinted('a\nb', [], 9, false)).toEqual([{ piece: 'a ⏎ b', varies: false, hit: false }]);
	});

	it('tells what a search found, within what varies and across its edge', () => {
		const parts = [{ slot: 0, start: 5, end: 7 }];
		expect(tinted('port 22 open', parts, 99, false, [[3, 6]])).toEqual([
			{ piece: 'por', varies: false, hit: false },
			{ piece: 't ', varies: false, hit: true },
			{ piece: '2', varies: true, hit: true },
			{ piece: '2', varies: true, hit: false },
			{ piece: ' open', varies: false, hit: false }
		]);
	});

	it('loses nothing', () => {
		const cuts = fc
			.uniqueArray(fc.nat(40), { maxLength: 6 })
			.map((list) => list.sort((a, b) => a - b));
		fc.assert(
			fc.property(fc.string({ maxLength: 40 }), cuts, (text, at) => {
				const parts = [];
				for (let i = 0; i + 1 < at.length; i += 2)
					parts.push({ slot: 0, start: at[i] as number, end: at[i + 1] as number });
				expect(
					tinted(text, parts, 100, true, [[3, 12]])
						.map(({ piece }) => piece)
						.join('')
				).toBe(text);
			})
		);
	});
});

describe('rowText', () => {
	it('gives cells apart by tabs, breaks as blanks', () => {
		const row = {
			index: 4,
			message: 'a\n\tb',
			label: 'IOError',
			tier: 'head',
			confidence: 0.914,
			severity: 'error'
		} as ViewRow;
		expect(
			rowText(row, ['row', 'time', 'message', 'label', 'confidence', 'tier', 'severity'])
		).toBe('5\t\ta b\tIOError\t91.4%\tModel\tError');
	});
});
