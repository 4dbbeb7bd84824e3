import type { ViewRow } from '../workers/contracts';

/** Fetches rows `[start, end)` of the current matches. */
export type FetchRows = (start: number, end: number) => Promise<ViewRow[]>;

/** One request brings a screen or two of rows. */
const ROWS_PER_PAGE = 64;
/** Pages kept: some thousands of rows around where the user has been. */
const PAGES_KEPT = 64;

interface Page {
	rows: ViewRow[];
	generation: number;
}

/**
 * A small cache of the rows in view. A page that has become old stays on screen until its newer version is there, so
 * that nothing flickers while a run goes on.
 */
export class RowPages {
	/** Changes whenever a page arrives; reading rows depends on it. */
	#revision = $state(0);
	#pages = new Map<number, Page>();
	#generation = 0;
	#wanted: [first: number, last: number] = [0, 0];
	#fetching = false;

	constructor(private readonly fetchRows: FetchRows) {}

	/** The row at a position among the matches, or undefined while it is not here. */
	row(position: number): ViewRow | undefined {
		void this.#revision;
		const page = this.#pages.get(Math.floor(position / ROWS_PER_PAGE));
		return page?.rows[position % ROWS_PER_PAGE];
	}

	/** Position of a row among the pages that are here. */
	positionOf(rowIndex: number): number | undefined {
		for (const [number, { rows }] of this.#pages) {
			const at = rows.findIndex(({ index }) => index === rowIndex);
			if (at !== -1) return number * ROWS_PER_PAGE + at;
		}
		return undefined;
	}

	/** Says which positions are in view; what is missing or old among them is fetched, newest wish first. */
	want(start: number, end: number): void {
		this.#wanted = [
			Math.floor(start / ROWS_PER_PAGE),
			Math.floor(Math.max(0, end - 1) / ROWS_PER_PAGE)
		];
		void this.#fetchWanted();
	}

	/** The matches' content changed, not their positions: shows what is there and fetches it anew. */
	markOld(): void {
		this.#generation++;
		void this.#fetchWanted();
	}

	/** The matches are other rows now. `first` are their first rows, so that there is no empty moment. */
	replace(first: ViewRow[]): void {
		this.#generation++;
		this.#pages = new Map();
		for (let at = 0; at < first.length; at += ROWS_PER_PAGE)
			this.#store(at / ROWS_PER_PAGE, first.slice(at, at + ROWS_PER_PAGE));
		this.#revision++;
	}

	async #fetchWanted(): Promise<void> {
		if (this.#fetching) return;
		this.#fetching = true;
		try {
			for (let page = this.#nextMissing(); page !== undefined; page = this.#nextMissing())
				await this.#fetch(page);
		} catch {
			// The run was closed or the worker stopped, which is reported where it happened.
		} finally {
			this.#fetching = false;
		}
	}

	#nextMissing(): number | undefined {
		const [first, last] = this.#wanted;
		for (let page = first; page <= last; page++)
			if (this.#pages.get(page)?.generation !== this.#generation) return page;
		return undefined;
	}

	async #fetch(page: number): Promise<void> {
		const generation = this.#generation;
		const start = page * ROWS_PER_PAGE;
		const rows = await this.fetchRows(start, start + ROWS_PER_PAGE);
		if (generation === this.#generation) this.#store(page, rows);
	}

	#store(page: number, rows: ViewRow[]): void {
		this.#pages.delete(page);
		this.#pages.set(page, { rows, generation: this.#generation });
		const oldest = this.#pages.keys().next().value;
		if (this.#pages.size > PAGES_KEPT && oldest !== undefined) this.#pages.delete(oldest);
		this.#revision++;
	}
}

/** Rows that are fetched together with a new query: what the first screen shows. */
export const FIRST_ROWS = 2 * ROWS_PER_PAGE;
