import { describe, expect, it } from 'vitest';
import { thresholdsOf } from '../../../../src/workers/view/run-threshold';
import { runRecord } from '../../support/records';
import { smallBundle } from '../../support/small-bundle';

const THRESHOLDS = { confidence: 0.85, similarity: 0.5, problem: 0.4, perClass: { IOError: 0.9 } };
const BUNDLE = smallBundle({ thresholds: THRESHOLDS });

describe('the thresholds of a run', () => {
	it('are those of its bundle', () => {
		expect(thresholdsOf(runRecord('run'), BUNDLE)).toEqual(THRESHOLDS);
	});

	it('are the one that was chosen on its page', () => {
		const threshold = { confidence: 0.97, bundleVersion: '1' };
		expect(thresholdsOf(runRecord('run', { threshold }), BUNDLE)).toEqual({
			confidence: 0.97,
			similarity: 0.5,
			problem: 0.4
		});
	});

	it('are again those of the bundle once another version has judged the run', () => {
		const threshold = { confidence: 0.97, bundleVersion: '0' };
		expect(thresholdsOf(runRecord('run', { threshold }), BUNDLE)).toEqual(THRESHOLDS);
	});
});
