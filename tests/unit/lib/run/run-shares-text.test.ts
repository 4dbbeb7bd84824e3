import { describe, expect, it } from 'vitest';
import { sharesText } from '../../../../src/lib/run/run-shares-text';

const LABELS = [
	{ name: 'IOError', definition: '', problem: true },
	{ name: 'Routine', definition: '' },
	{ name: 'Trace', definition: '' }
];
const priors = (shares: number[]) => ({
	units: 50,
	classes: ['IOError', 'Routine', 'Trace'],
	shares,
	shift: [0, 0, 0],
	levels: []
});

describe('sharesText', () => {
	it('names what most ordinary messages are', () => {
		expect(sharesText({ priors: priors([1, 0.2, 0.8]), labels: LABELS })).toBe(
			'This log is mostly Trace: taken into account.'
		);
	});

	it('says nothing where nothing stands out or nothing was learned', () => {
		const even = ['Routine', 'Trace', 'Third'].map((name) => ({ name, definition: '' }));
		const third = { ...priors([0.34, 0.33, 0.33]), classes: ['Routine', 'Trace', 'Third'] };
		expect(sharesText({ priors: third, labels: even })).toBe('');
		expect(sharesText({ labels: LABELS })).toBe('');
	});
});
