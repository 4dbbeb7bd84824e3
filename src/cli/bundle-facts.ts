import type { BundleContent } from '../lib/pipeline/bundle/edit';
import { LabelTree, NO_PROBLEM, PROBLEM } from '../lib/pipeline/bundle/label-tree';
import { isPresentRevision } from '../lib/pipeline/embed/encoder-revision';
import { Cascade } from '../lib/pipeline/head/cascade';
import { analyseRules } from '../lib/pipeline/rules/rule-analysis';
import { formatAmount, formatCount, formatShare } from '../lib/pipeline/text/format-number';
import { unitVector } from '../workers/embed/message-embeddings';

/** What is in a bundle. */
export interface BundleFacts {
	name: string;
	version: string;
	createdAt: string;
	bytes: number;
	/** Labels by side and family. */
	tree: Record<string, Record<string, string[]>>;
	head: { classes: number; numbers: number; temperature: number };
	encoder: { id: string; revision: string };
	canonicaliser: number;
	thresholds: object;
	rules: { count: number; disabled: number; failures: string[] };
	/** Labelled examples, and how many of them the bundle itself gives their label: an upper bound, it learned from them. */
	examples: { count: number; byLabel: Record<string, number>; agreeing: number; sure: number };
	answers: number;
}

/** @param bytes of the file */
export function bundleFacts({ bundle, examples }: BundleContent, bytes: number): BundleFacts {
	const { name, version, createdAt, head, encoder, canonicaliser, thresholds, rules } = bundle;
	return {
		name,
		version,
		createdAt,
		bytes,
		tree: treeOf(bundle),
		head: {
			classes: new Set(head.classes).size,
			numbers: head.coefficients.length * ((head.coefficients[0]?.length ?? 0) + 1),
			temperature: head.temperature
		},
		encoder: { id: encoder.id, revision: encoder.revision },
		canonicaliser,
		thresholds,
		rules: {
			count: rules.length,
			disabled: rules.filter(({ disabled }) => disabled).length,
			failures: ruleFailures(bundle)
		},
		examples: exampleFacts({ bundle, examples }),
		answers: bundle.answers?.length ?? 0
	};
}

function treeOf({ labels }: BundleContent['bundle']): BundleFacts['tree'] {
	const tree = new LabelTree(
		labels,
		labels.map(({ name }) => name)
	);
	const sides: BundleFacts['tree'] = {};
	for (const { name, problem } of labels) {
		const side = (sides[problem ? PROBLEM : NO_PROBLEM] ??= {});
		(side[tree.family(name)] ??= []).push(name);
	}
	return sides;
}

/** Test messages of rules that come out otherwise than they should. */
function ruleFailures({ rules }: BundleContent['bundle']): string[] {
	const { rules: stats } = analyseRules(rules, [], () => 0, 1);
	return stats.flatMap(({ id, failures }) =>
		failures.map(
			({ message, expected }) =>
				`rule "${id}" should ${expected === 'match' ? 'match' : 'leave alone'}: ${message}`
		)
	);
}

function exampleFacts({ bundle, examples: embeddings }: BundleContent): BundleFacts['examples'] {
	const { texts, labels } = bundle.examples ?? { texts: [], labels: [] };
	const byLabel: Record<string, number> = {};
	const names = labels.map((at) => bundle.labels[at]?.name ?? '');
	for (const name of names) byLabel[name] = (byLabel[name] ?? 0) + 1;
	const cascade = new Cascade(bundle);
	const { dimensions } = bundle.encoder;
	const judged = texts.map((text, at) =>
		cascade.decide(
			text,
			unitVector((embeddings as Int8Array).subarray(at * dimensions, (at + 1) * dimensions))
		)
	);
	return {
		count: texts.length,
		byLabel,
		agreeing: judged.filter(({ label }, at) => label === names[at]).length,
		sure: judged.filter(({ certainty }) => certainty === 'sure').length
	};
}

/** The same in lines. */
export function factLines(facts: BundleFacts): string[] {
	const { tree, head, rules, examples } = facts;
	const labels = Object.values(tree).flatMap((families) => Object.values(families).flat());
	return [
		`name        ${facts.name}, version ${facts.version}${facts.createdAt === '' ? '' : `, made ${facts.createdAt}`}`,
		`size        ${formatCount(facts.bytes)} bytes`,
		`categories  ${labels.length}`,
		...Object.entries(tree).flatMap(([side, families]) => [
			`  ${side}`,
			...Object.entries(families).map(([family, own]) => `    ${family}: ${own.join(', ')}`)
		]),
		`head        ${head.classes} categories, ${formatAmount(head.numbers, 'number')}, temperature ${head.temperature}`,
		`encoder     ${facts.encoder.id}, revision ${facts.encoder.revision}${isPresentRevision(facts.encoder.revision) ? '' : ', an earlier one: a little less certain until it is updated in the page'}`,
		`thresholds  ${JSON.stringify(facts.thresholds)}`,
		`rules       ${rules.count}, of which ${rules.disabled} are off; ${formatAmount(rules.failures.length, 'test message')} of their own with another result than it should have`,
		...rules.failures.map((failure) => `  ${failure}`),
		`examples    ${formatCount(examples.count)}`,
		...(examples.count === 0
			? []
			: [
					`  the bundle gives ${formatShare(examples.agreeing, examples.count)} of them their category and is sure of ${formatShare(examples.sure, examples.count)}; it learned from them, so expect less of other messages`
				]),
		...(facts.answers === 0 ? [] : [`answers     ${formatCount(facts.answers)}, given by hand`])
	];
}
