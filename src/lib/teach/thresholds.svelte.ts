import type { Engine } from '../engine';
import { errorText } from '../error-text';
import type { HeadAnswer } from '../pipeline/threshold-counts';

/** The head's answers on one run, for trying thresholds. */
export class Thresholds {
	runs = $state.raw<{ id: string; name: string; rows: number }[]>();
	runId = $state<string>();
	answers = $state.raw<HeadAnswer[]>([]);
	error = $state<string>();

	constructor(private readonly engine: Engine) {}

	async load(): Promise<void> {
		try {
			this.runs = await (await this.engine.teacher()).endedRuns();
			const known = this.runs.find(({ id }) => id === this.runId) ?? this.runs[0];
			if (known) await this.show(known.id);
		} catch (error) {
			this.error = errorText(error);
		}
	}

	async show(runId: string): Promise<void> {
		this.runId = runId;
		try {
			this.answers = await (await this.engine.teacher()).headAnswers(runId);
			this.error = undefined;
		} catch (error) {
			this.error = errorText(error);
		}
	}
}
