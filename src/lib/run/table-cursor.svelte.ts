import type { Hit } from '../pipeline/view/next-hit';
import { isEmptyFilter } from './filter-edit';
import type { RunView } from './run-view.svelte';

/** Where one is in the table: the active line, and the row that stays selected wherever the table lists it. */
export class TableCursor {
	/** Position of the active line, -1 for none. */
	active = $state(-1);
	/** The hit that was last gone to. */
	hit = $state.raw<Hit>();
	selected = -1;

	constructor(private readonly view: RunView) {}

	/** The table lists other lines now: the selected row may be elsewhere, or nowhere. */
	relist(): void {
		this.active = -1;
		this.hit = undefined;
		if (this.selected >= 0) void this.follow();
	}

	/** Goes to where the selected row is listed. */
	async follow(row = this.selected): Promise<void> {
		this.selected = row;
		const { generation } = this.view;
		const line = await this.view.lineOf(row);
		// The line of a table that lists other rows by now; `relist` asks for that of the new one.
		if (generation !== this.view.generation) return;
		if (line >= 0 && this.selected === row) this.active = line;
	}

	step(lines: number): void {
		const last = (this.view.result?.lines ?? 0) - 1;
		this.active = Math.min(last, Math.max(0, this.active + lines));
	}

	/** Goes to the next line that passes the filter, or the one before. Without a filter every line does. */
	async toHit(step: 1 | -1): Promise<void> {
		if (isEmptyFilter(this.view.filter)) return;
		const { generation } = this.view;
		const hit = await this.view.nextHit(this.active, step);
		if (generation !== this.view.generation) return;
		this.hit = hit;
		if (this.hit) this.active = this.hit.line;
	}
}
