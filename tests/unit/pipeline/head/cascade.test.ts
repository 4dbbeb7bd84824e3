import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseBundle } from '../../../../src/lib/pipeline/bundle/bundle';
import { Cascade, type CascadeRow } from '../../../../src/lib/pipeline/head/cascade';
import { ExampleIndex, quantise } from '../../../../src/lib/pipeline/head/example-index';
import { UNCLASSIFIED, type Classification } from '../../../../src/lib/pipeline/types';
import { rule, smallBundle } from '../../support/small-bundle';

const SURE = Float32Array.of(1, 0, 0, 0);
const EXAMPLES = new ExampleIndex(['x'], ['IOError'], quantise(SURE), 4);
const REST = [
	[0, 1, 0, 0],
	[0, 0, 1, 0]
];
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
		expect(result.reason).toMatch(/Not sure: 98\.\d% IOError \(needs 99\.9%\)/);
	});

	it('obeys the threshold of the class before the common one', () => {
		const cascade = new Cascade(thresholds({ perClass: { IOError: 0.999 } }));
		expect(cascade.decide('x', SURE).tier).toBe('none');
		expect(new Cascade(thresholds({ perClass: { Routine: 0.999 } })).decide('x', SURE).tier).toBe(
			'head'
		);
	});

	it('settles nothing of what is unlike anything known, and keeps its best guess', () => {
		const cascade = new Cascade(thresholds({ similarity: 0.5 }), EXAMPLES);
		expect(cascade.decide('x', SURE)).toMatchObject({ tier: 'head', similarity: 1 });
		const strange = cascade.decide('x', Float32Array.of(0, 0, 0, 1));
		expect(strange).toMatchObject({
			label: 'IOError',
			tier: 'none',
			certainty: 'unknown',
			unlike: true,
			needsReview: true,
			similarity: 0
		});
		expect(strange.reason).toMatch(/Unlike anything known/);
	});

	it.each([
		['infinite weights', { coefficients: [[Infinity, 0, 0, 0], ...REST], intercepts: [0, 0, 0] }],
		[
			'sums that overflow',
			{ coefficients: [[1e308, 1e308, 0, 0], ...REST], intercepts: [1e308, 0, 0] }
		],
		['no number at all', { coefficients: [[0, 0, 0, 0], ...REST], intercepts: [NaN, 0, 0] }]
	])('settles nothing by a head with %s', (_, change) => {
		const head = { ...smallBundle().head, ...change };
		for (const problem of [undefined, 0.4])
			for (const examples of [undefined, EXAMPLES]) {
				const bundle = smallBundle({
					head,
					thresholds: { confidence: 0, similarity: -1, ...(problem ? { problem } : {}) }
				});
				const result = new Cascade(bundle, examples).decide('x', SURE);
				expect(result).toMatchObject({
					label: UNCLASSIFIED,
					confidence: 0,
					tier: 'none',
					needsReview: true,
					top: []
				});
				expect(result.reason).toMatch(/overflow/);
			}
	});

	it('comes to probabilities with any numbers that a bundle file may have', () => {
		const extreme = (least: number, most: number) =>
			fc.oneof(fc.constantFrom(least, most), fc.double({ min: least, max: most, noNaN: true }));
		const weight = extreme(-1e6, 1e6);
		const row = fc.array(weight, { minLength: 4, maxLength: 4 });
		fc.assert(
			fc.property(
				fc.array(row, { minLength: 3, maxLength: 3 }),
				fc.array(weight, { minLength: 3, maxLength: 3 }),
				extreme(0, 1e4),
				extreme(0.01, 100),
				fc.array(extreme(0, 1), { minLength: 3, maxLength: 3 }),
				(coefficients, intercepts, embeddingScale, temperature, [a = 0, b = 0, c = 0]) => {
					const bundle = smallBundle({
						head: { ...smallBundle().head, coefficients, intercepts, temperature },
						features: { ...smallBundle().features, embeddingScale },
						expected: { shares: { IOError: a, NetworkError: b, Routine: c } }
					});
					const cascade = new Cascade(parseBundle(JSON.parse(JSON.stringify(bundle))));
					const rows = ['x', 'y'].map((canonical): CascadeRow => ({
						message: canonical,
						source: '',
						canonical,
						level: 'error'
					}));
					for (const { confidence, top } of cascade.classifyRows(rows, () => SURE)) {
						expect(confidence).toBeGreaterThanOrEqual(0);
						expect(confidence).toBeLessThanOrEqual(1 + 1e-9);
						expect(top.every(({ probability }) => Number.isFinite(probability))).toBe(true);
					}
				}
			)
		);
	});

	it('leaves other messages as they are when the encoder gives no numbers for one', () => {
		const cascade = new Cascade(smallBundle({ rules: [] }));
		const row = (canonical: string): CascadeRow => ({
			message: canonical,
			source: '',
			canonical,
			level: 'none'
		});
		const embeddingOf = (text: string): Float32Array =>
			text === 'broken' ? new Float32Array(4).fill(NaN) : SURE;
		const [good, broken] = cascade.classifyRows([row('good'), row('broken')], embeddingOf);
		expect(broken).toMatchObject({ label: UNCLASSIFIED, certainty: 'unknown', needsReview: true });
		expect(broken?.reason).toMatch(/No probability/);
		expect(good).toMatchObject({ label: 'IOError', tier: 'head' });
		expect(good?.confidence).toBeGreaterThan(0.5);
	});

	describe('with rules', () => {
		const cascade = new Cascade(
			smallBundle({
				rules: [
					rule({ id: 'ask', pattern: 'please ask', then: { route: 'llm' } }),
					rule({ then: { label: 'NetworkError' } }),
					rule({ id: 'nas', pattern: 'full', source: 'nas' })
				]
			})
		);
		const row = (message: string, source = ''): CascadeRow => ({
			message,
			source,
			canonical: 'x',
			level: 'none'
		});
		const classify = (...rows: CascadeRow[]) => cascade.classifyRows(rows, () => SURE, false);

		it('gives the label of the first rule that matches the message and source', () => {
			const ruled = {
				confidence: 1,
				tier: 'rule',
				certainty: 'sure',
				family: 'no problem',
				familyConfidence: 1,
				needsReview: false,
				top: []
			};
			expect(classify(row('disk full'))[0]).toEqual({ ...ruled, label: 'NetworkError' });
			expect(classify(row('it is full', 'NAS'))[0]).toEqual({
				...ruled,
				label: 'IOError'
			});
			expect(cascade.byRule('disk full', 'nas')).toMatchObject({ rule: 1 });
		});

		it('lets the head decide where no rule matches, and where one only routes', () => {
			const ofHead = cascade.decide('x', SURE);
			expect(ofHead.tier).toBe('head');
			for (const message of ['it is full', 'please ask: disk full'])
				expect(classify(row(message))[0]).toEqual(ofHead);
			expect(cascade.byRule('it is full', '')).toEqual({ rule: -1 });
			expect(cascade.byRule('please ask: disk full', '')).toEqual({ rule: 0 });
		});

		it('tries only the candidates', () => {
			expect(cascade.byRule('disk full', 'nas', [0, 2])).toMatchObject({ rule: 2 });
			expect(cascade.byRule('disk full', 'nas', [])).toEqual({ rule: -1 });
		});

		it('does not share what it gives', () => {
			(classify(row('disk full'))[0] as Classification).label = 'Routine';
			expect(classify(row('disk full'))[0]?.label).toBe('NetworkError');
		});
	});

	describe('with families', () => {
		const families = (thresholds: object) =>
			smallBundle({
				labels: [
					{ name: 'IOError', definition: '', problem: true, family: 'problem' },
					{ name: 'NetworkError', definition: '', problem: true, family: 'problem' },
					{ name: 'Routine', definition: '', family: 'routine' }
				],
				thresholds: { confidence: 0.6, similarity: -1, ...thresholds }
			});
		const ROUTINE = Float32Array.of(0, 0, 1, 0);

		it('is likely where the family is settled and the label is not', () => {
			const cascade = new Cascade(families({ confidence: 0.999, nodes: { problem: 0.9 } }));
			expect(cascade.decide('x', SURE)).toMatchObject({
				label: 'IOError',
				certainty: 'likely',
				family: 'problem',
				tier: 'head',
				needsReview: false
			});
			expect(new Cascade(families({ confidence: 0.9999 })).decide('x', SURE)).toMatchObject({
				certainty: 'unknown',
				tier: 'none',
				needsReview: true
			});
		});

		it('asks for a review of likely problems where the bundle says so, and of likely routine nowhere', () => {
			const thresholds = { confidence: 0.999, nodes: { problem: 0.9, routine: 0.9 } };
			const cascade = new Cascade(families({ ...thresholds, reviewProblems: true }));
			expect(cascade.decide('x', SURE)).toMatchObject({ certainty: 'likely', needsReview: true });
			const routine = cascade.decide('x', ROUTINE, 'info');
			expect(routine).toMatchObject({ certainty: 'likely', needsReview: false });
		});

		it('is never sure that an error is routine', () => {
			const cascade = new Cascade(families({}));
			expect(cascade.decide('x', ROUTINE, 'info')).toMatchObject({
				label: 'Routine',
				certainty: 'sure',
				family: 'routine'
			});
			const contradicted = cascade.decide('x', ROUTINE, 'error');
			expect(contradicted).toMatchObject({ label: 'Routine', certainty: 'likely' });
			expect(contradicted.reason).toMatch(/its level is error or worse/);
		});

		it('judges the messages of a run by each other, in their order', () => {
			const cascade = new Cascade(families({}));
			const doubtful = Float32Array.of(0.5, 0.5, 0, 0.1);
			const score = (embedding: Float32Array) => cascade.score('x', embedding);
			const units = Array.from({ length: 60 }, (_, n) => ({
				canonical: `network ${n}`,
				level: 'none' as const,
				score: score(Float32Array.of(0, 1, 0, 0))
			}));
			const unit = { canonical: 'doubtful', level: 'none' as const, score: score(doubtful) };
			const { results, priors } = cascade.judgeRun([unit, ...units]);
			expect(priors?.units).toBe(61);
			const alone = cascade.judgeRun([unit, ...units], false);
			expect(alone.priors).toBeUndefined();
			expect(alone.results[0]?.label).toBe('IOError');
			expect(results[0]?.label).toBe('NetworkError');
		});
	});

	it('leaves an empty text for review', () => {
		const empty: CascadeRow = { message: '  ', source: '', canonical: '', level: 'none' };
		const [result] = new Cascade(smallBundle()).classifyRows([empty], () => SURE);
		expect(result).toMatchObject({
			label: UNCLASSIFIED,
			needsReview: true,
			reason: 'The message is empty.'
		});
	});
});
