import type { RunSnapshot } from '../../../src/lib/pipeline/run/run-types';

export const NO_ROWS = { rule: 0, head: 0, llm: 0, human: 0, none: 0 };

/** How far a run has come that has read nothing yet. */
export const snapshot = (change: Partial<RunSnapshot> = {}): RunSnapshot => ({
	reading: true,
	bytesRead: 0,
	rows: 0,
	chunks: 0,
	templates: 0,
	templatesToEmbed: 0,
	templatesEmbedded: 0,
	templatesKnown: 0,
	rowsByTier: NO_ROWS,
	templatesByTier: NO_ROWS,
	stages: {},
	sources: [],
	problems: [],
	problemCount: 0,
	extraColumns: 0,
	...change
});
