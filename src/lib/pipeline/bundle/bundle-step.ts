import type { Bundle } from './bundle';
import type { BundleContent } from './edit';

/** The way back from an edit. Most edits leave the trained model, which is most of a bundle, as it is. */
export interface BundleStep {
	/** Fields that it changed or took out, as they were. */
	fields: Partial<Bundle>;
	/** All fields that there were, in their order: a bundle's version depends on it. */
	names: (keyof Bundle)[];
	/** Absent: the examples' embeddings were not changed. */
	examples?: { before: Int8Array | undefined };
}

/** The way back from some content of a bundle to what it was before. */
export function stepBack(after: BundleContent, before: BundleContent): BundleStep {
	const names = Object.keys(before.bundle) as (keyof Bundle)[];
	const changed = names.filter((name) => !isSame(before.bundle[name], after.bundle[name]));
	return {
		fields: Object.fromEntries(changed.map((name) => [name, before.bundle[name]])),
		names,
		...(isSameBytes(before.examples, after.examples)
			? {}
			: { examples: { before: before.examples } })
	};
}

/** Content as it was before an edit. */
export function takenBack({ bundle, examples }: BundleContent, step: BundleStep): BundleContent {
	const all = { ...bundle, ...step.fields };
	return {
		bundle: Object.fromEntries(step.names.map((name) => [name, all[name]])) as unknown as Bundle,
		examples: step.examples ? step.examples.before : examples
	};
}

/** A bundle is JSON. */
const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

function isSameBytes(a: Int8Array | undefined, b: Int8Array | undefined): boolean {
	if (a === undefined || b === undefined) return a === b;
	return a.length === b.length && a.every((value, at) => value === b[at]);
}
