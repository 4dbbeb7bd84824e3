import { describe, expect, it } from 'vitest';
import { findFindings } from '../../../../src/lib/pipeline/findings/find';
import {
	durationWords,
	howFound,
	sourceName,
	wordsOf
} from '../../../../src/lib/pipeline/findings/words';
import { timedTable, type TimedRow } from '../../support/timed-table';

describe('words of findings', () => {
	it('says what, since when, how often and where', () => {
		const rows: TimedRow[] = [];
		for (let second = 0; second < 600; second++)
			rows.push({
				time: second * 1_000 + (second % 7) * 90,
				message: 'page rendered',
				source: 'web'
			});
		for (let second = 400; second < 600; second += 4)
			rows.push({ time: second * 1_000, message: 'query failed: no connection', source: 'db' });
		const table = timedTable(rows);
		const [found] = findFindings(table);
		if (!found) throw new Error('Nothing was found');
		const words = wordsOf(found, {
			example: (row) => rows[row]?.message ?? '',
			source: (one) => sourceName(one, table),
			moment: (time) => `${time / 1_000} s`
		});
		expect(words).toBe(
			'Error of db began at 400 s, 50 rows to the end, none before: “query failed: no connection”.'
		);
		expect(howFound(found)).toMatch(/^Found by counts .* comparisons allowed for\.$/);
	});

	it.each([
		[450, '450 ms'],
		[1_500, '1.5 s'],
		[40_000, '40 s'],
		[60_000, '1 min'],
		[125_000, '2 min 5 s'],
		[7_500_000, '2 h 5 min'],
		[90_000_000, '1 d 1 h'],
		[3_599_900, '1 h']
	])('%d ms is %s', (milliseconds, words) => {
		expect(durationWords(milliseconds)).toBe(words);
	});
});
