import { describe, expect, it } from 'vitest';
import { stepBack, takenBack } from '../../../../src/lib/pipeline/bundle/bundle-step';
import {
	editBundle,
	type BundleContent,
	type BundleEdit
} from '../../../../src/lib/pipeline/bundle/edit';
import { rule, smallBundle } from '../../support/small-bundle';

const CONTENT: BundleContent = {
	bundle: smallBundle({
		examples: { file: 'x.bin', sha256: '0'.repeat(64), texts: ['disk', 'peer'], labels: [0, 1] }
	}),
	examples: Int8Array.of(127, 0, 0, 0, 0, 127, 0, 0)
};
const EDITS: BundleEdit[] = [
	{ kind: 'rename', name: 'Other' },
	{ kind: 'add-label', label: { name: 'Backup', definition: 'A backup ran.' } },
	{ kind: 'merge-labels', from: 'IOError', into: 'NetworkError' },
	{ kind: 'delete-label', name: 'IOError' },
	{ kind: 'rules', rules: [] },
	{ kind: 'thresholds', confidence: 0.9, perClass: { Routine: 0.7 }, reviewProblems: true }
];

describe('a step back', () => {
	it.each(EDITS)('from $kind gives what there was', (edit) => {
		const before = structuredClone(CONTENT);
		const after = editBundle(structuredClone(CONTENT), edit);
		expect(after).not.toEqual(before);
		expect(takenBack(after, structuredClone(stepBack(after, before)))).toEqual(before);
	});

	it('keeps only what an edit changed', () => {
		const after = editBundle(CONTENT, { kind: 'rules', rules: [rule({ name: 'Full' })] });
		const { fields, examples } = stepBack(after, CONTENT);
		expect(fields).toEqual({ rules: CONTENT.bundle.rules });
		expect(examples).toBeUndefined();
	});

	it('gives the fields in the order that they had', () => {
		const { examples, ...rest } = CONTENT.bundle;
		const back = takenBack({ bundle: rest }, stepBack({ bundle: rest }, CONTENT));
		expect(JSON.stringify(back.bundle)).toBe(JSON.stringify(CONTENT.bundle));
		expect(back.bundle.examples).toEqual(examples);
	});

	it('takes out what was added, embeddings too', () => {
		const before: BundleContent = { bundle: smallBundle() };
		const back = takenBack(CONTENT, stepBack(CONTENT, before));
		expect(Object.keys(back.bundle)).not.toContain('examples');
		expect(back.examples).toBeUndefined();
	});
});
