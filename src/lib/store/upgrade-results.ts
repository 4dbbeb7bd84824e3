import type { IDBPTransaction, StoreNames } from 'idb';
import type { Bundle } from '../pipeline/bundle/bundle';
import { LabelTree, NO_PROBLEM } from '../pipeline/bundle/label-tree';
import type { Classification, Verdict } from '../pipeline/types';
import type { WinnowDb } from './schema';

type UpgradeTransaction = IDBPTransaction<WinnowDb, StoreNames<WinnowDb>[], 'versionchange'>;

/**
 * Schema 4: results say how sure they are and which family they belong to. What was settled then is sure; of the rest
 * nothing more is known than that it was not.
 */
export async function upgradeResults(transaction: UpgradeTransaction): Promise<void> {
	const trees = new Map<string, LabelTree>();
	for (const run of await transaction.objectStore('runs').getAll())
		trees.set(run.id, treeOf(run.labels ?? []));
	let cursor = await transaction.objectStore('templates').openCursor();
	while (cursor) {
		const { result, runId } = cursor.value;
		if (result && result.certainty === undefined)
			await cursor.update({ ...cursor.value, result: upgraded(result, trees.get(runId)) });
		cursor = await cursor.continue();
	}
}

const treeOf = (labels: Bundle['labels']): LabelTree =>
	new LabelTree(
		labels,
		labels.map(({ name }) => name)
	);

function upgraded(result: Classification, tree: LabelTree | undefined): Classification {
	const { llm } = result;
	const after = { ...result, ...certaintyOf(result, tree) };
	if (!llm) return after;
	return { ...after, llm: { ...llm, before: { ...llm.before, ...certaintyOf(llm.before, tree) } } };
}

const certaintyOf = (
	{ label, confidence, needsReview }: Pick<Verdict, 'label' | 'confidence' | 'needsReview'>,
	tree: LabelTree | undefined
): Pick<Verdict, 'certainty' | 'family' | 'familyConfidence'> => ({
	certainty: needsReview ? 'unknown' : 'sure',
	family: tree?.family(label) ?? NO_PROBLEM,
	familyConfidence: confidence
});
