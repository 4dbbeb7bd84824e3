/**
 * Rows and cells of CSV text, as `CsvPass` in the core finds them: that class is the reference, says what the cases mean,
 * and is used where a browser has no SIMD. Offsets are counted from the start of the text.
 */
import { CR, LF, QUOTE, firstOf } from './bytes';

const CUT: i32 = -1;
const NO_QUOTATION: i32 = -2;

let text: usize = 0;
let length: i32 = 0;
let delimiter: u32 = 0;
/** -1 where nothing makes the next quotation mark text. */
let escape: i32 = -1;
let comment: i32 = -1;
let isFinal: bool = false;
let longest: i32 = 0;
/** By column, below `columns`: where its cells are wanted, or -1. */
let slots: usize = 0;
let columns: i32 = 0;
let width: i32 = 0;

let starts: usize = 0;
let ends: usize = 0;
let counts: usize = 0;
let cells: usize = 0;
let unclosedRows: usize = 0;

let rows: i32 = 0;
let isUnclosed: bool = false;
let unclosed: i32 = 0;
let blankLines: i32 = 0;

let breakOrDelimiter: v128 = i8x16.splat(0);
const lf: v128 = i8x16.splat(<i8>LF);
const cr: v128 = i8x16.splat(<i8>CR);
const quote: v128 = i8x16.splat(<i8>QUOTE);
let quoteOrEscape: v128 = quote;

/** How the table is written; for the scans that follow. */
export function setDialect(
	newDelimiter: i32,
	newEscape: i32,
	newComment: i32,
	longestQuoted: i32
): void {
	delimiter = newDelimiter;
	escape = newEscape;
	comment = newComment;
	longest = longestQuoted;
	breakOrDelimiter = i8x16.splat(<i8>newDelimiter);
	quoteOrEscape = newEscape === -1 ? quote : i8x16.splat(<i8>newEscape);
}

/** Which columns are wanted: for each, an i32 at `at`. */
export function setColumns(at: usize, count: i32, wanted: i32): void {
	slots = at;
	columns = count;
	width = wanted;
}

/** Where the rows go: arrays of i32 with room for one row more than the text has line breaks. */
export function setRows(
	startsAt: usize,
	endsAt: usize,
	countsAt: usize,
	cellsAt: usize,
	unclosedAt: usize
): void {
	starts = startsAt;
	ends = endsAt;
	counts = countsAt;
	cells = cellsAt;
	unclosedRows = unclosedAt;
}

export function rowsFound(): i32 {
	return rows;
}

export function unclosedFound(): i32 {
	return unclosed;
}

export function blankLinesFound(): i32 {
	return blankLines;
}

/** Reads all whole rows. Returns the offset behind the last of them. */
export function scan(textAt: usize, textLength: i32, noMoreFollows: bool): i32 {
	text = textAt;
	length = textLength;
	isFinal = noMoreFollows;
	rows = 0;
	unclosed = 0;
	blankLines = 0;
	let start = 0;
	while (start < length) {
		const end = line(start);
		if (end === CUT) break;
		start = end;
	}
	return start;
}

function byteAt(at: i32): u32 {
	return load<u8>(text + at);
}

function line(start: i32): i32 {
	const first = byteAt(start);
	if (first === LF || first === CR) {
		const end = behindBreak(start);
		if (end !== CUT) blankLines++;
		return end;
	}
	if (<i32>first === comment)
		return behindBreak(<i32>(firstOf(text + start, text + length, lf, cr, lf) - text));
	return row(start);
}

function row(start: i32): i32 {
	const cellsOfRow = cells + ((rows * width) << 3);
	for (let at = 0; at < width; at++) store<i64>(cellsOfRow + (at << 3), -1);
	isUnclosed = false;
	let count = 1;
	let at = cell(start, 0, cellsOfRow);
	while (at !== CUT && at < length && byteAt(at) === delimiter)
		at = cell(at + 1, count++, cellsOfRow);
	const end = at === CUT ? CUT : behindBreak(at);
	if (end === CUT) return CUT;
	const place = rows << 2;
	if (isUnclosed) store<i32>(unclosedRows + (unclosed++ << 2), rows);
	store<i32>(starts + place, start);
	store<i32>(ends + place, end);
	store<i32>(counts + place, count);
	rows++;
	return end;
}

/** The offset of what ends the cell, or `CUT`. */
function cell(start: i32, column: i32, cellsOfRow: usize): i32 {
	const slot = column < columns ? load<i32>(slots + (column << 2)) : -1;
	if (start < length && byteAt(start) === QUOTE) {
		const close = closingQuote(start);
		if (close === CUT) return CUT;
		if (close !== NO_QUOTATION) {
			if (slot >= 0) setCell(cellsOfRow, slot, start + 1, close);
			return close + 1;
		}
	}
	const end = <i32>(firstOf(text + start, text + length, breakOrDelimiter, lf, cr) - text);
	if (slot >= 0) setCell(cellsOfRow, slot, start, end);
	return end;
}

function setCell(cellsOfRow: usize, slot: i32, start: i32, end: i32): void {
	store<i32>(cellsOfRow + (slot << 3), start);
	store<i32>(cellsOfRow + (slot << 3), end, 4);
}

function closingQuote(open: i32): i32 {
	const close = quoteThatCloses(open);
	if (close !== CUT) return close >= 0 && close + 1 === length && !isFinal ? CUT : close;
	if (!isFinal && length - open <= longest) return CUT;
	isUnclosed = true;
	return NO_QUOTATION;
}

function quoteThatCloses(open: i32): i32 {
	const limit = text + min(length, open + longest + 1);
	let at = open + 1;
	while (true) {
		at = <i32>(firstOf(text + at, limit, quote, quoteOrEscape, quote) - text);
		if (text + at >= limit) return CUT;
		if (<i32>byteAt(at) === escape) {
			at += 2;
			continue;
		}
		const next = at + 1 < length ? byteAt(at + 1) : LF;
		if (next === delimiter || next === LF || next === CR) return at;
		if (next !== QUOTE) return NO_QUOTATION;
		at += 2;
	}
}

function behindBreak(at: i32): i32 {
	if (at < length && byteAt(at) === LF) return at + 1;
	if (at + 1 >= length) return isFinal ? length : CUT;
	return byteAt(at + 1) === LF ? at + 2 : at + 1;
}
