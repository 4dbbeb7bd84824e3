import type { Bundle } from './bundle';
import type { Rule } from '../rules/rules';
import { UNCLASSIFIED } from '../types';

/** A bundle with the embeddings of its examples, if it has any. */
export interface BundleContent {
	bundle: Bundle;
	/** Row-major `examples × dimensions`, unit vectors times 127. */
	examples?: Int8Array | undefined;
}

/** A category as the user sees it. */
export type Label = Bundle['labels'][number];

/** One step of editing. */
export type BundleEdit =
	| { kind: 'rename'; name: string }
	| { kind: 'add-label'; label: Label }
	| { kind: 'rename-label'; from: string; to: string }
	| { kind: 'change-label'; name: string; change: Partial<Omit<Label, 'name'>> }
	| { kind: 'move-label'; name: string; by: number }
	| { kind: 'merge-labels'; from: string; into: string }
	| { kind: 'delete-label'; name: string }
	| { kind: 'rules'; rules: Rule[] }
	| {
			kind: 'thresholds';
			confidence: number;
			perClass: Record<string, number>;
			reviewProblems: boolean;
	  };

/**
 * A bundle after one edit; the given one stays as it is. What a label's change means for the head is exact: a merged
 * label's probability is the sum of both, a deleted label leaves the others their shares of the rest. Throws when a name
 * is taken or gone, or nothing would be left.
 */
export function editBundle(content: BundleContent, edit: BundleEdit): BundleContent {
	const { bundle } = content;
	switch (edit.kind) {
		case 'rename':
			return { ...content, bundle: { ...bundle, name: edit.name } };
		case 'add-label':
			refuseTaken(bundle, edit.label.name);
			return { ...content, bundle: { ...bundle, labels: [...bundle.labels, edit.label] } };
		case 'change-label':
			return { ...content, bundle: changedLabel(bundle, edit.name, edit.change) };
		case 'move-label':
			return moved(content, edit.name, edit.by);
		case 'rename-label':
			refuseTaken(bundle, edit.to);
			return replaced(content, edit.from, edit.to, false);
		case 'merge-labels':
			positionOf(bundle, edit.into);
			if (edit.from === edit.into) throw new Error('A label cannot be merged into itself.');
			return replaced(content, edit.from, edit.into, true);
		case 'delete-label':
			return withoutLabel(content, edit.name);
		case 'rules':
			return { ...content, bundle: { ...bundle, rules: edit.rules } };
		case 'thresholds':
			return { ...content, bundle: withThresholds(bundle, edit) };
	}
}

function withThresholds(
	bundle: Bundle,
	{ confidence, perClass, reviewProblems }: Extract<BundleEdit, { kind: 'thresholds' }>
): Bundle {
	const thresholds: Bundle['thresholds'] = {
		...bundle.thresholds,
		confidence,
		perClass,
		reviewProblems
	};
	if (Object.keys(perClass).length === 0) delete thresholds.perClass;
	if (!reviewProblems) delete thresholds.reviewProblems;
	return { ...bundle, thresholds };
}

function positionOf({ labels }: Bundle, name: string): number {
	const at = labels.findIndex((label) => label.name === name);
	if (at === -1) throw new Error(`There is no label "${name}" in this bundle.`);
	return at;
}

function refuseTaken({ labels }: Bundle, name: string): void {
	if (name === UNCLASSIFIED)
		throw new Error(`"${name}" means that no label fits; choose another name.`);
	if (labels.some((label) => label.name === name))
		throw new Error(`There is a label "${name}" already.`);
}

function changedLabel(bundle: Bundle, name: string, change: Partial<Label>): Bundle {
	const at = positionOf(bundle, name);
	const labels = bundle.labels.map((label, i) => (i === at ? changed(label, change) : label));
	return { ...bundle, labels };
}

/** A label that changes sides leaves its family, which is on the other side. */
function changed(label: Label, change: Partial<Label>): Label {
	const { family, ...rest } = { ...label, ...change, name: label.name };
	const stays = (label.problem ?? false) === (rest.problem ?? false) || change.family !== undefined;
	return stays && family !== undefined ? { ...rest, family } : rest;
}

function moved(content: BundleContent, name: string, by: number): BundleContent {
	const { bundle } = content;
	const from = positionOf(bundle, name);
	const to = Math.min(bundle.labels.length - 1, Math.max(0, from + by));
	const labels = bundle.labels.filter((_, at) => at !== from);
	labels.splice(to, 0, bundle.labels[from] as Label);
	return { ...content, bundle: withLabels(bundle, labels, (label) => label) };
}

