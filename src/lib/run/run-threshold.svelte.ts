import type { ThresholdView } from '../../workers/contracts/viewer';
import { errorText } from '../page/error-text';
import { formatShare } from '../page/format';
import type { Toasts } from '../page/toasts.svelte';
import type { RunView } from './run-view.svelte';

/** The threshold of the open run, tried while a slider moves and kept when it is let go. */
export class RunThreshold {
	/** Undefined until it is read, or where it cannot be changed. */
	view = $state.raw<ThresholdView>();
	/** What the slider says. */
	confidence = $state(0);
	loaded = $state(false);
	/** The newest value that was not tried yet; a slider moves faster than a large run is judged. */
	#wanted: number | undefined;
	#trying = false;

	constructor(
		private readonly run: RunView,
		private readonly toasts: Toasts
	) {}

	async load(): Promise<void> {
		this.view = await this.run.threshold();
		if (this.view) this.confidence = this.view.confidence;
		this.loaded = true;
	}

	/** Shows the run as it would be. */
	async try(confidence: number): Promise<void> {
		this.confidence = confidence;
		this.#wanted = confidence;
		if (this.#trying) return;
		this.#trying = true;
		while (this.#wanted !== undefined) {
			const next = this.#wanted;
			this.#wanted = undefined;
			await this.#guarded(() => this.run.setThreshold(next, false));
		}
		this.#trying = false;
	}

	/** Stores it with the run, with a way back. */
	async keep(confidence: number): Promise<void> {
		const before = this.view?.confidence;
		if (before === undefined || before === confidence) return;
		await this.#set(confidence);
		this.toasts.show(`Categories of this run are sure from ${formatShare(confidence)} on.`, {
			label: 'Undo',
			run: () => void this.#set(before)
		});
	}

	async #set(confidence: number): Promise<void> {
		this.#wanted = undefined;
		this.confidence = confidence;
		// What its bundle asks for may differ between categories.
		const chosen = confidence === this.view?.usual ? undefined : confidence;
		await this.#guarded(() => this.run.setThreshold(chosen, true));
		await this.load();
	}

	async #guarded(work: () => Promise<void>): Promise<void> {
		try {
			await work();
		} catch (error) {
			this.toasts.show(`The threshold could not be changed: ${errorText(error)}`);
		}
	}
}
