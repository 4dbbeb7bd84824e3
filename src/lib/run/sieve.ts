import type { RunProgress } from '../../workers/contracts/classifier';
import { TIERS, type Tier } from '../pipeline/types';
import type { Facets } from '../pipeline/view/row-filter';
import type { RunRecord } from '../store/schema';

/** What one sieve holds. */
export interface SieveStage {
	tier: Tier;
	rows: number;
	templates: number;
	/** Busy milliseconds, where it was measured. */
	milliseconds?: number;
	/** A note instead of figures. */
	note?: string;
}

/** What the sieve bar shows, during a run and after it. */
export interface Sieve {
	stages: SieveStage[];
	rows: number;
	/** Rows read but not settled yet. */
	waiting: number;
	/** How much of the input has been read, in [0, 1]. */
	fraction: number;
}

type Counts = Pick<RunRecord, 'rowsByTier' | 'templatesByTier' | 'stages'>;

/** Which measured stages of the cascade make up a tier. They overlap, so its time is that of the longest. */
const STAGES_OF: Partial<Record<Tier, string[]>> = {
	rule: ['classify'],
	head: ['embed', 'head'],
	llm: ['llm']
};

/** The sieve of a run that goes on. */
export function sieveOfProgress(progress: RunProgress): Sieve {
	const { rowsRead, bytesRead, bytesTotal } = progress;
	const fraction = bytesTotal === 0 ? 0 : Math.min(1, bytesRead / bytesTotal);
	return sieve(progress, rowsRead, fraction);
}

/**
 * The sieve of a stored run.
 * @param counted the run's rows by tier as everything else on its page counts them, without those of muted messages
 */
export function sieveOfRun(run: RunRecord, counted?: Pick<Facets, 'tiers'>): Sieve {
	if (!counted) return sieve(run, run.rows, 1);
	const rowsByTier = { ...run.rowsByTier };
	for (const tier of TIERS) rowsByTier[tier] = 0;
	for (const [tier, rows] of counted.tiers) rowsByTier[tier] = rows;
	const rows = counted.tiers.reduce((sum, [, count]) => sum + count, 0);
	return sieve({ ...run, rowsByTier }, rows, 1);
}

function sieve(counts: Counts, rows: number, fraction: number): Sieve {
	const tiers: Tier[] = ['rule', 'head', 'llm'];
	if (counts.rowsByTier.human > 0) tiers.push('human');
	const stages = [...tiers, 'none' as const].map((tier) => stageOf(tier, counts));
	const settled = stages.reduce((sum, stage) => sum + stage.rows, 0);
	return { stages, rows, waiting: Math.max(0, rows - settled), fraction };
}

function stageOf(tier: Tier, { rowsByTier, templatesByTier, stages }: Counts): SieveStage {
	const measured = (STAGES_OF[tier] ?? []).filter((stage) => stages[stage] !== undefined);
	const milliseconds = Math.max(...measured.map((stage) => stages[stage] ?? 0));
	return {
		tier,
		rows: rowsByTier[tier],
		templates: templatesByTier[tier],
		...(measured.length > 0 ? { milliseconds } : {}),
		...(tier === 'llm' && rowsByTier.llm === 0 ? { note: 'not asked' } : {})
	};
}
