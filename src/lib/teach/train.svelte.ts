import type { BundleSummary, LabelledRun, TrainReport } from '../../workers/contracts/teacher';
import type { Engine } from '../workers/engine';
import { errorText } from '../page/error-text';
import type { Toasts } from '../page/toasts.svelte';
import { LongTask } from './long-task.svelte';

/** Training a head on a run that has labels. */
export class Train {
	/** Undefined until they have been read. */
	runs = $state.raw<LabelledRun[]>();
	runId = $state<string>();
	/** The bundle that is adapted; empty: from scratch. */
	onTop = $state('');
	report = $state.raw<TrainReport>();
	kept = $state.raw<BundleSummary>();
	error = $state<string>();
	readonly task: LongTask;

	constructor(
		private readonly engine: Engine,
		private readonly toasts: Toasts
	) {
		this.task = new LongTask(engine);
	}

	async load(): Promise<void> {
		try {
			this.runs = await (await this.engine.teacher()).labelledRuns();
			if (!this.runs.some(({ id }) => id === this.runId)) this.runId = this.runs[0]?.id;
		} catch (error) {
			this.error = errorText(error);
		}
	}

	async start(): Promise<void> {
		const { runId, onTop } = this;
		if (runId === undefined) return;
		this.report = undefined;
		this.kept = undefined;
		this.report = await this.task.run(
			(trainer, report) => trainer.train(runId, onTop === '' ? undefined : onTop, report),
			{ embedding: true }
		);
	}

	/** Puts what was trained aside; it can be brought back for as long as the toast is there. */
	discard(): void {
		const { report } = this;
		this.report = undefined;
		const undo = { label: 'Undo', run: () => (this.report ??= report) };
		this.toasts.show('What was trained is discarded.', undo);
	}

	/** Stores what was trained as a bundle. */
	async keep(name: string): Promise<BundleSummary | undefined> {
		if (this.runId === undefined) return undefined;
		try {
			this.kept = await (await this.engine.teacher()).keepTrained(this.runId, name);
			this.report = undefined;
			return this.kept;
		} catch (error) {
			this.error = errorText(error);
			return undefined;
		}
	}
}
