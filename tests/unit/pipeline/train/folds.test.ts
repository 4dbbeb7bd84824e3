import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupFolds } from '../../../../src/lib/pipeline/train/folds';

describe('groupFolds', () => {
	it('never parts a group, and keeps the folds even', () => {
		const items = fc.array(fc.tuple(fc.constantFrom(...'abcdefghij'), fc.constantFrom('x', 'y')), {
			minLength: 1
		});
		fc.assert(
			fc.property(items, fc.integer({ min: 2, max: 5 }), (list, folds) => {
				const groups = list.map(([group]) => group);
				const dealt = groupFolds(
					groups,
					list.map(([, label]) => label),
					folds
				);
				const byGroup = new Map(groups.map((group, at) => [group, dealt[at]]));
				expect(dealt).toEqual(groups.map((group) => byGroup.get(group)));
				const counts = Array.from(
					{ length: folds },
					(_, fold) => [...byGroup.values()].filter((of) => of === fold).length
				);
				expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
			})
		);
	});

	it('spreads each label over the folds', () => {
		const groups = Array.from({ length: 20 }, (_, at) => `g${at}`);
		const labels = groups.map((_, at) => (at < 5 ? 'rare' : 'common'));
		const folds = groupFolds(groups, labels, 5);
		expect(folds.slice(0, 5).sort()).toEqual([0, 1, 2, 3, 4]);
	});
});
