import type { RunTable } from '../../lib/pipeline/columnar/run-table';
import { applyFilter } from '../../lib/pipeline/view/row-filter';
import { TIERS } from '../../lib/pipeline/types';
import { settleRun } from '../../lib/store/db';
import type { RunRecord } from '../../lib/store/schema';

/**
 * Counts the rows of a run that has ended: the totals of a killed run are up to a second older than its rows, those of one
 * that found no more room are ahead of them, and templates may have been relabelled since.
 */
export async function recounted(run: RunRecord, table: RunTable): Promise<RunRecord> {
	const rowsByTier = { ...run.rowsByTier };
	for (const tier of TIERS) rowsByTier[tier] = 0;
	for (const [tier, rows] of applyFilter(table, { showMuted: true }).facets.tiers)
		rowsByTier[tier] = rows;
	if (
		run.rows === table.rowCount &&
		TIERS.every((tier) => rowsByTier[tier] === run.rowsByTier[tier])
	)
		return run;
	return settleRun(run.id, {
		// There may have been no room to write this down either.
		status: run.status,
		rows: table.rowCount,
		chunks: table.chunkStarts.length,
		rowsByTier,
		templatesByTier: templatesByTier(run, table)
	});
}

/** Distinct messages by what became of them; those without a result were settled by rules alone, as the run counted. */
function templatesByTier(
	{ templatesByTier: before }: RunRecord,
	table: RunTable
): RunRecord['templatesByTier'] {
	const counts = { ...before };
	for (const tier of TIERS) if (tier !== 'rule') counts[tier] = 0;
	for (const entry of table.templates) if (entry?.result) counts[entry.result.tier]++;
	return counts;
}
