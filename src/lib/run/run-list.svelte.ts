import type { Engine } from '../workers/engine';
import { errorText } from '../page/error-text';
import { tryAgainLater } from '../page/try-again';
import type { RunRecord } from '../store/schema';
import type { Toasts } from '../page/toasts.svelte';

/** The runs stored on this device, newest first. */
export class RunList {
	/** Undefined until they have been read. */
	runs = $state.raw<RunRecord[]>();
	error = $state<string>();

	constructor(
		private readonly engine: Engine,
		private readonly toasts: Toasts
	) {}

	async load(): Promise<void> {
		try {
			const viewer = await this.engine.viewer();
			const runs = await viewer.listRuns();
			this.runs = runs
				.filter(({ deletedAt }) => deletedAt === undefined)
				.sort((a, b) => b.createdAt - a.createdAt);
			this.error = undefined;
		} catch (error) {
			this.error = `${errorText(error)} It is tried again.`;
			// On a first visit without a network the worker could not be fetched.
			tryAgainLater(() => void this.load());
		}
	}

	async rename(runId: string, name: string): Promise<void> {
		const viewer = await this.engine.viewer();
		await viewer.renameRun(runId, name);
		await this.load();
	}

	/** Deletes a run; it can be brought back for as long as the toast is there. A full disk takes no mark: that is asked. */
	async remove({ id, name }: RunRecord): Promise<void> {
		const viewer = await this.engine.viewer();
		if (!(await viewer.deleteRun(id))) {
			const forGood = { label: 'Delete for good', run: () => void this.#removeForGood(id, name) };
			this.toasts.show(
				`The disk is most likely full: "${name}" can only be deleted for good, without a way back.`,
				forGood
			);
			return;
		}
		await this.load();
		const undo = { label: 'Undo', run: () => void this.#restore(id) };
		this.toasts.show(`Deleted "${name}".`, undo, () => void this.#purge());
	}

	async #removeForGood(runId: string, name: string): Promise<void> {
		try {
			const viewer = await this.engine.viewer();
			await viewer.deleteRunForGood(runId);
			this.toasts.show(`Deleted "${name}" for good.`);
		} catch (error) {
			this.toasts.show(`"${name}" could not be deleted. ${errorText(error)}`);
		}
		await this.load();
	}

	async #restore(runId: string): Promise<void> {
		const viewer = await this.engine.viewer();
		await viewer.restoreRun(runId);
		await this.load();
	}

	async #purge(): Promise<void> {
		const viewer = await this.engine.viewer();
		await viewer.purgeDeleted();
	}
}
