import { describe, expect, it } from 'vitest';
import { LabelTree } from '../../../../src/lib/pipeline/bundle/label-tree';
import { LlmPrompts } from '../../../../src/lib/pipeline/llm/prompt';
import { firstStep, type LlmStep } from '../../../../src/lib/pipeline/llm/steps';
import type { Classification } from '../../../../src/lib/pipeline/types';
import { UNKNOWN } from '../../support/llm-questions';

const LABELS = [
	{ name: 'IOError', problem: true },
	{ name: 'NetworkError', problem: true },
	{ name: 'SecurityAlert', problem: true },
	{ name: 'UserAction', family: 'activity' },
	{ name: 'DebugTrace', family: 'routine' },
	{ name: 'SystemNotification', family: 'routine' }
].map((label) => ({ definition: '', ...label }));
const NAMES = LABELS.map(({ name }) => name);
const tree = new LabelTree(LABELS, NAMES);
const prompts = new LlmPrompts(LABELS, false);
const subject = {
	source: 'app',
	message: 'x',
	nearest: [
		{ text: 'disk full', label: 'IOError' },
		{ text: 'logged in', label: 'UserAction' }
	]
};
const probabilities = Float32Array.from([0.5, 0.004, 0.1, 0.196, 0.1, 0.1]);

const stepFor = (change: Partial<Classification>, routed = false): LlmStep =>
	firstStep(prompts, tree, subject, { ...UNKNOWN, probabilities, ...change }, routed);

describe('firstStep', () => {
	it('offers the labels of the family that is settled, most probable first', () => {
		const { answers, next } = stepFor({ certainty: 'likely', family: 'routine' });
		expect(answers).toEqual(['DebugTrace', 'SystemNotification', 'Unclassified']);
		expect(next).toBeUndefined();
	});

	it('leaves out what the head has ruled out', () => {
		const { answers } = stepFor({ certainty: 'likely', family: 'problem' });
		expect(answers).toEqual(['IOError', 'SecurityAlert', 'Unclassified']);
	});

	it('asks for the side first where that is open, with the sides of the examples', () => {
		const step = stepFor({});
		expect(step.answers).toEqual(['problem', 'no problem']);
		expect(step.request(false).user).toContain('"disk full"\nLabel: problem');
		expect(step.request(false).user).toContain('"logged in"\nLabel: no problem');
		expect(step.next?.('problem').answers).toEqual(['IOError', 'SecurityAlert', 'Unclassified']);
		expect(step.next?.('no problem').answers).toEqual([
			'UserAction',
			'DebugTrace',
			'SystemNotification',
			'Unclassified'
		]);
	});

	it('rules nothing out where the head knows nothing alike, or has other classes', () => {
		for (const change of [{ unlike: true as const }, { probabilities: new Float32Array(3) }])
			expect(stepFor(change).next?.('problem').answers).toEqual([
				'IOError',
				'NetworkError',
				'SecurityAlert',
				'Unclassified'
			]);
	});

	it('offers every label of what a rule sends, and of a bundle with one side', () => {
		expect(stepFor({}, true).answers).toEqual([...NAMES, 'Unclassified']);
		const plain = NAMES.map((name) => ({ name, definition: '' }));
		const one = new LabelTree(plain, NAMES);
		const step = firstStep(new LlmPrompts(plain, false), one, subject, UNKNOWN, false);
		expect(step.answers).toEqual([...NAMES, 'Unclassified']);
	});
});
