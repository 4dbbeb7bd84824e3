import { describe, expect, it } from 'vitest';
import { parseAnswer } from '../../../../src/lib/pipeline/llm/answer';
import { compactGrammar } from '../../../../src/lib/pipeline/llm/grammar';
import { LlmPrompts } from '../../../../src/lib/pipeline/llm/prompt';
import { smallBundle } from '../../support/small-bundle';

const grammarOf = (withReason: boolean, names = ['IOError', 'Routine']): string => {
	const labels = names.map((name) => ({ name, definition: '' }));
	const subject = { source: 'app', message: 'x', nearest: [] };
	const prompts = new LlmPrompts(labels, withReason);
	return compactGrammar(prompts.labelRequest(subject, prompts.names).schema);
};

/** The strings of a grammar without repetition: rules are literals, names of rules, and alternatives of both. */
function stringsOf(grammar: string): string[] {
	const rules = new Map(
		grammar
			.trim()
			.split('\n')
			.map((line) => line.split(' ::= ') as [string, string])
	);
	const expand = (rule: string): string[] =>
		[...rule.split(' | ')].flatMap((alternative) =>
			(alternative.match(/"(?:[^"\\]|\\.)*"|[a-z]+/g) ?? []).reduce<string[]>(
				(heads, part) => {
					const tails = part.startsWith('"')
						? [JSON.parse(part) as string]
						: expand(rules.get(part) ?? '');
					return heads.flatMap((head) => tails.map((tail) => head + tail));
				},
				['']
			)
		);
	return expand(rules.get('root') ?? '');
}

describe('compactGrammar', () => {
	it('allows exactly one answer for each label, without white space, and each is valid', () => {
		const answers = stringsOf(grammarOf(false));
		expect(answers).toEqual([
			'{"label":"IOError"}',
			'{"label":"Routine"}',
			'{"label":"Unclassified"}'
		]);
		const labels = [...smallBundle().labels.map(({ name }) => name), 'Unclassified'];
		for (const text of answers)
			expect(parseAnswer({ text, promptTokens: 1, completionTokens: 1 }, labels)).toEqual(
				JSON.parse(text)
			);
	});

	it('writes names as JSON does, whatever is in them', () => {
		const names = ['Say "no"', 'back\\slash', 'Größe 😀'];
		const labels = stringsOf(grammarOf(false, names)).map(
			(text) => (JSON.parse(text) as { label: string }).label
		);
		expect(labels).toEqual([...names, 'Unclassified']);
	});

	it('bounds the reason, which comes after the label', () => {
		const grammar = grammarOf(true);
		expect(grammar).toContain('root ::= "{\\"label\\":" label ",\\"reason\\":" reason "}"');
		expect(grammar).toContain('char{0,160}');
		expect(grammar).toContain('char ::= [^"\\\\\\x00-\\x1F\\x7F] | "\\\\" ["\\\\]');
	});
});
