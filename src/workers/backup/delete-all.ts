import { savedRuns, savedTemplateMarks } from '../../lib/store/db';
import { savedBundles } from '../../lib/store/bundle-store';
import { savedDecisions } from '../../lib/store/decision-store';
import { clearStore } from '../../lib/store/whole-store';
import type { StoredAmounts } from '../contracts/backup';
import { endedRuns } from './save-all';

/** Caches of the site's own program: deleting them would only fetch the same again. */
const SHELL = 'winnow-shell-';
/** Caches of this site; other sites of the same origin may have some too. */
const OWN = /^(winnow-|webllm\/)/;

export async function storedAmounts(): Promise<StoredAmounts> {
	const [runs, answers, bundles, marks] = await Promise.all([
		savedRuns(),
		savedDecisions(),
		savedBundles(),
		savedTemplateMarks()
	]);
	return {
		...{ runs: runs.length, answers: answers.length },
		...{ bundles: bundles.length, marks: marks.length }
	};
}

/** Deletes all that is stored, and the models that were fetched. Rejects in plain words while a run goes on. */
export async function deleteAll(): Promise<void> {
	await endedRuns();
	await clearStore();
	if (typeof caches === 'undefined') return;
	for (const name of await caches.keys())
		if (OWN.test(name) && !name.startsWith(SHELL)) await caches.delete(name);
}
