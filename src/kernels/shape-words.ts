/** Words before a number that keep it in the shape of a message. */
/** http, status */
const HTTP: usize = memory.data<u8>([104, 116, 116, 112]);
const STATUS: usize = memory.data<u8>([115, 116, 97, 116, 117, 115]);
/** level, lvl, severity */
const LEVEL: usize = memory.data<u8>([108, 101, 118, 101, 108]);
const LVL: usize = memory.data<u8>([108, 118, 108]);
const SEVERITY: usize = memory.data<u8>([115, 101, 118, 101, 114, 105, 116, 121]);

const WORD_BEFORE_STATUS: usize = 20;
const WORD_BEFORE_LEVEL: usize = 14;

/** Whether a word for an HTTP status stands shortly before a number, in a message that starts at `start`. */
export function followsStatus(start: usize, at: usize): bool {
	const from = at - start > WORD_BEFORE_STATUS ? at - WORD_BEFORE_STATUS : start;
	return holdsWord(HTTP, 4, from, at) || holdsWord(STATUS, 6, from, at);
}

/** Whether a word for a level does. */
export function followsLevel(start: usize, at: usize): bool {
	const from = at - start > WORD_BEFORE_LEVEL ? at - WORD_BEFORE_LEVEL : start;
	return (
		holdsWord(LEVEL, 5, from, at) || holdsWord(LVL, 3, from, at) || holdsWord(SEVERITY, 8, from, at)
	);
}

function holdsWord(word: usize, size: usize, from: usize, to: usize): bool {
	for (let at = from; at + size <= to; at++) {
		let same: usize = 0;
		while (same < size && ((<u32>load<u8>(at + same)) | 32) === load<u8>(word + same)) same++;
		if (same === size) return true;
	}
	return false;
}
