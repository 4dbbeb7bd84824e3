import type { Bundle } from '../lib/pipeline/bundle/bundle';
import type { BundleContent } from '../lib/pipeline/bundle/edit';
import { Cascade } from '../lib/pipeline/head/cascade';
import { formatAmount } from '../lib/pipeline/text/format-number';
import { unitVector } from '../workers/embed/message-embeddings';

/** Names of what only one of two bundles has, and of what both have and differs. */
interface Changes {
	added: string[];
	removed: string[];
	changed: string[];
}

/** How two bundles differ. */
export interface BundleDiff {
	/** Values that differ, by their place in the bundle. */
	values: { place: string; before: unknown; after: unknown }[];
	labels: Changes;
	rules: Changes & {
		/** Rules that both have are in another order. */
		reordered: boolean;
	};
	head: { classes: Changes; isSame: boolean };
	examples: Pick<Changes, 'added' | 'removed'>;
	/** What both make of all examples of either, without rules and each message alone. */
	predictions: {
		asked: number;
		changes: { text: string; before: string; after: string }[];
		/** Same category, another certainty. */
		certainties: number;
	};
}

const SAMPLES = 3;
const TEXT_CHARS = 100;

export function bundleDiff(before: BundleContent, after: BundleContent): BundleDiff {
	const [a, b] = [before.bundle, after.bundle];
	const textsOf = ({ examples }: Bundle): Map<string, unknown> =>
		new Map(examples?.texts.map((text) => [text, null]));
	const { added, removed } = changesOf(textsOf(a), textsOf(b));
	return {
		values: valueChanges(a, b),
		labels: changesOf(byName(a.labels, 'name'), byName(b.labels, 'name')),
		rules: {
			...changesOf(byName(a.rules, 'id'), byName(b.rules, 'id')),
			reordered: isReordered(a.rules, b.rules)
		},
		head: {
			classes: changesOf(classesOf(a), classesOf(b)),
			isSame: JSON.stringify(a.head) === JSON.stringify(b.head)
		},
		examples: { added, removed },
		predictions: predictionChanges(before, after)
	};
}

const byName = <Key extends string>(
	items: readonly Record<Key, string>[],
	key: Key
): Map<string, unknown> => new Map(items.map((item) => [item[key], item]));

const classesOf = ({ head }: Bundle): Map<string, unknown> =>
	new Map(head.classes.map((name) => [name, null]));

function changesOf(before: Map<string, unknown>, after: Map<string, unknown>): Changes {
	return {
		added: [...after.keys()].filter((name) => !before.has(name)),
		removed: [...before.keys()].filter((name) => !after.has(name)),
		changed: [...after].flatMap(([name, value]) =>
			before.has(name) && JSON.stringify(before.get(name)) !== JSON.stringify(value) ? [name] : []
		)
	};
}

function isReordered(before: Bundle['rules'], after: Bundle['rules']): boolean {
	const common = (own: Bundle['rules'], other: Bundle['rules']): string =>
		JSON.stringify(own.map(({ id }) => id).filter((id) => other.some((rule) => rule.id === id)));
	return common(before, after) !== common(after, before);
}

/** Metadata, encoder, features, thresholds and what is expected of logs. */
function valueChanges(a: Bundle, b: Bundle): BundleDiff['values'] {
	const [before, after] = [flat(valuesOf(a)), flat(valuesOf(b))];
	return [...new Set([...before.keys(), ...after.keys()])].flatMap((place) =>
		before.get(place) === after.get(place)
			? []
			: [{ place, before: before.get(place) ?? null, after: after.get(place) ?? null }]
	);
}

const valuesOf = (bundle: Bundle): object => ({
	name: bundle.name,
	version: bundle.version,
	createdAt: bundle.createdAt,
	canonicaliser: bundle.canonicaliser,
	encoder: bundle.encoder,
	features: bundle.features,
	temperature: bundle.head.temperature,
	thresholds: bundle.thresholds,
	expected: bundle.expected ?? {}
});

/** Leaves of an object by their dotted places. */
function flat(value: unknown, place = ''): Map<string, unknown> {
	if (typeof value !== 'object' || value === null) return new Map([[place, value]]);
	return new Map(
		Object.entries(value).flatMap(([key, inner]) => [
			...flat(inner, place === '' ? key : `${place}.${key}`)
		])
	);
}

function predictionChanges(before: BundleContent, after: BundleContent): BundleDiff['predictions'] {
	const embeddings = new Map([...embeddingsOf(after), ...embeddingsOf(before)]);
	const [first, second] = [new Cascade(before.bundle), new Cascade(after.bundle)];
	const changes: BundleDiff['predictions']['changes'] = [];
	let certainties = 0;
	for (const [text, embedding] of embeddings) {
		const a = first.decide(text, embedding);
		const b = second.decide(text, embedding);
		if (a.label !== b.label) changes.push({ text, before: a.label, after: b.label });
		else if (a.certainty !== b.certainty) certainties++;
	}
	return { asked: embeddings.size, changes, certainties };
}

function embeddingsOf({ bundle, examples }: BundleContent): Map<string, Float32Array> {
	const { dimensions } = bundle.encoder;
	return new Map(
		(bundle.examples?.texts ?? []).map((text, at) => [
			text,
			unitVector((examples as Int8Array).subarray(at * dimensions, (at + 1) * dimensions))
		])
	);
}

/** The same in lines. */
export function diffLines(diff: BundleDiff): string[] {
	const { values, labels, rules, head, examples, predictions } = diff;
	return [
		...values.map(
			({ place, before, after }) => `${place}: ${JSON.stringify(before)} → ${JSON.stringify(after)}`
		),
		...changeLines('category', labels),
		...changeLines('rule', rules),
		...(rules.reordered ? ['rules in another order'] : []),
		...changeLines('category of the head', head.classes),
		...(head.isSame ? [] : ['the head has other numbers']),
		...(examples.added.length + examples.removed.length === 0
			? []
			: [`examples: ${examples.added.length} added, ${examples.removed.length} removed`]),
		`${formatAmount(predictions.changes.length, 'message')} of ${predictions.asked} examples get another category, ${predictions.certainties} the same with another certainty`,
		...moveLines(predictions.changes)
	];
}

const changeLines = (what: string, { added, removed, changed }: Changes): string[] => [
	...added.map((name) => `+ ${what} ${name}`),
	...removed.map((name) => `- ${what} ${name}`),
	...changed.map((name) => `~ ${what} ${name}`)
];

/** Changes from one category to another, most first, with some of their messages. */
function moveLines(changes: BundleDiff['predictions']['changes']): string[] {
	const moves = new Map<string, string[]>();
	for (const { text, before, after } of changes) {
		const move = `${before} → ${after}`;
		moves.set(move, [...(moves.get(move) ?? []), text]);
	}
	return [...moves]
		.sort((a, b) => b[1].length - a[1].length)
		.flatMap(([move, texts]) => [
			`  ${move}: ${texts.length}`,
			...texts.slice(0, SAMPLES).map((text) => `    ${text.slice(0, TEXT_CHARS)}`)
		]);
}
