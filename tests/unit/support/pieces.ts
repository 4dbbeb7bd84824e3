import fc from 'fast-check';

/** Where to cut a text into pieces, as shares of its length. */
export const cuts = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 8 });

/** The text in pieces, cut at the given shares of its length; joined they are the text. */
export function cut(text: string, shares: readonly number[]): string[] {
	const at = [0, ...shares.map((share) => Math.round(share * text.length)), text.length];
	at.sort((a, b) => a - b);
	return at.slice(1).map((end, i) => text.slice(at[i], end));
}
