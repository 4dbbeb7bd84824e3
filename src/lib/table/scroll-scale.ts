/** Browsers cap the height of an element (Firefox at about 17.8 million px); this is safe in all of them. */
const MAX_SPACER_PX = 8_000_000;

/**
 * How a list that may be taller than an element can be is mapped to the page that it is a part of. Lengths in CSS pixels.
 *
 * An *offset* is how far the page has moved the list past the line where its first row is the first in view; a *top* is
 * the position in the list that is at this line. Before the list (below 0) and after it both go on pixel by pixel.
 */
export interface ScrollScale {
	/** Height of all rows. */
	contentHeight: number;
	/** Height the spacer element gets. */
	spacerHeight: number;
	/** Height of what is seen of the list while it fills the window. */
	viewHeight: number;
}

export function scrollScale(rows: number, rowHeight: number, viewHeight: number): ScrollScale {
	const contentHeight = rows * rowHeight;
	return { contentHeight, spacerHeight: Math.min(contentHeight, MAX_SPACER_PX), viewHeight };
}

export const isScaled = (scale: ScrollScale): boolean => scale.spacerHeight < scale.contentHeight;

const range = ({ viewHeight }: ScrollScale, height: number): number =>
	Math.max(0, height - viewHeight);

/** The top at which the last row is the last in view. */
export const lastTop = (scale: ScrollScale): number => range(scale, scale.contentHeight);

/** The offset of that. */
export const lastOffset = (scale: ScrollScale): number => range(scale, scale.spacerHeight);

/** Both ends of the list map exactly. */
export const topOf = (scale: ScrollScale, offset: number): number =>
	stretched(offset, lastOffset(scale), lastTop(scale));

export const offsetOf = (scale: ScrollScale, top: number): number =>
	stretched(top, lastTop(scale), lastOffset(scale));

/** Stretches the part from 0 to `from` to the part from 0 to `to`; what is before and after only moves. */
function stretched(at: number, from: number, to: number): number {
	if (at <= 0) return at;
	if (at >= from) return to + (at - from);
	return from === to ? at : (at / from) * to;
}

/** The top nearest to `top` at which the row is wholly in view. */
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
	const middle = row * rowHeight - (scale.viewHeight - rowHeight) / 2;
	return Math.min(lastTop(scale), Math.max(0, middle));
}
