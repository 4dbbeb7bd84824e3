import { formatCount, formatShare } from '../text/format-number';
import { eightBitEncoding } from './eight-bit';
import { noTextKind } from './file-kinds';
import { InputError } from './input-error';

/**
 * Encoding of an input from its first bytes: a byte order mark decides, then the pattern of zero bytes that UTF-16 and
 * UTF-32 give to text, then UTF-8 if the bytes are that, else what the bytes beyond ASCII look like. The name is one
 * that `textDecoder` knows.
 */
export function detectEncoding(all: Uint8Array): string {
	const bytes = behindZeros(all);
	const [first, second, third] = bytes;
	if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
	const fourth = bytes[3];
	if (first === 0xff && second === 0xfe && third === 0 && fourth === 0) return 'utf-32le';
	if (first === 0 && second === 0 && third === 0xfe && fourth === 0xff) return 'utf-32be';
	if (first === 0xff && second === 0xfe) return 'utf-16le';
	if (first === 0xfe && second === 0xff) return 'utf-16be';
	const byZeros = utf32ByZeros(bytes) ?? utf16ByZeros(bytes);
	if (byZeros) return byZeros;
	if (isUtf8(bytes)) return 'utf-8';
	return utf16ByText(bytes) ?? (isDamagedUtf8(bytes) ? 'utf-8' : eightBitEncoding(bytes));
}

/** Zero bytes that a log rotated while it was open has at its head are no sign of any encoding. */
const MIN_HEAD_ZEROS = 16;

function behindZeros(bytes: Uint8Array): Uint8Array {
	let zeros = 0;
	while (zeros < bytes.length && bytes[zeros] === 0) zeros++;
	// A multiple of four, so that no unit is cut.
	return zeros < MIN_HEAD_ZEROS ? bytes : bytes.subarray(zeros - (zeros % 4));
}

/** Whether bytes are UTF-8; the last character may be cut. */
function isUtf8(bytes: Uint8Array): boolean {
	try {
		new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
		return true;
	} catch {
		return false;
	}
}

/** Characters beyond ASCII that are right UTF-8, for each byte that is not, so that the others are taken for damage. */
const RIGHT_FOR_EACH_WRONG = 3;

/** Text of another encoding passes for UTF-8 in a few places at most: where most of it does, the rest is damage. */
function isDamagedUtf8(bytes: Uint8Array): boolean {
	const text = new TextDecoder('utf-8').decode(bytes);
	const wrong = text.match(/\ufffd/g)?.length ?? 0;
	const right = (text.match(/[^\0-\x7f]/gu)?.length ?? 0) - wrong;
	return right >= wrong * RIGHT_FOR_EACH_WRONG;
}

/** Share of characters that no text has, at most. */
const MAX_ODD_SHARE = 0.01;
/** Share of the units that are blanks, digits and line breaks, at least: other scripts have them too. */
const MIN_ASCII_SHARE = 0.03;

/** UTF-16 of a script in which few bytes are zero. */
function utf16ByText(bytes: Uint8Array): string | undefined {
	const part = bytes.subarray(0, Math.min(bytes.length, 4_096) & ~1);
	if (part.length < 8 || part.indexOf(0) === -1) return undefined;
	return ['utf-16le', 'utf-16be'].find((encoding) => {
		let text: string;
		try {
			text = new TextDecoder(encoding, { fatal: true }).decode(part, { stream: true });
		} catch {
			return false;
		}
		const odd = text.match(/(?![\r\n\t])[\p{Cn}\p{Co}\p{Cc}]/gu)?.length ?? 0;
		const ascii = text.match(/[\x20-\x7e\r\n\t]/g)?.length ?? 0;
		return (
			odd <= text.length * MAX_ODD_SHARE &&
			ascii >= text.length * MIN_ASCII_SHARE &&
			/[\r\n ]/.test(text)
		);
	});
}

