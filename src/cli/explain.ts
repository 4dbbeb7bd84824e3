import { canonicalise } from '../lib/pipeline/canonical/canonical';
import { wordWeights } from '../lib/pipeline/head/explain';
import { quantise } from '../lib/pipeline/head/example-index';
import { Head } from '../lib/pipeline/head/head';
import { severityOfLevel } from '../lib/pipeline/read/level-words';
import { levelClassOf, type Classification } from '../lib/pipeline/types';
import { loadSieves, type LoadedSieves } from './run-files';
import { parsed, UsageError, type Command } from './usage';

const OPTIONS = {
	source: { type: 'string', default: '' },
	level: { type: 'string' },
	bundle: { type: 'string' }
} as const;

/** Labelled examples that are named. */
const NEIGHBOURS = 3;

/** Why one message has its category. */
export const explain: Command = {
	usage: 'explain "MESSAGE" [options]',
	purpose: 'Says which category one message gets, and why, as JSON.',
	help: `      --source NAME   the program that wrote it
      --level LEVEL   its level, such as ERROR
      --bundle FILE   a bundle that the page exported; the default bundle unless given

It is judged alone: in a log the other messages have a say too.

Example:
  explain "Connection refused by 10.0.0.7:5432" --level ERROR`,
	async run(args) {
		const { values, positionals } = parsed(args, OPTIONS);
		const [message] = positionals;
		if (message === undefined || positionals.length > 1)
			throw new UsageError('Give one message, in quotation marks.');
		const { source, level, bundle } = values;
		const sieves = await loadSieves({ bundle });
		const found = await explanation(sieves, { message, source, level });
		process.stdout.write(`${JSON.stringify(found, null, 2)}\n`);
		return 0;
	}
};

/** What a message gets, and what speaks for it. */
async function explanation(
	{ cascade, embed, examples }: LoadedSieves,
	{ message, source, level }: { message: string; source: string; level?: string | undefined }
): Promise<object> {
	const template = canonicalise(message);
	const { rule, result } = cascade.byRule(message, source);
	if (result) {
		const { name, pattern } = cascade.rules.rules[rule] as { name: string; pattern: string };
		return { ...verdict(result), template, rule: { name, pattern } };
	}
	const levelClass = levelClassOf(level === undefined ? undefined : severityOfLevel(level));
	if (template === '') return { ...verdict(cascade.decide('', new Float32Array())), template };
	const embedding = await embed([template]);
	const decided = cascade.decide(template, embedding, levelClass);
	const { top, reason } = decided;
	const words = wordWeights(new Head(cascade.bundle), template, embedding, decided.label);
	return {
		...verdict(decided),
		...(reason === undefined ? {} : { reason }),
		template,
		top: top.map(({ label, probability }) => ({ label, probability: rounded(probability) })),
		words: words.map(({ word, weight }) => ({ word, weight: rounded(weight) })),
		nearest: (examples?.nearest(quantise(embedding), NEIGHBOURS) ?? []).map((example) => ({
			...example,
			similarity: rounded(example.similarity)
		}))
	};
}

const verdict = (result: Readonly<Classification>): object => ({
	label: result.label,
	confidence: rounded(result.confidence),
	certainty: result.certainty,
	family: result.family,
	family_confidence: rounded(result.familyConfidence),
	tier: result.tier
});

const rounded = (value: number): number => Number(value.toFixed(4));
