import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAnswer } from '../../../../src/lib/pipeline/llm/answer';
import type { LlmToken } from '../../../../src/lib/pipeline/llm/engine';

const LABELS = ['IOError', 'NetworkError', 'Unclassified'];
const parse = (text: string, tokens?: LlmToken[]) =>
	parseAnswer(
		{ text, promptTokens: 1, completionTokens: 1, ...(tokens ? { tokens } : {}) },
		LABELS
	);

describe('parseAnswer', () => {
	it.each([
		['{"label": "IOError"}', { label: 'IOError' }],
		[' {"label":"Unclassified"} ', { label: 'Unclassified' }],
		['{"label": "IOError", "reason": "A disk."}', { label: 'IOError', reason: 'A disk.' }],
		['a label in another case', { label: 'IOError' }, '{"label": "ioerror"}'],
		[
			'a reason that breaks off',
			{ label: 'IOError', reason: 'The di' },
			'{"label":"IOError","reason":"The di'
		],
		[
			'an escaped reason',
			{ label: 'IOError', reason: 'a "b"' },
			'{"label":"IOError","reason":"a \\"b\\""}'
		]
	])('reads %s', (name, expected, text = name) => {
		expect(parse(text)).toEqual(expected);
	});

	it.each([
		['nothing', '', /nothing/],
		['prose', 'The label is IOError because a disk failed.', /form/],
		['another label', '{"label": "DiskError"}', /not there: "DiskError"/],
		['an answer that breaks off in its label', '{"label": "IOErr', /form/],
		['an endless answer', `{"label": "${'x'.repeat(10_000)}`, /form/],
		['a list', '["IOError"]', /form/],
		['a number', '{"label": 7}', /form/]
	])('refuses %s and says why', (_name, text, problem) => {
		const answer = parse(text);
		expect(answer).toHaveProperty('problem', expect.stringMatching(problem));
		expect(JSON.stringify(answer).length).toBeLessThan(250);
	});

	it('never throws, and never gives a label that is not there', () => {
		fc.assert(
			fc.property(
				fc.oneof(
					fc.string(),
					fc.json(),
					fc.string().map((s) => `{"label": "${s}"`)
				),
				(text) => {
					const answer = parse(text);
					expect('problem' in answer || LABELS.includes(answer.label)).toBe(true);
				}
			)
		);
	});

	it('bounds a reason', () => {
		expect(parse(`{"label":"IOError","reason":"${'r'.repeat(5_000)}"}`)).toEqual({
			label: 'IOError',
			reason: 'r'.repeat(160)
		});
	});
});

describe('confidence', () => {
	const token = (text: string, p: number, others: [string, number][] = []): LlmToken => ({
		text,
		logprob: Math.log(p),
		top: [[text, p] as [string, number], ...others].map(([t, q]) => ({
			text: t,
			logprob: Math.log(q)
		}))
	});

	it('is the label’s share among the labels, whatever else the model would have said', () => {
		const answer = parse('{"label": "IOError"}', [
			token('{"label": "', 0.1),
			// Half of the probability is for words that the grammar forbids.
			token('IO', 0.3, [
				['Network', 0.1],
				['The', 0.5]
			]),
			token('Error', 0.8, [['Fault', 0.2]]),
			token('"}', 0.5)
		]);
		expect(answer).toMatchObject({ label: 'IOError', confidence: expect.closeTo(0.75, 10) });
	});

	it('is not there without log-probabilities', () => {
		expect(parse('{"label": "IOError"}')).not.toHaveProperty('confidence');
	});
});