/** The highest byte of every character is zero, and the second highest nearly always. */
function utf32ByZeros(bytes: Uint8Array): string | undefined {
	const units = Math.min(1_000, bytes.length >> 2);
	if (units < 4) return undefined;
	const zeros = [0, 0, 0, 0];
	for (let i = 0; i < units * 4; i++)
		if (bytes[i] === 0) zeros[i % 4] = (zeros[i % 4] as number) + 1;
	const [a, b, c, d] = zeros as [number, number, number, number];
	if (d === units && c > units * 0.9 && a < units * 0.1) return 'utf-32le';
	return a === units && b > units * 0.9 && d < units * 0.1 ? 'utf-32be' : undefined;
}

function utf16ByZeros(bytes: Uint8Array): string | undefined {
	const pairs = Math.min(2_000, bytes.length >> 1);
	if (pairs < 4) return undefined;
	let even = 0;
	let odd = 0;
	for (let i = 0; i < pairs; i++) {
		if (bytes[2 * i] === 0) even++;
		if (bytes[2 * i + 1] === 0) odd++;
	}
	if (odd > pairs * 0.7 && even < pairs * 0.1) return 'utf-16le';
	return even > pairs * 0.7 && odd < pairs * 0.1 ? 'utf-16be' : undefined;
}

const BINARY_ADVICE = 'Export the log as CSV or plain text and drop that.';

/** Control codes that text of an 8-bit encoding has at most; of UTF-8, some terminals write more. */
const MAX_CONTROL_SHARE = 0.1;
const MAX_CONTROL_SHARE_8_BIT = 0.02;
/** Bytes of a text of an 8-bit encoding that may be without a blank or a line break. */
const MAX_UNBROKEN_BYTES = 16;
/** Bytes of UTF-16 that are looked at. */
const WIDE_BYTES = 4_096;

/** Throws an `InputError` that says what the file seems to be when its bytes are no text in the given encoding. */
export function refuseBinary(bytes: Uint8Array, encoding: string): void {
	const known = noTextKind(bytes);
	if (known) throw new InputError(known);
	if (encoding.startsWith('utf-32')) return;
	if (encoding.startsWith('utf-16')) return refuseOddUnits(bytes, encoding);
	let control = 0;
	let zeros = 0;
	let isBroken = false;
	for (const byte of bytes) {
		if (byte === 0) zeros++;
		else if (byte < 32 && (byte < 9 || byte > 13) && byte !== 27) control++;
		else if (byte <= 32) isBroken = true;
	}
	// Zero bytes are passed over: a log that was cut while it was open has long runs of them.
	const others = bytes.length - zeros;
	const isUtf8 = encoding === 'utf-8';
	const allowed = isUtf8 ? MAX_CONTROL_SHARE : MAX_CONTROL_SHARE_8_BIT;
	if (control > others * allowed) throw binary(control + zeros, bytes.length, 'bytes');
	if (!isUtf8 && !isBroken && others > MAX_UNBROKEN_BYTES)
		throw new InputError(
			`This looks like a binary file: there is no blank and no line break in its first ${formatCount(bytes.length)} bytes. ${BINARY_ADVICE}`
		);
}

/** Control codes that logs have, NUL and escape among them. */
const TEXT_CONTROLS = '\r\n\t\0\u001b';

/** Numbers of two bytes look like UTF-16 too. */
function refuseOddUnits(bytes: Uint8Array, encoding: string): void {
	const text = new TextDecoder(encoding).decode(bytes.subarray(0, WIDE_BYTES));
	const controls = text.match(/[\p{Cn}\p{Co}\p{Cc}]/gu) ?? [];
	const odd = controls.filter((control) => !TEXT_CONTROLS.includes(control)).length;
	if (odd > text.length * MAX_CONTROL_SHARE) throw binary(odd, text.length, 'characters');
}

const binary = (odd: number, all: number, units: string): InputError =>
	new InputError(
		`This looks like a binary file: ${formatShare(odd, all)} of its first ${formatCount(all)} ${units} are control codes. ${BINARY_ADVICE}`
	);
