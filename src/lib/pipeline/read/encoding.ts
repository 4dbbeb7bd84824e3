import { formatCount, formatShare } from '../text/format-number';
import { InputError } from './input-error';

/**
 * Encoding of an input from its first bytes: a byte order mark decides, then the pattern of zero bytes that UTF-16 and
 * UTF-32 give to Latin text, else UTF-8. The name is one that `textDecoder` knows.
 */
export function detectEncoding(bytes: Uint8Array): string {
	const [first, second, third] = bytes;
	if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
	const fourth = bytes[3];
	if (first === 0xff && second === 0xfe && third === 0 && fourth === 0) return 'utf-32le';
	if (first === 0 && second === 0 && third === 0xfe && fourth === 0xff) return 'utf-32be';
	if (first === 0xff && second === 0xfe) return 'utf-16le';
	if (first === 0xfe && second === 0xff) return 'utf-16be';
	return utf32ByZeros(bytes) ?? utf16ByZeros(bytes) ?? 'utf-8';
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

const SIGNATURES: [name: string, bytes: number[]][] = [
	['a PNG image', [0x89, 0x50, 0x4e, 0x47]],
	['a JPEG image', [0xff, 0xd8, 0xff]],
	['a GIF image', [0x47, 0x49, 0x46, 0x38]],
	['a PDF document', [0x25, 0x50, 0x44, 0x46]],
	['a ZIP archive or an Excel, Word or Java file', [0x50, 0x4b, 0x03, 0x04]],
	['a Windows event log (.evtx)', [0x45, 0x6c, 0x66, 0x46, 0x69, 0x6c, 0x65]],
	[
		'an SQLite database',
		[0x53, 0x51, 0x4c, 0x69, 0x74, 0x65, 0x20, 0x66, 0x6f, 0x72, 0x6d, 0x61, 0x74]
	],
	['a Parquet file', [0x50, 0x41, 0x52, 0x31]],
	['a program', [0x7f, 0x45, 0x4c, 0x46]],
	['a program', [0x4d, 0x5a, 0x90]],
	['an xz archive', [0xfd, 0x37, 0x7a, 0x58, 0x5a]],
	['a bzip2 archive', [0x42, 0x5a, 0x68]]
];

/** Throws an `InputError` that says what the file seems to be when its bytes are no text in the given encoding. */
export function refuseBinary(bytes: Uint8Array, encoding: string): void {
	const known = SIGNATURES.find(([, signature]) => signature.every((byte, i) => bytes[i] === byte));
	if (known)
		throw new InputError(
			`This is ${known[0]}, not a text file. Export the log as CSV or plain text and drop that.`
		);
	if (/^utf-(?:16|32)/.test(encoding)) return;
	let control = 0;
	for (const byte of bytes) if (byte < 32 && (byte < 9 || byte > 13) && byte !== 27) control++;
	if (control > bytes.length * 0.1)
		throw new InputError(
			`This looks like a binary file: ${formatShare(control, bytes.length)} of its first ${formatCount(bytes.length)} bytes are control codes. Export the log as CSV or plain text and drop that.`
		);
}
