import { formatCount } from '../text/format-number';
import { joinTexts, sliceText, type PieceText } from '../text/piece-text';
import type { InputProblem } from '../types';

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/**
 * Cuts lines that are longer than any row, before anything looks for rows: what finds rows holds an unfinished line until its
 * end has come, and a line without an end would fill the memory. Where a line is cut does not depend on the pieces.
 */
export class LineGuard {
	/** Units of the line that the next piece goes on with. */
	private length = 0;
	private leftOut = 0;
	private problems: InputProblem[] = [];

	/** @param most units of a line that are kept: bytes, or UTF-16 units of a string */
	constructor(private readonly most: number) {}

	/** A piece without what is beyond the bound; the same one where no line is. */
	take(text: PieceText): PieceText {
		if (this.length + text.length <= this.most) {
			const last = lastBreak(text);
			this.length = last < 0 ? this.length + text.length : text.length - last - 1;
			return text;
		}
		const kept: PieceText[] = [];
		let from = 0;
		for (let at = 0; at < text.length;) {
			const end = lineEnd(text, at);
			const bound = at + Math.max(0, this.most - this.length);
			if (end > bound) {
				const cut = wholeCharacters(text, at, bound);
				kept.push(sliceText(text, from, cut));
				this.leftOut += end - cut;
				from = end;
			}
			this.length += end - at;
			if (end < text.length) this.endLine();
			at = end + 1;
		}
		kept.push(sliceText(text, from));
		return kept.length === 1 ? text : joinTexts(kept);
	}

	/** The file is over: the next piece begins another line. */
	finish(): void {
		this.endLine();
	}

	/** What was cut since the last call. */
	takeProblems(): InputProblem[] {
		return this.problems.splice(0);
	}

	private endLine(): void {
		if (this.leftOut > 0)
			this.problems.push({
				kind: 'long-row',
				message: `A line of ${formatCount(this.length)} characters was cut after ${formatCount(this.most)}: the other ${formatCount(this.leftOut)} are left out.`
			});
		this.length = 0;
		this.leftOut = 0;
	}
}

/** Where the last line break stands, or -1. A carriage return is sought only behind the last LF: most texts have none. */
function lastBreak(text: PieceText): number {
	const lastOf = (part: PieceText, code: number): number =>
		typeof part === 'string' ? part.lastIndexOf(String.fromCharCode(code)) : part.lastIndexOf(code);
	const feed = lastOf(text, LINE_FEED);
	const carriage = lastOf(sliceText(text, feed + 1), CARRIAGE_RETURN);
	return carriage === -1 ? feed : feed + 1 + carriage;
}

/** Where a line ends: at its first LF or CR, or with the text. */
function lineEnd(text: PieceText, from: number): number {
	if (typeof text === 'string') {
		const pattern = /[\r\n]/g;
		pattern.lastIndex = from;
		return pattern.exec(text)?.index ?? text.length;
	}
	for (let at = from; at < text.length; at++)
		if (text[at] === LINE_FEED || text[at] === CARRIAGE_RETURN) return at;
	return text.length;
}

/** A place no further than `to` that cuts no character. */
function wholeCharacters(text: PieceText, from: number, to: number): number {
	let at = to;
	if (typeof text === 'string') {
		const low = text.charCodeAt(at) & 0xfc00;
		return at > from && low === 0xdc00 ? at - 1 : at;
	}
	while (at > from && ((text[at] as number) & 0xc0) === 0x80) at--;
	return at;
}
