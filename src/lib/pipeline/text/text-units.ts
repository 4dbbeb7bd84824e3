/**
 * Text as UTF-16 units in typed arrays. A unit read from a `Uint16Array` costs a fraction of one read from a string, and a
 * part of a row needs no string of its own.
 */

/** UTF-16 units of a text; of one that is ASCII, its bytes. */
export type Units = Uint16Array | Uint8Array;

/** A part of a text: `units[start, end)`. Its owner uses it again at the next call: read it at once. */
export interface UnitSpan {
	units: Units;
	start: number;
	end: number;
}

/** Turns a string into a span, in an array that is used again for the next one. */
export class SpanOfText implements UnitSpan {
	units = new Uint16Array(2 ** 8);
	readonly start = 0;
	end = 0;

	/** @param atMost units that matter; what follows is left out */
	of(text: string, atMost = Infinity): this {
		const length = Math.min(text.length, atMost);
		if (length > this.units.length) this.units = new Uint16Array(length * 2);
		for (let i = 0; i < length; i++) this.units[i] = text.charCodeAt(i);
		this.end = length;
		return this;
	}
}

/** Units turned into a string at once at most: `apply` takes its arguments on the stack. */
const UNITS_AT_ONCE = 8_192;

/** The text of a span. */
export function textOfSpan({ units, start, end }: UnitSpan): string {
	let text = '';
	for (let at = start; at < end; at += UNITS_AT_ONCE)
		text += String.fromCharCode.apply(
			null,
			units.subarray(at, Math.min(end, at + UNITS_AT_ONCE)) as never
		);
	return text;
}
