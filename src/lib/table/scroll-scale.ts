/** Browsers cap the height of an element (Firefox at about 17.8 million px); this is safe in all of them. */
const MAX_SPACER_PX = 8_000_000;

/** How a list that may be taller than an element can be is mapped to a scroll container. Lengths in CSS pixels. */
export interface ScrollScale {
	/** Height of all rows. */
	contentHeight: number;
	/** Height the spacer element gets. */
	spacerHeight: number;
	viewHeight: number;
}

export function scrollScale(rows: number, rowHeight: number, viewHeight: number): ScrollScale {
	const contentHeight = rows * rowHeight;
	return { contentHeight, spacerHeight: Math.min(contentHeight, MAX_SPACER_PX), viewHeight };
}

export const isScaled = (scale: ScrollScale): boolean => scale.spacerHeight < scale.contentHeight;

const range = ({ viewHeight }: ScrollScale, height: number): number =>
	Math.max(0, height - viewHeight);

/** Position in the content for a position of the scroll bar. Both ends map exactly. */
export function contentTop(scale: ScrollScale, scrollTop: number): number {
	const spacerRange = range(scale, scale.spacerHeight);
	if (spacerRange === 0) return 0;
	const share = Math.min(1, Math.max(0, scrollTop / spacerRange));
	return isScaled(scale) ? share * range(scale, scale.contentHeight) : share * spacerRange;
}

/** Position of the scroll bar for a position in the content. */
export function scrollTopOf(scale: ScrollScale, top: number): number {
	const contentRange = range(scale, scale.contentHeight);
	if (contentRange === 0) return 0;
	const share = Math.min(1, Math.max(0, top / contentRange));
	return share * range(scale, scale.spacerHeight);
}

/** The content position nearest to `top` at which the row is wholly in view. */
export function topToShow(scale: ScrollScale, top: number, row: number, rowHeight: number): number {
	const start = row * rowHeight;
	if (start < top) return start;
	return Math.max(top, start + rowHeight - scale.viewHeight);
}

/** The same for a jump: a row that is more than a screen away comes into the middle, with what is around it. */
export function topToReveal(
	scale: ScrollScale,
	top: number,
	row: number,
	rowHeight: number
): number {
	const near = topToShow(scale, top, row, rowHeight);
	if (Math.abs(near - top) <= scale.viewHeight) return near;
	return row * rowHeight - (scale.viewHeight - rowHeight) / 2;
}
