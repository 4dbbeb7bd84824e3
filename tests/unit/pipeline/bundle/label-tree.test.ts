import { describe, expect, it } from 'vitest';
import { LabelTree, massOf } from '../../../../src/lib/pipeline/bundle/label-tree';

const label = (name: string, problem: boolean, family?: string) => ({
	name,
	definition: '',
	problem,
	...(family ? { family } : {})
});
const LABELS = [
	label('IOError', true),
	label('NetworkError', true),
	label('UserAction', false, 'activity'),
	label('Routine', false, 'routine'),
	label('Trace', false, 'routine')
];
const CLASSES = LABELS.map(({ name }) => name);

describe('LabelTree', () => {
	it('has families before the sides that they are part of', () => {
		const tree = new LabelTree(LABELS, CLASSES);
		expect(tree.nodesOf(3).map(({ name }) => name)).toEqual(['routine', 'no problem']);
		expect(tree.nodesOf(0).map(({ name }) => name)).toEqual(['problem']);
		expect(tree.sides.map(({ name, classes }) => [name, classes])).toEqual([
			['problem', [0, 1]],
			['no problem', [2, 3, 4]]
		]);
	});

	it('knows what lies in a node', () => {
		const tree = new LabelTree(LABELS, CLASSES);
		expect(tree.isWithin('Trace', 'routine')).toBe(true);
		expect(tree.isWithin('Trace', 'no problem')).toBe(true);
		expect(tree.isWithin('Trace', 'activity')).toBe(false);
		expect(tree.isWithin('Trace', 'Trace')).toBe(true);
		expect(tree.isWithin('unheard of', 'problem')).toBe(false);
	});

	it('sums the probability of a node', () => {
		const [problem] = new LabelTree(LABELS, CLASSES).sides;
		expect(massOf(problem as never, [0.1, 0.2, 0.3, 0.3, 0.1])).toBeCloseTo(0.3);
	});

	it('leaves out a node that holds every label: it would say nothing', () => {
		const tickets = [label('Billing', false), label('Login', false)];
		const tree = new LabelTree(tickets, ['Billing', 'Login']);
		expect(tree.nodes).toEqual([]);
		expect(tree.sides.map(({ name }) => name)).toEqual(['no problem']);
	});

	it('reads a bundle without families as problem or not', () => {
		const tree = new LabelTree([label('Bad', true), label('Good', false)], ['Bad', 'Good']);
		expect(tree.nodes.map(({ name }) => name)).toEqual(['problem', 'no problem']);
	});
});
