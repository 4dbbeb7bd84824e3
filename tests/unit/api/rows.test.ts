import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { csvOfRows, mergedRows, objectsOf } from '../../../src/api/rows';

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
			['', ''],
			['', ''],
			['7', '404']
		]);
	});
});

describe('mergedRows', () => {
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
		const rows = [null, { log_message: ' ' }, { log_message: 'x' }];
		const merged = mergedRows(
			rows,
			rows.map(() => outcome('Unclassified'))
		);
		expect(merged.map((row) => row['problem'])).toEqual([
			'Row 1 is not an object.',
			'Row 2 has no text in log_message.',
			undefined
		]);
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
			rows: [{ ...outcome('IOError'), cells: ['p', 'x'] }],
			csv: '',
			problems: []
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
