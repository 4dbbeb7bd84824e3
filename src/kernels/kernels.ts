/**
 * The hot loops of reading in WebAssembly with SIMD. The host puts a text into memory once and asks for its rows, then for
 * numbers of what stands in its cells: equal texts have equal numbers. Each kernel has a reference in TypeScript, to which
 * property tests hold it.
 */
import { PADDING, QUOTE, firstBeyondAscii, firstOf, lineBreaks } from './bytes';
import { writeShape } from './shape';
import { NO_NUMBER, Table } from './table';

export {
	rowsFound,
	blankLinesFound,
	scan,
	setColumns,
	setDialect,
	setRows,
	unclosedFound
} from './csv';

/** Memory of this size, never given back: what grows is taken again at twice its size. */
export function take(bytes: i32): usize {
	return heap.alloc(bytes + PADDING);
}

export function countLineBreaks(text: usize, length: i32): i32 {
	return lineBreaks(text, text + length);
}

export function holdsByte(text: usize, length: i32, byte: u32): bool {
	const bytes = i8x16.splat(<i8>byte);
	return firstOf(text, text + length, bytes, bytes, bytes) !== text + length;
}

export function newTable(limit: i32, bytes: i32, longest: i32): Table {
	return new Table(limit, bytes, longest);
}

/** Room for a text without its escapes, and for a shape. */
let plain: usize = 0;
let shape: usize = 0;
let room: i32 = 0;

function makeRoom(bytes: i32): void {
	if (bytes <= room) return;
	room = bytes * 2;
	plain = take(room);
	shape = take(room);
}

/** Whether a quoted cell has an escape, so that its value is another text. @param mark what escapes */
function isEscaped(text: usize, length: i32, start: i32, end: i32, mark: v128): bool {
	if (start < 1 || end >= length) return false;
	if (load<u8>(text + start - 1) !== QUOTE || load<u8>(text + end) !== QUOTE) return false;
	return firstOf(text + start, text + end, quotes, mark, mark) !== text + end;
}

const quotes: v128 = i8x16.splat(<i8>QUOTE);

/** Writes what an escaped text means to `plain`, at most so many bytes. Returns how many. */
function unescape(from: usize, end: usize, mark: u32, most: i32): i32 {
	let to = plain;
	const last = plain + most;
	for (let at = from; at < end && to < last; at++) {
		const byte: u32 = load<u8>(at);
		const next: u32 = at + 1 < end ? load<u8>(at + 1) : 0;
		const isPair = byte === QUOTE && next === QUOTE;
		const isMarked = byte === mark && mark !== QUOTE && (next === QUOTE || next === mark);
		store<u8>(to++, <u8>(isMarked ? next : byte));
		if (isPair || isMarked) at++;
	}
	return <i32>(to - plain);
}

/**
 * Numbers the texts of one column, or their shapes.
 * @param cells `[start, end)` as i32 at `8 * (row * width + slot)`, -1 where a row has none, which is an empty text, and
 * `ELSEWHERE` where its text is not in the memory
 * @param mark escapes a quotation mark in a quoted cell
 * @param counted bytes of a message that its shape is made of; 0 numbers the texts themselves
 * @param out an i32 a row: the number; `NO_NUMBER` for a character beyond ASCII and what the table does not keep
 */
export function numberCells(
	table: Table,
	text: usize,
	length: i32,
	cells: usize,
	width: i32,
	slot: i32,
	from: i32,
	rows: i32,
	mark: u32,
	counted: i32,
	out: usize
): void {
	const most = counted === 0 ? table.longest + 1 : counted;
	makeRoom(most + UUID_ROOM);
	const marks = i8x16.splat(<i8>mark);
	for (let row = from; row < rows; row++) {
		const cell = cells + ((row * width + slot) << 3);
		if (load<i32>(cell) === ELSEWHERE) {
			store<i32>(out + (row << 2), NO_NUMBER);
			continue;
		}
		const start = max(load<i32>(cell), 0);
		const end = max(load<i32>(cell, 4), start);
		let at = text + start;
		let size = end - start;
		if (isEscaped(text, length, start, end, marks)) {
			size = unescape(at, text + end, mark, most);
			at = plain;
		}
		let number = NO_NUMBER;
		if (counted === 0) {
			if (firstBeyondAscii(at, at + size) === at + size) number = table.numberOf(at, size);
		} else {
			const written = writeShape(at, at + min(size, counted), shape);
			if (written >= 0) number = table.numberOf(shape, written);
		}
		store<i32>(out + (row << 2), number);
	}
}

/** In place of a cell's offset. */
const ELSEWHERE: i32 = -2;
/** What a UUID at the end of a message may add to its shape. */
const UUID_ROOM = 64;

/**
 * Marks rows that have a byte beyond ASCII.
 * @param ends of the rows, an i32 each
 * @param out a byte a row, 1 where it has
 * @returns whether any has
 */
export function markBeyondAscii(
	text: usize,
	length: i32,
	ends: usize,
	rows: i32,
	out: usize
): bool {
	memory.fill(out, 0, rows);
	let found = false;
	let row = 0;
	let at = firstBeyondAscii(text, text + length);
	while (at < text + length) {
		while (row < rows && text + load<i32>(ends + (row << 2)) <= at) row++;
		// What follows the last whole row comes again with the next piece.
		if (row === rows) break;
		found = true;
		store<u8>(out + row, 1);
		at = firstBeyondAscii(text + load<i32>(ends + (row << 2)), text + length);
	}
	return found;
}
