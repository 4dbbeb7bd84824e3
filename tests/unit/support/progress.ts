import type { RunProgress } from '../../../src/workers/contracts/classifier';

const NO_ROWS = { rule: 0, head: 0, llm: 0, human: 0, none: 0 };

/** The progress of a run that has just begun to read, with changes. */
export const runProgress = (change: Partial<RunProgress> = {}): RunProgress => ({
	runId: 'a',
	phase: 'reading',
	rowsRead: 0,
	bytesRead: 0,
	bytesTotal: 100,
	templates: 0,
	templatesToEmbed: 0,
	templatesEmbedded: 0,
	rowsByTier: NO_ROWS,
	templatesByTier: NO_ROWS,
	stages: {},
	rowsPerSecond: 0,
	...change
});