/** Puts one label's name in place of another everywhere; `merge`: the other is there already. */
function replaced(content: BundleContent, from: string, to: string, merge: boolean): BundleContent {
	const { bundle } = content;
	const at = positionOf(bundle, from);
	const renamed = (name: string): string => (name === from ? to : name);
	const labels = merge
		? bundle.labels.filter((_, i) => i !== at)
		: bundle.labels.map((label, i) => (i === at ? { ...label, name: to } : label));
	return { ...content, bundle: withLabels(bundle, labels, renamed) };
}

/** The bundle with other labels; `renamed` says which of them each label of before has become. */
function withLabels(bundle: Bundle, labels: Label[], renamed: (name: string) => string): Bundle {
	const { head, rules, thresholds, expected, examples } = bundle;
	const perClass = Object.entries(thresholds.perClass ?? {})
		// The threshold of the label that stays comes last, so it holds.
		.sort(([a], [b]) => Number(renamed(a) === a) - Number(renamed(b) === b))
		.map(([name, value]) => [renamed(name), value] as const);
	const positions = new Map(labels.map(({ name }, at) => [name, at]));
	const newPosition = (label: number): number =>
		positions.get(renamed((bundle.labels[label] as Label).name)) as number;
	return {
		...bundle,
		labels,
		head: { ...head, classes: head.classes.map(renamed) },
		rules: rules.map((rule) =>
			'label' in rule.then ? { ...rule, then: { label: renamed(rule.then.label) } } : rule
		),
		thresholds: {
			...thresholds,
			...(thresholds.perClass ? { perClass: Object.fromEntries(perClass) } : {})
		},
		...(expected ? { expected: { ...expected, shares: sharesOf(expected.shares, renamed) } } : {}),
		...(examples ? { examples: { ...examples, labels: examples.labels.map(newPosition) } } : {})
	};
}

/** Shares under the labels' new names; those of merged labels add up. */
function sharesOf(
	shares: Record<string, number>,
	renamed: (name: string) => string
): Record<string, number> {
	const sums = new Map<string, number>();
	for (const [name, share] of Object.entries(shares))
		sums.set(renamed(name), Math.min(1, (sums.get(renamed(name)) ?? 0) + share));
	return Object.fromEntries(sums);
}

/** Takes a label away, with its examples and the rules that give it. */
function withoutLabel({ bundle, examples }: BundleContent, name: string): BundleContent {
	const at = positionOf(bundle, name);
	if (bundle.labels.length === 1) throw new Error('A bundle needs at least one label.');
	const { head } = bundle;
	const rows = head.classes.flatMap((label, row) => (label === name ? [] : [row]));
	if (rows.length === 0)
		throw new Error(`"${name}" is the only label that the head knows; train it on others first.`);
	const pick = <T>(list: readonly T[]): T[] => rows.map((row) => list[row] as T);
	const kept = keptExamples(bundle, examples, at);
	const rest: Bundle = {
		...bundle,
		...(kept.examples ? { examples: kept.examples } : {}),
		rules: bundle.rules.filter(({ then }) => !('label' in then && then.label === name)),
		thresholds: { ...bundle.thresholds, ...withoutKey(bundle.thresholds.perClass, name) },
		head: {
			...head,
			classes: pick(head.classes),
			coefficients: pick(head.coefficients),
			intercepts: pick(head.intercepts)
		}
	};
	const labels = bundle.labels.filter((_, i) => i !== at);
	return { bundle: withLabels(rest, labels, (label) => label), examples: kept.embeddings };
}

const withoutKey = (
	perClass: Record<string, number> | undefined,
	name: string
): { perClass?: Record<string, number> } =>
	perClass
		? { perClass: Object.fromEntries(Object.entries(perClass).filter(([key]) => key !== name)) }
		: {};

function keptExamples(
	{ examples, encoder }: Bundle,
	embeddings: Int8Array | undefined,
	label: number
): { examples?: Bundle['examples']; embeddings?: Int8Array } {
	if (!examples) return {};
	const kept = examples.labels.flatMap((of, at) => (of === label ? [] : [at]));
	const { dimensions } = encoder;
	const rows = new Int8Array(kept.length * dimensions);
	kept.forEach((from, to) =>
		rows.set(
			embeddings?.subarray(from * dimensions, (from + 1) * dimensions) ?? [],
			to * dimensions
		)
	);
	return {
		examples: {
			...examples,
			texts: kept.map((at) => examples.texts[at] as string),
			labels: kept.map((at) => examples.labels[at] as number)
		},
		...(embeddings ? { embeddings: rows } : {})
	};
}
