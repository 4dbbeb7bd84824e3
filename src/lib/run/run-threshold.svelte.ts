import type { ThresholdView } from '../../workers/contracts/viewer';
import { errorText } from '../page/error-text';
import { formatShare } from '../page/format';
import type { Toasts } from '../page/toasts.svelte';
import type { RunView } from './run-view.svelte';

/** The threshold of one run, tried while a slider moves and kept when it is let go. */
export class RunThreshold {
	/** Undefined until it is read, or where it cannot be changed. */
	view = $state.raw<ThresholdView>();
	/** What the slider says. */
	confidence = $state(0);
	loaded = $state(false);
	/** The newest value that was not tried yet; a slider moves faster than a large run is judged. */
	#wanted: number | undefined;
	#trying = false;
	/** The screen may show a value that is not the stored one. */
	#tried = false;

	/** @param runId the run that it belongs to, whichever is open when it is changed */
	constructor(
		private readonly runs: RunView,
		private readonly runId: string,
		private readonly toasts: Toasts
	) {}

	async load(): Promise<void> {
		try {
			this.view = await this.runs.threshold(this.runId);
			if (this.view && !this.#tried) this.confidence = this.view.confidence;
			this.loaded = true;
		} catch (error) {
			this.toasts.show(`The threshold could not be read: ${errorText(error)}`);
		}
	}

	/** Shows the run as it would be. */
	async try(confidence: number): Promise<void> {
		this.confidence = confidence;
		this.#wanted = confidence;
		this.#tried = true;
		if (this.#trying) return;
		this.#trying = true;
		while (this.#wanted !== undefined) {
			const next = this.#wanted;
			this.#wanted = undefined;
			await this.#judge(next, false);
		}
		this.#trying = false;
	}

	/** Stores it with the run, with a way back. */
	async keep(confidence: number): Promise<void> {
		const before = this.view?.confidence;
		if (before === undefined) return;
		if (before === confidence) return this.revert();
		if (!(await this.#set(confidence))) return;
		this.toasts.show(`Categories of this run are sure from ${formatShare(confidence)} on.`, {
			label: 'Undo',
			run: () => void this.#takeBack(before)
		});
	}

	/** Shows the run by what is stored again, if another value was tried. */
	async revert(): Promise<void> {
		this.#wanted = undefined;
		if (!this.#tried || !this.view) return;
		this.#tried = false;
		this.confidence = this.view.confidence;
		await this.#judge(this.view.confidence, false);
	}

	async #takeBack(before: number): Promise<void> {
		if (!(await this.#set(before)))
			this.toasts.show('The threshold was not taken back. Open its run and move it there.');
	}

	async #set(confidence: number): Promise<boolean> {
		this.#wanted = undefined;
		this.#tried = false;
		this.confidence = confidence;
		const isKept = await this.#judge(confidence, true);
		if (isKept) await this.load();
		else {
			this.#tried = true;
			await this.revert();
		}
		return isKept;
	}

	/** @returns whether the run was still open, and is judged by it */
	async #judge(confidence: number, kept: boolean): Promise<boolean> {
		// What its bundle asks for may differ between categories.
		const chosen = confidence === this.view?.usual ? undefined : confidence;
		try {
			return await this.runs.setThreshold(this.runId, chosen, kept);
		} catch (error) {
			this.toasts.show(`The threshold could not be changed: ${errorText(error)}`);
			return false;
		}
	}
}
