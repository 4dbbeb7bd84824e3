import { goto } from '$app/navigation';
import { resolve } from '$app/paths';
import { page } from '$app/state';
import type { RowFilter } from '../pipeline/view/filter';
import type { Arrangement, RowDetail } from '../../workers/contracts/viewer';
import { copyText } from '../page/copy-text';
import { formatCount } from '../page/format';
import { errorText } from '../page/error-text';
import { hashOfRow, queryFromFilter } from './filter-url';
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

/** Shows all lines around a row, or again those that pass the filter. The rest of the address stays. */
export async function gotoRow(rowIndex: number | undefined): Promise<void> {
	const hash = rowIndex === undefined ? '' : hashOfRow(rowIndex);
	await goto(resolve(`/run?${page.url.searchParams.toString()}${hash}`), {
		keepFocus: true,
		noScroll: true
	});
}

/** Copies the address of a row: it shows the lines around the row and opens it. */
export async function copyRowLink(rowIndex: number): Promise<void> {
	const [address = ''] = page.url.href.split('#');
	const row = `the link of row ${formatCount(rowIndex + 1)}`;
	await copyText(`${address}${hashOfRow(rowIndex)}`, row);
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
