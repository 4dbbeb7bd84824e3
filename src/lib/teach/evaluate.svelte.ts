import type {
	Contender,
	ContenderComparison,
	LabelledRun,
	RunEvaluation
} from '../../workers/contracts/teacher';
import type { Engine } from '../workers/engine';
import { errorText } from '../page/error-text';
import { LongTask } from './long-task.svelte';

/** Measuring runs and bundles against a label column. */
export class Evaluate {
	/** Undefined until they have been read. */
	runs = $state.raw<LabelledRun[]>();
	runId = $state<string>();
	result = $state.raw<RunEvaluation>();
	comparison = $state.raw<ContenderComparison>();
	error = $state<string>();
	readonly task: LongTask;

	constructor(private readonly engine: Engine) {
		this.task = new LongTask(engine);
	}

	async load(wanted: string | undefined): Promise<void> {
		try {
			this.runs = await (await this.engine.teacher()).labelledRuns();
			const known = this.runs.find(({ id }) => id === wanted) ?? this.runs[0];
			if (known) await this.show(known.id);
		} catch (error) {
			this.error = errorText(error);
		}
	}

	async show(runId: string): Promise<void> {
		this.runId = runId;
		this.comparison = undefined;
		this.error = undefined;
		try {
			const result = await (await this.engine.teacher()).evaluateRun(runId);
			if (this.runId === runId) this.result = result;
		} catch (error) {
			this.error = errorText(error);
		}
	}

	async compare(first: Contender, second: Contender): Promise<void> {
		const { runId } = this;
		if (runId === undefined) return;
		this.comparison = undefined;
		this.comparison = await this.task.run(
			(trainer, report) => trainer.compare(runId, first, second, report),
			{ embedding: 'bundle' in first || 'bundle' in second }
		);
	}
}
