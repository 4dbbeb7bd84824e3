import type { ViewRow } from '../../workers/contracts/viewer';
import { PageCache } from './page-cache';

/** Fetches rows `[start, end)` of the current matches. */
export type FetchRows = (start: number, end: number) => Promise<ViewRow[]>;

/** One request brings a screen or two of rows. */
const ROWS_PER_PAGE = 64;
/** Pages kept: some thousands of rows around where the user has been. */
const PAGES_KEPT = 64;
/** Rows that are fetched together with a new query: what the first screen shows. */
export const FIRST_ROWS = 2 * ROWS_PER_PAGE;

/** The rows in view and around it, fetched as they are wanted. Nothing flickers while a run goes on. */
export class RowPages {
	/** Changes whenever a page arrives; reading rows depends on it. */
	#revision = $state(0);
	readonly #cache = new PageCache<ViewRow>(ROWS_PER_PAGE, PAGES_KEPT);
	#wanted: [first: number, last: number] = [0, 0];
	#fetching = false;

	constructor(private readonly fetchRows: FetchRows) {}

	/** The row at a position among the matches, or undefined while it is not here. */
	row(position: number): ViewRow | undefined {
		void this.#revision;
		return this.#cache.item(position);
	}

	/** Share of the rows that are here that fit; 0 while there are none. */
	shareOf(fits: (row: ViewRow) => boolean): number {
		return this.#cache.shareOf(fits);
	}

	/** Position of a row among those that are here. */
	positionOf(rowIndex: number): number | undefined {
		return this.#cache.positionOf(({ index }) => index === rowIndex);
	}

	/** Says which positions are in view; what is missing or old among them is fetched, newest wish first. */
	want(start: number, end: number): void {
		const pageOf = (position: number): number => Math.floor(Math.max(0, position) / ROWS_PER_PAGE);
		this.#wanted = [pageOf(start), pageOf(end - 1)];
		void this.#fetchWanted();
	}

	/** The matches' content changed, not their positions: shows what is there and fetches it again. */
	markOld(): void {
		this.#cache.markOld();
		void this.#fetchWanted();
	}

	/** The matches are other rows now. `first` are their first rows, so that there is no empty moment. */
	replace(first: ViewRow[]): void {
		this.#cache.clear();
		for (let at = 0; at < first.length; at += ROWS_PER_PAGE)
			this.#store(at / ROWS_PER_PAGE, first.slice(at, at + ROWS_PER_PAGE), this.#cache.generation);
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
		for (let page = first; page <= last; page++) if (!this.#cache.isFresh(page)) return page;
		return undefined;
	}

	async #fetch(page: number): Promise<void> {
		const { generation } = this.#cache;
		const start = page * ROWS_PER_PAGE;
		this.#store(page, await this.fetchRows(start, start + ROWS_PER_PAGE), generation);
	}

	#store(page: number, rows: ViewRow[], generation: number): void {
		this.#cache.store(page, rows, generation);
		this.#revision++;
	}
}
