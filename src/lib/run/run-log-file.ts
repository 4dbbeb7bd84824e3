import { ENCODER_MAX_TOKENS } from '../pipeline/embed/encoder-revision';
import { TIERS, type Tier } from '../pipeline/types';
import type { RunLogCounts } from '../pipeline/view/run-log';
import type { RunRecord } from '../store/schema';

/** One sieve in the run log. */
interface LoggedTier {
	tier: Tier;
	rows: number;
	templates: number;
}

/** How a run went and why its rows were decided where they were; plain JSON. */
export interface RunLog extends RunLogCounts {
	run: string;
	started: string;
	status: RunRecord['status'];
	rows: number;
	templates: number;
	bytes: number;
	milliseconds: number;
	rowsPerSecond: number;
	device: string;
	encoder: string;
	/** Tokens of a message that the encoder read at most. */
	tokens: number;
	bundle: string;
	tiers: LoggedTier[];
	/** Busy milliseconds of each stage; stages overlap. */
	stages: Record<string, number>;
	problems: number;
}

/** Puts a stored run and the counts of its tables together. */
export function runLogOf(run: RunRecord, counts: RunLogCounts): RunLog {
	return {
		run: run.name,
		started: new Date(run.createdAt).toISOString(),
		status: run.status,
		rows: run.rows,
		templates: run.templates,
		bytes: run.bytes,
		milliseconds: Math.round(run.milliseconds),
		rowsPerSecond: run.milliseconds > 0 ? Math.round((run.rows / run.milliseconds) * 1_000) : 0,
		device: run.device ?? 'none',
		encoder: run.encoderRevision,
		tokens: run.maxTokens ?? ENCODER_MAX_TOKENS,
		bundle: run.bundleVersion,
		tiers: TIERS.map((tier) => ({
			tier,
			rows: run.rowsByTier[tier],
			templates: run.templatesByTier[tier]
		})),
		stages: Object.fromEntries(
			Object.entries(run.stages).map(([stage, time]) => [stage, Math.round(time)])
		),
		problems: run.problemCount,
		...counts
	};
}
