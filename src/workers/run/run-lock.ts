import { deleteRun, savedRun, settleRun, storedRows } from '../../lib/store/db';
import type { RunRecord } from '../../lib/store/schema';

const nameOf = (runId: string): string => `winnow-run-${runId}`;

/** Does the work of a run under a lock that ends with it, however it ends: also when its tab is closed or killed. */
export function underRunLock<T>(runId: string, work: () => Promise<T>): Promise<T> {
	return navigator.locks.request(nameOf(runId), work);
}

/**
 * Run records that say `running` although nobody holds their lock any more are given as interrupted. Nothing is written:
 * on a full disk the list must stay readable. What another tab works on stays `running`.
 */
export async function withoutDeadRuns(runs: readonly RunRecord[]): Promise<RunRecord[]> {
	if (runs.every(({ status }) => status !== 'running')) return [...runs];
	const { held = [] } = await navigator.locks.query();
	const alive = new Set(held.map(({ name }) => name));
	return runs.map((run) =>
		run.status === 'running' && !alive.has(nameOf(run.id)) ? { ...run, status: 'interrupted' } : run
	);
}

/** Marks a run as cancelled whose worker is gone; one of which nothing is stored is removed. */
export async function endDeadRun(runId: string): Promise<RunRecord | undefined> {
	if ((await savedRun(runId)) === undefined) return undefined;
	const stored = await storedRows(runId);
	if (stored.rows > 0) return settleRun(runId, { ...stored, status: 'cancelled' });
	await deleteRun(runId);
	return undefined;
}
