/** Marks that change the direction of the text around them (Unicode Standard Annex 9). */
const BIDI_CONTROLS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/**
 * A text whose direction marks are shown by their numbers: with them `report\u202egpj.exe` reads as another name than it is.
 */
export const withVisibleControls = (text: string): string =>
	text.replace(
		BIDI_CONTROLS,
		(mark) => `[U+${mark.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}]`
	);
