import { readPreference, writePreference } from '../page/preferences';
import {
	choicesFrom,
	DEFAULT_CHOICES,
	LEAST_WIDTH,
	movedColumn,
	type ColumnId,
	type TableChoices
} from './table-columns';

const STORAGE_KEY = 'winnow-table';

/** How the user likes the table; remembered on this device. */
export class TableView {
	choices = $state.raw<TableChoices>(DEFAULT_CHOICES);

	/** Takes up what was remembered. Call once in the browser. */
	restore(): void {
		this.choices = choicesFrom(readPreference(STORAGE_KEY));
		this.#mark();
	}

	resize(id: ColumnId, width: number): void {
		const widths = { ...this.choices.widths, [id]: Math.max(LEAST_WIDTH, Math.round(width)) };
		this.#change({ widths });
	}

	show(id: ColumnId, shown: boolean): void {
		this.#change({ shown: { ...this.choices.shown, [id]: shown } });
	}

	move(id: ColumnId, places: number): void {
		this.#change({ order: movedColumn(this.choices.order, id, places) });
	}

	/** Puts a column where another one is. */
	moveTo(id: ColumnId, target: ColumnId): void {
		const { order } = this.choices;
		this.move(id, order.indexOf(target) - order.indexOf(id));
	}

	setComfortable(comfortable: boolean): void {
		this.#change({ comfortable });
	}

	setWrapped(wrapped: boolean): void {
		this.#change({ wrapped });
	}

	setLines(lines: boolean): void {
		this.#change({ lines });
	}

	/** Columns as they were at first. */
	reset(): void {
		const { comfortable, wrapped, lines } = this.choices;
		this.#change({ ...DEFAULT_CHOICES, comfortable, wrapped, lines });
	}

	#change(change: Partial<TableChoices>): void {
		this.choices = { ...this.choices, ...change };
		writePreference(STORAGE_KEY, JSON.stringify(this.choices));
		this.#mark();
	}

	/** Other lists follow the density of the table. */
	#mark(): void {
		document.documentElement.dataset['density'] = this.choices.comfortable
			? 'comfortable'
			: 'dense';
	}
}
