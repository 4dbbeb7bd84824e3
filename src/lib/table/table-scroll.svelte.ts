import { contentTop, isScaled, scrollScale, scrollTopOf, topToReveal } from './scroll-scale';

interface Measures {
	element: HTMLElement | undefined;
	rows: number;
	rowHeight: number;
	/** Height of the part that shows rows. */
	viewHeight: number;
}

/** Rows drawn beyond each edge, so that quick scrolling meets rows and not white. */
const ROWS_BEYOND = 8;

/** Scrolling of a table of any number of rows: which are in view, and where they are drawn. */
export class TableScroll {
	/** Position in the content, which may be taller than the element. */
	#top = $state(0);
	#scrollTop = $state(0);
	/** The position we set ourselves; the event that follows it is not the user's. */
	#expected = -1;
	readonly #measures: () => Measures;
	readonly #scale = $derived.by(() => {
		const { rows, rowHeight, viewHeight } = this.#measures();
		return scrollScale(rows, rowHeight, viewHeight);
	});

	constructor(measures: () => Measures) {
		this.#measures = measures;
	}

	get spacerHeight(): number {
		return this.#scale.spacerHeight;
	}

	/** Positions of the rows to draw, in order. */
	get positions(): number[] {
		const { rows, rowHeight, viewHeight } = this.#measures();
		const first = Math.max(0, Math.floor(this.#top / rowHeight) - ROWS_BEYOND);
		const last = Math.min(rows, Math.ceil((this.#top + viewHeight) / rowHeight) + ROWS_BEYOND);
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
		const first = this.positions[0] ?? 0;
		return this.#scrollTop + first * this.#measures().rowHeight - this.#top;
	}

	get rowsPerScreen(): number {
		const { rowHeight, viewHeight } = this.#measures();
		return Math.max(1, Math.floor(viewHeight / rowHeight) - 1);
	}

	/** Call when the element has scrolled. */
	scrolled(): void {
		const { element } = this.#measures();
		if (!element) return;
		this.#scrollTop = element.scrollTop;
		if (Math.abs(element.scrollTop - this.#expected) > 1)
			this.#top = contentTop(this.#scale, element.scrollTop);
		this.#expected = -1;
	}

	/** Scrolls to a position in the content. */
	moveTo(top: number): void {
		const { element } = this.#measures();
		const { contentHeight, viewHeight } = this.#scale;
		const next = Math.min(Math.max(0, contentHeight - viewHeight), Math.max(0, top));
		// Asking the element for its position costs a layout.
		if (!element || (next === this.#top && next === 0)) return;
		this.#top = next;
		element.scrollTop = scrollTopOf(this.#scale, this.#top);
		// The browser rounds what it is given.
		this.#scrollTop = element.scrollTop;
		this.#expected = element.scrollTop;
	}

	/** Scrolls as little as needed for a row to be in view, or with a jump to it in the middle. */
	reveal(position: number): void {
		const top = topToReveal(this.#scale, this.#top, position, this.#measures().rowHeight);
		if (top !== this.#top) this.moveTo(top);
	}

	/**
	 * Where the content is taller than the element can be, a turn of the wheel would skip rows: it is then taken as
	 * that many pixels of content. Run as an effect; returns the clean-up.
	 */
	attach(): (() => void) | undefined {
		const { element } = this.#measures();
		if (!element || !isScaled(this.#scale)) return undefined;
		const wheel = (event: WheelEvent): void => {
			if (event.ctrlKey) return;
			event.preventDefault();
			this.moveTo(this.#top + this.#pixelsOf(event));
		};
		element.addEventListener('wheel', wheel, { passive: false });
		return () => element.removeEventListener('wheel', wheel);
	}

	#pixelsOf({ deltaMode, deltaY }: WheelEvent): number {
		const { rowHeight, viewHeight } = this.#measures();
		if (deltaMode === WheelEvent.DOM_DELTA_LINE) return deltaY * rowHeight;
		return deltaMode === WheelEvent.DOM_DELTA_PAGE ? deltaY * viewHeight : deltaY;
	}
}
