import type { Certainty } from '../../lib/pipeline/types';

/** The start page's picture of a result: what came of the sample. `training/sample-files.ts` writes it. */
export interface SampleResult {
	rows: number;
	/** Distinct messages. */
	messages: number;
	/** What stands out, best first. */
	findings: { kind: string; problem: boolean; text: string }[];
	/** Some of the messages, the most frequent problems first. */
	examples: { rows: number; message: string; label: string; certainty: Certainty }[];
}
