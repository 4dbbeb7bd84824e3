import { goto } from '$app/navigation';
import { resolve } from '$app/paths';
import type { RowFilter } from '../pipeline/view/filter';
import type { Arrangement, RowDetail } from '../../workers/contracts/viewer';
import { errorText } from '../page/error-text';
import { queryFromFilter } from './filter-url';
import type { RunView } from './run-view.svelte';

/** Shows a run through a filter, by way of the address, so that it can be gone back to and kept. */
export async function gotoFilter(
	runId: string,
	from: RowFilter,
	to: RowFilter,
	arrangement: Arrangement
): Promise<void> {
	// Each letter of a search would otherwise be a step to go back through.
	const typing = from.text !== to.text && from.text !== undefined;
	const query = queryFromFilter(runId, to, arrangement).toString();
	await goto(resolve(`/run?${query}`), {
		keepFocus: true,
		noScroll: true,
		replaceState: typing
	});
}

/** The row that the detail drawer shows. */
export class OpenRow {
	open = $state(false);
	detail = $state.raw<RowDetail>();
	error = $state<string>();
	#wanted = -1;

	constructor(private readonly view: RunView) {}

	/** Loads a row's detail; the one before stays on screen until it is there. */
	async load(rowIndex: number): Promise<void> {
		this.#wanted = rowIndex;
		try {
			const detail = await this.view.detail(rowIndex);
			if (this.#wanted !== rowIndex) return;
			this.detail = detail;
			this.error = undefined;
		} catch (error) {
			if (this.#wanted === rowIndex) this.error = errorText(error);
		}
	}

	/** Reads the row again if it is still the one shown; without a row, whichever is shown. */
	async reload(rowIndex = this.#wanted): Promise<void> {
		if (rowIndex >= 0 && this.#wanted === rowIndex) await this.load(rowIndex);
	}

	close(): void {
		this.open = false;
		this.detail = undefined;
		this.error = undefined;
		this.#wanted = -1;
	}
}
