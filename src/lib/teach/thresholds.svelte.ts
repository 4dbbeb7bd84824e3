import type { Engine } from '../workers/engine';
import { errorText } from '../page/error-text';
import type { HeadAnswer } from '../pipeline/evaluate/threshold-counts';

/** The head's answers on one run, for trying thresholds. */
export class Thresholds {
	runs = $state.raw<{ id: string; name: string; rows: number }[]>();
	runId = $state<string>();
	answers = $state.raw<HeadAnswer[]>([]);
	/** Distinct messages that a language model would be asked about at most. */
	llmMessages = $state(0);
	/** Whether some language model can run in this browser; undefined until that is known. */
	llmUsable = $state<boolean>();
	error = $state<string>();

	constructor(private readonly engine: Engine) {}

	async load(): Promise<void> {
		try {
			await this.#probe();
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

	async #probe(): Promise<void> {
		if (this.llmUsable !== undefined) return;
		// Loaded here only, so that the teaching screens do not carry the list of models.
		const [{ llmBudget }, { probeDevice }, { recommendedModel }] = await Promise.all([
			import('../llm/budget'),
			import('../llm/device'),
			import('../pipeline/llm/device')
		]);
		this.llmUsable = recommendedModel(await probeDevice()) !== undefined;
		if (this.llmUsable) this.llmMessages = llmBudget();
	}
}
