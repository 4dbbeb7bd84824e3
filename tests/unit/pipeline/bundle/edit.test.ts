import { describe, expect, it } from 'vitest';
import { parseBundle, type Bundle } from '../../../../src/lib/pipeline/bundle/bundle';
import { editBundle, type BundleEdit } from '../../../../src/lib/pipeline/bundle/edit';
import { Head } from '../../../../src/lib/pipeline/head/head';
import { rule, smallBundle } from '../../support/small-bundle';

const EMBEDDING = Float32Array.of(0.5, -0.5, 0.5, 0.5);
const EXAMPLES = Int8Array.from([1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0]);

function content() {
	const bundle = smallBundle({
		rules: [
			rule(),
			rule({ id: 'net', name: 'Net', pattern: 'net', then: { label: 'NetworkError' } })
		],
		thresholds: { confidence: 0.6, similarity: -1, perClass: { IOError: 0.7, NetworkError: 0.8 } },
		examples: {
			file: 'x.bin',
			sha256: '0'.repeat(64),
			texts: ['disk', 'peer', 'start'],
			labels: [0, 1, 2]
		}
	});
	return { bundle, examples: EXAMPLES };
}

/** Applies edits; what comes out must be a valid bundle, and what went in untouched. */
function edited(...edits: BundleEdit[]): { bundle: Bundle; examples?: Int8Array | undefined } {
	const before = content();
	const after = edits.reduce(editBundle, before);
	expect(before).toEqual(content());
	expect(parseBundle(JSON.parse(JSON.stringify(after.bundle)))).toBeTruthy();
	return after;
}

const probabilities = (bundle: Bundle): Record<string, number> => {
	const head = new Head(bundle);
	const values = head.probabilities('x', EMBEDDING);
	return Object.fromEntries(head.classes.map((label, at) => [label, values[at] as number]));
};
const names = ({ labels }: Bundle): string[] => labels.map(({ name }) => name);
const before = probabilities(smallBundle());

describe('editBundle of a bundle with families', () => {
	const withFamilies = (): Bundle =>
		smallBundle({
			labels: [
				{ name: 'IOError', definition: '', problem: true, family: 'problem' },
				{ name: 'NetworkError', definition: '', problem: true, family: 'problem' },
				{ name: 'Routine', definition: '', problem: false, family: 'routine' }
			],
			thresholds: {
				confidence: 0.6,
				similarity: -1,
				perClass: { IOError: 0.7 },
				nodes: { routine: 0.9 }
			},
			expected: { shares: { IOError: 0.2, NetworkError: 0.3, Routine: 0.5 } }
		});
	const edited = (edit: BundleEdit): Bundle =>
		parseBundle(JSON.parse(JSON.stringify(editBundle({ bundle: withFamilies() }, edit).bundle)));

	it('keeps the thresholds of families when labels have none of their own any more', () => {
		const edit = { kind: 'thresholds', confidence: 0.5, perClass: {} } as const;
		const kept = { confidence: 0.5, similarity: -1, nodes: { routine: 0.9 } };
		expect(edited({ ...edit, reviewProblems: false }).thresholds).toEqual(kept);
		expect(edited({ ...edit, reviewProblems: true }).thresholds).toEqual({
			...kept,
			reviewProblems: true
		});
	});

	it('gives expected shares the labels that they are of now', () => {
		const renamed = edited({ kind: 'rename-label', from: 'Routine', to: 'Life' });
		expect(renamed.expected?.shares).toEqual({ IOError: 0.2, NetworkError: 0.3, Life: 0.5 });
		const merged = edited({ kind: 'merge-labels', from: 'NetworkError', into: 'IOError' });
		expect(merged.expected?.shares).toEqual({ IOError: 0.5, Routine: 0.5 });
	});

	it('takes a label that changes sides out of its family', () => {
		const moved = edited({ kind: 'change-label', name: 'Routine', change: { problem: true } });
		expect(moved.labels[2]).toEqual({ name: 'Routine', definition: '', problem: true });
		const told = edited({ kind: 'change-label', name: 'Routine', change: { definition: 'new' } });
		expect(told.labels[2]?.family).toBe('routine');
	});
});

