import {
	isScaled,
	lastOffset,
	lastTop,
	offsetOf,
	scrollScale,
	topOf,
	topToReveal
} from './scroll-scale';

interface Measures {
	/** The element in the page that has the height of the list. */
	element: HTMLElement | undefined;
	rows: number;
	rowHeight: number;
	/** Where in the window rows are seen from on, once the list has come up there: below what stays in sight. */
	viewTop: number;
	/** Height of the window from there on. */
	viewHeight: number;
}

/** Rows drawn beyond each edge, so that quick scrolling meets rows and not white. */
const ROWS_BEYOND = 8;

/** Scrolling of the page through a table of any number of rows: which are in view, and where they are drawn. */
export class TableScroll {
	/** Position in the list, which may be taller than the element. */
	#top = $state(0);
	#offset = $state(0);
	/** The offset we set ourselves; the event that follows it is not the user's. */
	#expected = NaN;
	/** A movement of our own after the table got the focus takes the place of what `focused` does. */
	#moves = 0;
	readonly #measures: () => Measures;
	readonly #scale = $derived.by(() => {
		const { rows, rowHeight, viewHeight } = this.#measures();
		return scrollScale(rows, rowHeight, viewHeight);
	});
	/** Of the list alone: where only some of it is in the window, that of its first or last screen. */
	readonly #shownTop = $derived(within(this.#top, lastTop(this.#scale)));

	constructor(measures: () => Measures) {
		this.#measures = measures;
	}

	/** Position in the list at the line where its rows begin to be seen; below 0 while the list is further down. */
	get top(): number {
		return this.#top;
	}

	/** How far below that line the list still begins, in pixels. */
	get below(): number {
		return Math.max(0, -this.#offset);
	}

	get spacerHeight(): number {
		return this.#scale.spacerHeight;
	}

	/** Positions of the rows to draw, in order. */
	get positions(): number[] {
		const { rows, rowHeight, viewHeight } = this.#measures();
		const first = Math.max(0, Math.floor(this.#shownTop / rowHeight) - ROWS_BEYOND);
		const bottom = Math.ceil((this.#shownTop + viewHeight) / rowHeight);
		const last = Math.min(rows, bottom + ROWS_BEYOND);
		return Array.from({ length: Math.max(0, last - first) }, (_, at) => first + at);
	}

	/**
	 * Key of a drawn row. A row that leaves the view hands its element to one that enters, which costs far less than a
	 * new element.
	 */
	slotOf(position: number): number {
		const { rowHeight, viewHeight } = this.#measures();
		return position % (Math.ceil(viewHeight / rowHeight) + 2 * ROWS_BEYOND + 2);
	}

	/** Where in the spacer the first drawn row goes. */
	get windowTop(): number {
		const first = (this.positions[0] ?? 0) * this.#measures().rowHeight;
		if (!isScaled(this.#scale)) return first;
		return within(this.#offset, lastOffset(this.#scale)) + first - this.#shownTop;
	}

	get rowsPerScreen(): number {
		const { rowHeight, viewHeight } = this.#measures();
		return Math.max(1, Math.floor(viewHeight / rowHeight) - 1);
	}

	/** Call when the page has scrolled, or what stands above the list has another height. */
	scrolled(): void {
		const offset = this.#look();
		if (offset === undefined || offset === this.#offset) return;
		this.#offset = offset;
		// The browser rounds what it is given.
		if (!(Math.abs(offset - this.#expected) <= 1)) this.#top = topOf(this.#scale, offset);
		this.#expected = NaN;
	}

	/** Scrolls the page to a position in the list. */
	moveTo(top: number): void {
		const before = this.#look();
		if (before === undefined) return;
		this.#moves++;
		const wanted = offsetOf(this.#scale, top);
		window.scrollBy({ top: wanted - before, behavior: 'instant' });
		this.#offset = this.#look() ?? wanted;
		// The page may end before.
		this.#top = Math.abs(this.#offset - wanted) <= 1 ? top : topOf(this.#scale, this.#offset);
		this.#expected = this.#offset;
	}

	/** Back to the first row, if it has been scrolled past; the page stays where the list is only approached. */
	toStart(): void {
		if (this.#top > 0) this.moveTo(0);
	}

	/** Scrolls as little as needed for a row to be in view, or with a jump to it in the middle. */
	reveal(position: number): void {
		this.scrolled();
		const top = topToReveal(this.#scale, this.#top, position, this.#measures().rowHeight);
		if (top !== this.#top) this.moveTo(top);
	}

	/**
	 * Call when the table gets the focus. Browsers bring such an element into view, and of one that is taller than the
	 * window its middle: the page goes back, and on only as far as the table's start.
	 */
	focused(table: HTMLElement): void {
		const before = this.#offset;
		const moves = this.#moves;
		requestAnimationFrame(() => {
			const offset = this.#look();
			if (offset === undefined || offset === before || moves !== this.#moves) return;
			window.scrollBy({ top: before - offset, behavior: 'instant' });
			table.scrollIntoView({ block: 'nearest', behavior: 'instant' });
			this.scrolled();
		});
	}

	/** Keeps up with what is above the list and with the wheel. Run as an effect; returns the clean-up. */
	attach(): () => void {
		void this.#measures().viewTop;
		const isTooTall = isScaled(this.#scale);
		// It begins with a first look.
		const observer = new ResizeObserver(() => this.scrolled());
		observer.observe(document.body);
		if (isTooTall) window.addEventListener('wheel', this.#wheel, { passive: false });
		return () => {
			observer.disconnect();
			window.removeEventListener('wheel', this.#wheel);
		};
	}

	/**
	 * Where the list is taller than an element can be, a turn of the wheel would skip rows: it is then taken as that many
	 * pixels of the list.
	 */
	readonly #wheel = (event: WheelEvent): void => {
		if (event.ctrlKey || event.deltaY === 0 || isInOtherScroller(event)) return;
		const next = this.#top + this.#pixelsOf(event);
		if (!this.#isInside(this.#top) && !this.#isInside(next)) return;
		event.preventDefault();
		this.moveTo(next);
	};

	/** The offset now. Costs a layout when something has changed. */
	#look(): number | undefined {
		const { element, viewTop } = this.#measures();
		return element && viewTop - element.getBoundingClientRect().top;
	}

	#isInside(top: number): boolean {
		return top > 0 && top < lastTop(this.#scale);
	}

	#pixelsOf({ deltaMode, deltaY }: WheelEvent): number {
		const { rowHeight, viewHeight } = this.#measures();
		if (deltaMode === WheelEvent.DOM_DELTA_LINE) return deltaY * rowHeight;
		return deltaMode === WheelEvent.DOM_DELTA_PAGE ? deltaY * viewHeight : deltaY;
	}
}

const within = (value: number, most: number): number => Math.min(most, Math.max(0, value));

/** Whether the wheel turns over something that is scrolled by itself, such as an open menu. */
function isInOtherScroller(event: WheelEvent): boolean {
	return event
		.composedPath()
		.some(
			(element) =>
				element instanceof HTMLElement &&
				element !== document.body &&
				element !== document.documentElement &&
				element.scrollHeight > element.clientHeight &&
				/auto|scroll/.test(getComputedStyle(element).overflowY)
		);
}
