import { noRows, type GrowingRows } from './scanned-rows';
import { endOfObject, NOT_ONE, OPEN } from './json-text';
import { CLOSE_BRACKET, CR, LF, OPEN_BRACE, OPEN_BRACKET } from '../text/char-codes';

/**
 * Splits JSON text into its objects: one a line (JSONL), the elements of an array, or objects one after the other, each
 * printed on one line or on many. A line that is no object is a row of its own. An object that is cut off ends where
 * JSON allows no other reading: at a line break inside of a string, or before a line that begins with `{` where a name
 * is due; its lines are rows. Feed it pieces of any size.
 */
export class JsonScanner {
	private carry = '';

	/** @param final no more text follows */
	push(piece: string, final: boolean): GrowingRows {
		const text = this.carry + piece;
		const out = noRows(text);
		let at = 0;
		for (;;) {
			const start = this.skipBetween(text, at, out, final);
			if (start === -1) break;
			const end = text.charCodeAt(start) === OPEN_BRACE ? endOfObject(text, start, final) : NOT_ONE;
			if (end === OPEN) break;
			const next = end === NOT_ONE ? endOfLine(text, start, final) : endOfRow(text, end, final);
			if (next === -1) break;
			if (end === NOT_ONE && text.charCodeAt(start) === OPEN_BRACE) out.unclosed.push(out.rows);
			out.starts.push(start);
			out.ends.push(next);
			out.cellCounts.push(1);
			out.cells.push(start, end === NOT_ONE ? next : end);
			out.rows++;
			at = next;
			this.at = at;
		}
		this.carry = final ? '' : text.slice(this.at);
		this.at = 0;
		return out;
	}

	/** Offset up to which the text is used up. */
	private at = 0;

	/** Start of the next row: white space, commas and the brackets of the outer array are passed over. -1: none yet. */
	private skipBetween(text: string, from: number, out: GrowingRows, final: boolean): number {
		let at = from;
		let blank = isLineStart(text, from);
		for (; at < text.length; at++) {
			const code = text.charCodeAt(at);
			if (code === LF || code === CR) {
				if (code === CR && at + 1 === text.length && !final) return -1;
				if (code === CR && text.charCodeAt(at + 1) === LF) at++;
				if (blank) out.blankLines++;
				blank = true;
				this.at = at + 1;
			} else if (code === OPEN_BRACKET || code === CLOSE_BRACKET || code === 44) {
				const alone = isAlone(text, at);
				if (alone === undefined && !final) return -1;
				if (alone === false) return at;
				blank = false;
			} else if (code !== 32 && code !== 9) return at;
		}
		if (final) this.at = at;
		return -1;
	}
}

const isLineStart = (text: string, at: number): boolean =>
	at === 0 || text.charCodeAt(at - 1) === LF || text.charCodeAt(at - 1) === CR;

/**
 * Whether a bracket or comma only holds objects together, rather than being the start of `[INFO] text`; undefined when
 * the text ends before that can be said.
 */
function isAlone(text: string, at: number): boolean | undefined {
	for (let next = at + 1; next < text.length; next++) {
		const code = text.charCodeAt(next);
		if (code === OPEN_BRACE || code === LF || code === CR || code === CLOSE_BRACKET) return true;
		if (code !== 32 && code !== 9 && code !== 44) return false;
	}
	return undefined;
}

/** Offset behind the line break, or behind the text that is left. */
function endOfLine(text: string, start: number, final: boolean): number {
	for (let at = start; at < text.length; at++) {
		const code = text.charCodeAt(at);
		if (code !== LF && code !== CR) continue;
		if (code === LF) return at + 1;
		if (at + 1 === text.length && !final) return -1;
		return text.charCodeAt(at + 1) === LF ? at + 2 : at + 1;
	}
	return final ? text.length : -1;
}

/** Offset behind an object, the comma and blanks that follow it, and the line break. */
function endOfRow(text: string, end: number, final: boolean): number {
	let at = end;
	for (; at < text.length; at++) {
		const code = text.charCodeAt(at);
		if (code === LF || code === CR) return endOfLine(text, at, final);
		if (code !== 32 && code !== 9 && code !== 44) return at;
	}
	return final ? at : -1;
}