describe('editBundle', () => {
	it('renames a label wherever it stands', () => {
		const { bundle } = edited({ kind: 'rename-label', from: 'IOError', to: 'DiskTrouble' });
		expect(names(bundle)).toEqual(['DiskTrouble', 'NetworkError', 'Routine']);
		expect(bundle.rules[0]?.then).toEqual({ label: 'DiskTrouble' });
		expect(bundle.thresholds.perClass).toEqual({ DiskTrouble: 0.7, NetworkError: 0.8 });
		expect(probabilities(bundle)['DiskTrouble']).toBeCloseTo(before['IOError'] as number, 12);
	});

	it('adds the probabilities of merged labels', () => {
		const { bundle } = edited({ kind: 'merge-labels', from: 'NetworkError', into: 'IOError' });
		expect(names(bundle)).toEqual(['IOError', 'Routine']);
		expect(bundle.examples?.labels).toEqual([0, 0, 1]);
		expect(bundle.rules.map(({ then }) => then)).toEqual([
			{ label: 'IOError' },
			{ label: 'IOError' }
		]);
		expect(bundle.thresholds.perClass).toEqual({ IOError: 0.7 });
		const after = probabilities(bundle);
		expect(after['IOError']).toBeCloseTo(
			(before['IOError'] as number) + (before['NetworkError'] as number),
			12
		);
		expect(after['Routine']).toBeCloseTo(before['Routine'] as number, 12);
	});

	it('takes a label away with its rules and examples, and shares its probability out', () => {
		const { bundle, examples } = edited({ kind: 'delete-label', name: 'IOError' });
		expect(names(bundle)).toEqual(['NetworkError', 'Routine']);
		expect(bundle.rules.map(({ id }) => id)).toEqual(['net']);
		expect(bundle.thresholds.perClass).toEqual({ NetworkError: 0.8 });
		expect(bundle.examples).toMatchObject({ texts: ['peer', 'start'], labels: [0, 1] });
		expect([...(examples ?? [])]).toEqual([2, 0, 0, 0, 3, 0, 0, 0]);
		expect(probabilities(bundle)['Routine']).toBeCloseTo(
			(before['Routine'] as number) / (1 - (before['IOError'] as number)),
			12
		);
	});

	it('adds, describes and moves labels without changing what the head says', () => {
		const { bundle } = edited(
			{ kind: 'add-label', label: { name: 'Billing', definition: 'Money.', problem: true } },
			{
				kind: 'change-label',
				name: 'Billing',
				change: { colour: 'http', definition: 'Invoices.' }
			},
			{ kind: 'move-label', name: 'Billing', by: -3 }
		);
		expect(bundle.labels[0]).toEqual({
			name: 'Billing',
			definition: 'Invoices.',
			problem: true,
			colour: 'http'
		});
		expect(bundle.examples?.labels).toEqual([1, 2, 3]);
		expect(probabilities(bundle)).toEqual(before);
	});

	it('takes thresholds and rules as they are given', () => {
		const rules = [rule({ disabled: true })];
		const { bundle } = edited(
			{ kind: 'thresholds', confidence: 0.9, perClass: {}, reviewProblems: false },
			{ kind: 'rules', rules },
			{ kind: 'rename', name: 'Mine' }
		);
		expect(bundle).toMatchObject({ name: 'Mine', rules, thresholds: { confidence: 0.9 } });
		expect(bundle.thresholds.perClass).toBeUndefined();
	});

	it.each<[RegExp, BundleEdit]>([
		[/"Routine" already/, { kind: 'add-label', label: { name: 'Routine', definition: '' } }],
		[/"Routine" already/, { kind: 'rename-label', from: 'IOError', to: 'Routine' }],
		[/no label "Nope"/, { kind: 'delete-label', name: 'Nope' }],
		[/no label "Nope"/, { kind: 'merge-labels', from: 'IOError', into: 'Nope' }],
		[/into itself/, { kind: 'merge-labels', from: 'IOError', into: 'IOError' }],
		[/no label fits/, { kind: 'rename-label', from: 'IOError', to: 'Unclassified' }]
	])('refuses with %s', (message, edit) => {
		expect(() => editBundle(content(), edit)).toThrow(message);
	});

	it('keeps the last label', () => {
		const two = [
			{ kind: 'delete-label', name: 'IOError' },
			{ kind: 'delete-label', name: 'Routine' }
		] as const;
		expect(() =>
			editBundle(two.reduce(editBundle, content()), { kind: 'delete-label', name: 'NetworkError' })
		).toThrow(/at least one label/);
	});
});
