import { describe, expect, it } from 'vitest';
import { Cascade } from '../../../../src/lib/pipeline/head/cascade';
import { ExampleIndex, quantise } from '../../../../src/lib/pipeline/head/example-index';
import { UNCLASSIFIED } from '../../../../src/lib/pipeline/types';
import { rule, smallBundle } from '../../support/small-bundle';

const SURE = Float32Array.of(1, 0, 0, 0);
const EXAMPLES = new ExampleIndex(['x'], ['IOError'], quantise(SURE), 4);
const thresholds = (change: object) =>
	smallBundle({ thresholds: { confidence: 0.6, similarity: -1, ...change } });

describe('Cascade', () => {
	it('lets the head decide when it is sure', () => {
		const result = new Cascade(smallBundle()).decide('x', SURE);
		expect(result).toMatchObject({ label: 'IOError', tier: 'head', needsReview: false });
		expect(result.confidence).toBeGreaterThan(0.9);
		expect(result.top.map(({ label }) => label)).toEqual(['IOError', 'NetworkError', 'Routine']);
		expect(result.top[0]?.probability).toBe(result.confidence);
		expect(result.embedding).toEqual(Int8Array.of(127, 0, 0, 0));
		expect(result).not.toHaveProperty('similarity');
	});

	it('keeps the best guess for review when the head is not sure, and says why', () => {
		const result = new Cascade(thresholds({ confidence: 0.999 })).decide('x', SURE);
		expect(result).toMatchObject({ label: 'IOError', tier: 'none', needsReview: true });
		expect(result.reason).toMatch(/not sure: \d+ % for IOError/);
	});

	it('obeys the threshold of the class before the common one', () => {
		const cascade = new Cascade(thresholds({ perClass: { IOError: 0.999 } }));
		expect(cascade.decide('x', SURE).tier).toBe('none');
		expect(new Cascade(thresholds({ perClass: { Routine: 0.999 } })).decide('x', SURE).tier).toBe(
			'head'
		);
	});

	it('says Unclassified to what is unlike anything known', () => {
		const cascade = new Cascade(thresholds({ similarity: 0.5 }), EXAMPLES);
		expect(cascade.decide('x', SURE)).toMatchObject({ tier: 'head', similarity: 1 });
		const strange = cascade.decide('x', Float32Array.of(0, 0, 0, 1));
		expect(strange).toMatchObject({
			label: UNCLASSIFIED,
			tier: 'none',
			needsReview: true,
			similarity: 0
		});
		expect(strange.reason).toMatch(/Unlike anything known/);
	});

	it('knows the label of a rule, and that a routing rule has none', () => {
		const cascade = new Cascade(
			smallBundle({ rules: [rule(), rule({ id: 'ask', then: { route: 'llm' } })] })
		);
		expect([0, 1, 2, -1].map((at) => cascade.labelOfRule(at))).toEqual([
			'IOError',
			undefined,
			undefined,
			undefined
		]);
	});
});
