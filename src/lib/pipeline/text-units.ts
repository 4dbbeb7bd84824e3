/**
 * Text as UTF-16 units in typed arrays. A unit read from a `Uint16Array` costs a fraction of one read from a string, and a
 * part of a row needs no string of its own.
 */

/** A part of a text: `units[start, end)`. Made anew by its owner at the next call: read it at once. */
export interface UnitSpan {
	units: Uint16Array;
	start: number;
	end: number;
}

/** Units of a text that comes in pieces and loses what has been read. */
export class UnitBuffer {
	units = new Uint16Array();
	private length = 0;

	/**
	 * Keeps what stands from `from` on, moved to the front, and appends a piece.
	 * @param ascii the piece's bytes, where each is one character
	 */
	next(from: number, piece: string, ascii?: Uint8Array): void {
		const kept = this.length - from;
		const length = kept + piece.length;
		const before = this.units;
		if (length > before.length) this.units = new Uint16Array(Math.max(length, before.length * 2));
		this.units.set(before.subarray(from, this.length));
		this.length = length;
		if (ascii) this.units.set(ascii, kept);
		else putText(this.units, kept, piece, piece.length);
	}
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
		putText(this.units, 0, text, length);
		this.end = length;
		return this;
	}
}

function putText(units: Uint16Array, at: number, text: string, length: number): void {
	for (let i = 0; i < length; i++) units[at + i] = text.charCodeAt(i);
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

/** Whether each of the bytes is one ASCII character. */
export function isAscii(bytes: Uint8Array): boolean {
	const whole = bytes.byteOffset % 4 === 0 ? bytes.length >> 2 : 0;
	const words = new Uint32Array(bytes.buffer, whole > 0 ? bytes.byteOffset : 0, whole);
	let seen = 0;
	for (let i = 0; i < words.length; i++) seen |= words[i] as number;
	for (let i = whole * 4; i < bytes.length; i++) seen |= bytes[i] as number;
	return (seen & 0x80808080) === 0;
}
