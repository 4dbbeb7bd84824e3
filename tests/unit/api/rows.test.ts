import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { csvOfRows, objectsOf, RowMerger } from '../../../src/api/rows';
import type { DirectBatch } from '../../../src/workers/contracts/direct';

const VERDICT = {
	rule: '',
	needsReview: false,
	family: 'problem',
	certainty: 'sure',
	familyConfidence: 0.75
} as const;
const OWN_VERDICT = {
	rule: '',
	needs_review: false,
	family: 'problem',
	certainty: 'sure',
	family_confidence: 0.75
};

const outcome = (label: string) => ({
	cells: [],
	outcome: { label, confidence: 0.5, tier: 'head' as const, ...VERDICT }
});
const mergedRows = (rows: readonly unknown[], outcomes: DirectBatch['rows']) => {
	const merger = new RowMerger(rows);
	return [...merger.next(outcomes), ...merger.rest()];
};
const OWN = { confidence: 0.5, tier: 'head', ...OWN_VERDICT };

describe('csvOfRows', () => {
	it('gives one record for each row, whatever is in it', () => {
		const rows = [
			{ source: 'a', log_message: 'x, "y"\nz' },
			{ log_message: '' },
			null,
			'text',
			{ log_message: { nested: true } },
			{ source: 7, log_message: 404 }
		];
		const { data } = Papa.parse<string[]>(csvOfRows(rows), { skipEmptyLines: true });
		expect(data).toEqual([
			['source', 'log_message'],
			['a', 'x, "y"\nz'],
			['', ''],
			['', ''],
			['', 'text'],
			['', ''],
			['7', '404']
		]);
	});
});

describe('RowMerger', () => {
	it('keeps what rows had and adds ours', () => {
		const rows = [{ id: 7, log_message: 'x', when: new Date(0) }];
		expect(mergedRows(rows, [outcome('IOError')])).toEqual([
			{ ...rows[0], target_label: 'IOError', ...OWN }
		]);
	});

	it('gives way to properties of the same name, in all rows alike', () => {
		const rows = [{ log_message: 'x' }, { log_message: 'y', target_label: 'mine', tier: 1 }];
		const merged = mergedRows(rows, [outcome('IOError'), outcome('Routine')]);
		expect(merged.map((row) => row['predicted_label'])).toEqual(['IOError', 'Routine']);
		expect(merged[0]).not.toHaveProperty('target_label');
		expect(merged[1]).toMatchObject({ target_label: 'mine', tier: 1, winnow_tier: 'head' });
	});

	it('says what is wrong with a row, and with no other', () => {
		const rows = [null, { log_message: ' ' }, { log_message: 'x' }, '', 'y'];
		const merged = mergedRows(
			rows,
			rows.map(() => outcome('Unclassified'))
		);
		expect(merged.map((row) => row['problem'])).toEqual([
			'Row 1 is neither an object nor a text.',
			'Row 2 has no text in log_message.',
			undefined,
			'Row 4 has no text.',
			undefined
		]);
		expect(merged[4]).toMatchObject({ log_message: 'y' });
	});

	it('gives rows in pieces, and those that nothing is known of at the end', () => {
		const merger = new RowMerger([{ id: 1, log_message: 'a' }, 'b', { id: 3, log_message: 'c' }]);
		expect(merger.next([outcome('IOError')])).toMatchObject([{ id: 1, target_label: 'IOError' }]);
		expect(merger.next([outcome('Routine')])).toMatchObject([{ log_message: 'b' }]);
		expect(merger.rest()).toMatchObject([{ id: 3, target_label: 'Unclassified' }]);
	});
});

describe('objectsOf', () => {
	it('names cells and outcome by column, odd names included', () => {
		const [row] = objectsOf({
			columns: [
				'__proto__',
				'log_message',
				'target_label',
				'confidence',
				'tier',
				'rule',
				'needs_review',
				'family',
				'certainty',
				'family_confidence'
			],
			rows: [{ ...outcome('IOError'), cells: ['p', 'x'] }]
		});
		expect(Object.entries(row ?? {})).toEqual([
			['__proto__', 'p'],
			['log_message', 'x'],
			['target_label', 'IOError'],
			['confidence', 0.5],
			['tier', 'head'],
			['rule', ''],
			['needs_review', false],
			['family', 'problem'],
			['certainty', 'sure'],
			['family_confidence', 0.75]
		]);
	});
});
