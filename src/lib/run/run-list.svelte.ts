import type { Engine } from '../workers/engine';
import { errorText } from '../page/error-text';
import { tryAgainLater } from '../page/try-again';
import { DELETED_KEPT } from '../pipeline/constants';
import type { RunRecord } from '../store/schema';
import type { Toasts } from '../page/toasts.svelte';

/** The runs stored on this device, newest first. */
export class RunList {
	/** Undefined until they have been read. */
	runs = $state.raw<RunRecord[]>();
	error = $state<string>();
	/** Runs that can be brought back, also after the page was loaded again; those deleted last first. */
	deleted = $state.raw<RunRecord[]>([]);
	#purging: ReturnType<typeof setTimeout> | undefined;

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
			await this.#loadDeleted();
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

	/** Deletes a run; it can be brought back for an hour. A full disk takes no mark: that is asked. */
	async remove({ id, name }: RunRecord): Promise<void> {
		const viewer = await this.engine.viewer();
		if (!(await viewer.deleteRun(id))) {
			const forGood = {
				label: 'Delete for good',
				run: () => void this.removeForGood({ id, name })
			};
			this.toasts.show(
				`The disk is most likely full: "${name}" can only be deleted for good, without a way back.`,
				forGood
			);
			return;
		}
		await this.load();
		const undo = { label: 'Undo', run: () => void this.restore(id) };
		this.toasts.show(`Deleted "${name}". It can be brought back for an hour.`, undo);
	}

	/** Deletes a run at once, without a way back. */
	async removeForGood({ id, name }: Pick<RunRecord, 'id' | 'name'>): Promise<void> {
		try {
			const viewer = await this.engine.viewer();
			await viewer.deleteRunForGood(id);
			this.toasts.show(`Deleted "${name}" for good.`);
		} catch (error) {
			this.toasts.show(`"${name}" could not be deleted. ${errorText(error)}`);
		}
		await this.load();
	}

	/** Brings a deleted run back. */
	async restore(runId: string): Promise<void> {
		try {
			const viewer = await this.engine.viewer();
			await viewer.restoreRun(runId);
		} catch (error) {
			this.toasts.show(`The run could not be brought back: ${errorText(error)}`);
		}
		await this.load();
	}

	/** Deletes for good those whose hour is over, and again when the next one's is. */
	async #loadDeleted(): Promise<void> {
		const viewer = await this.engine.viewer();
		const deleted = await viewer.deletedRuns();
		const ends = ({ deletedAt = 0 }: RunRecord): number => deletedAt + DELETED_KEPT;
		const now = Date.now();
		this.deleted = deleted.filter((run) => ends(run) > now);
		clearTimeout(this.#purging);
		if (this.deleted.length < deleted.length) await viewer.purgeDeleted();
		const next = this.deleted.at(-1);
		if (next) this.#purging = setTimeout(() => void this.load(), ends(next) - now + 1);
	}
}
