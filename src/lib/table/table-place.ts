/** Where the page was in its table, for the way back to it. */
export class TablePlace {
	/** Position in the list that was last at the top, in pixels; below 0 while the list was further down. */
	top = 0;
	#wanted: number | undefined;

	/** What to remember of a page that is left. What was still to be gone back to is then out of date. */
	capture(): number {
		this.#wanted = undefined;
		return this.top;
	}

	/** The page is shown again: its table should be where it was, as soon as the rows are there. */
	restore(top: number): void {
		if (top > 0) this.#wanted = top;
	}

	/** The position to go back to, given once. */
	take(): number | undefined {
		const wanted = this.#wanted;
		this.#wanted = undefined;
		return wanted;
	}
}
