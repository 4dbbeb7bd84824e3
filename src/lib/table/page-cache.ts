/** Things of one page, and how old they are. */
interface Page<T> {
	items: T[];
	generation: number;
}

/** A list's pages, the least recently stored ones forgotten. An old page stays until its newer version is there. */
export class PageCache<T> {
	#pages = new Map<number, Page<T>>();
	#generation = 0;
	/** What was asked for before this generation is of other matches. */
	#cleared = 0;

	/**
	 * @param pageSize items of a page
	 * @param capacity pages kept
	 */
	constructor(
		readonly pageSize: number,
		private readonly capacity: number
	) {}

	/** Changes when what was fetched before is old. */
	get generation(): number {
		return this.#generation;
	}

	item(position: number): T | undefined {
		const page = this.#pages.get(Math.floor(position / this.pageSize));
		return page?.items[position % this.pageSize];
	}

	/** Position of the first item that is here and fits. */
	positionOf(fits: (item: T) => boolean): number | undefined {
		for (const [number, { items }] of this.#pages) {
			const at = items.findIndex(fits);
			if (at !== -1) return number * this.pageSize + at;
		}
		return undefined;
	}

	/** Share of the kept items that fit; 0 when there are none. */
	shareOf(fits: (item: T) => boolean): number {
		const items = [...this.#pages.values()].flatMap((page) => page.items);
		return items.length === 0 ? 0 : items.filter(fits).length / items.length;
	}

	isFresh(page: number): boolean {
		return this.#pages.get(page)?.generation === this.#generation;
	}

	/** All that is here is old, though still the best there is. */
	markOld(): void {
		this.#generation++;
	}

	clear(): void {
		this.#cleared = ++this.#generation;
		this.#pages = new Map();
	}

	/**
	 * Keeps a page, unless it was asked for before the pages were cleared, or a newer one is here. One that became old while
	 * it was fetched is still newer than what is shown: a run that changes all the time would show nothing otherwise.
	 */
	store(page: number, items: T[], generation: number): void {
		const shown = this.#pages.get(page)?.generation ?? this.#cleared;
		if (generation < this.#cleared || generation < shown) return;
		this.#pages.delete(page);
		this.#pages.set(page, { items, generation });
		const oldest = this.#pages.keys().next().value;
		if (this.#pages.size > this.capacity && oldest !== undefined) this.#pages.delete(oldest);
	}
}
