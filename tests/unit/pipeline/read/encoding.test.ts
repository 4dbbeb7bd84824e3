import { describe, expect, it } from 'vitest';
import { detectEncoding, refuseBinary } from '../../../../src/lib/pipeline/read/encoding';
import { InputError } from '../../../../src/lib/pipeline/read/input-error';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const utf16 = (text: string, bigEndian: boolean): Uint8Array =>
	Uint8Array.from(
		Array.from({ length: text.length }, (_, i) => text.charCodeAt(i)).flatMap((code) =>
			bigEndian ? [code >> 8, code & 255] : [code & 255, code >> 8]
		)
	);

describe('detectEncoding', () => {
	it.each([
		['utf-8', [0xef, 0xbb, 0xbf, 0x61]],
		['utf-16le', [0xff, 0xfe, 0x61, 0x00]],
		['utf-16be', [0xfe, 0xff, 0x00, 0x61]]
	])('trusts the byte order mark of %s', (encoding, bytes) => {
		expect(detectEncoding(Uint8Array.from(bytes))).toBe(encoding);
	});

	it('knows UTF-16 without a mark by its zero bytes', () => {
		const text = 'source,log_message\r\nweb,naïve client – gave up\r\n';
		expect(detectEncoding(utf16(text, false))).toBe('utf-16le');
		expect(detectEncoding(utf16(text, true))).toBe('utf-16be');
	});

	it('takes everything else as UTF-8', () => {
		expect(detectEncoding(utf8('grüße, 世界'))).toBe('utf-8');
		expect(detectEncoding(new Uint8Array(0))).toBe('utf-8');
		expect(detectEncoding(utf8('a few \0 NULs \0 in \0 it'))).toBe('utf-8');
		expect(detectEncoding(Uint8Array.of(0x61, 0))).toBe('utf-8');
	});
});

describe('refuseBinary', () => {
	it.each([
		['PNG', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
		['JPEG', [0xff, 0xd8, 0xff, 0xe0]],
		['PDF', [...utf8('%PDF-1.7')]],
		['Excel', [0x50, 0x4b, 0x03, 0x04]],
		['SQLite', [...utf8('SQLite format 3\0')]],
		['evtx', [...utf8('ElfFile\0')]],
		['Parquet', [...utf8('PAR1')]],
		['program', [0x7f, 0x45, 0x4c, 0x46]]
	])('says that a file is %s', (name, bytes) => {
		const refuse = (): void => refuseBinary(Uint8Array.from(bytes), 'utf-8');
		expect(refuse).toThrow(InputError);
		expect(refuse).toThrow(new RegExp(`${name}.*Export the log`));
	});

	it('says how much of an unknown binary file is no text', () => {
		const bytes = Uint8Array.from({ length: 1_000 }, (_, i) => i % 256);
		expect(() => refuseBinary(bytes, 'utf-8')).toThrow(
			/binary file: 10.4% of its first 1,000 bytes/
		);
	});

	it('accepts text with NULs, escape sequences and invalid bytes here and there', () => {
		const bytes = Uint8Array.of(...utf8('\u001b[31merror\u001b[0m a\0b '.repeat(20)), 0xff, 0xfe);
		expect(() => refuseBinary(bytes, 'utf-8')).not.toThrow();
	});

	it('accepts a log about databases', () => {
		expect(() => refuseBinary(utf8('SQLite error: database is locked'), 'utf-8')).not.toThrow();
	});

	it('accepts UTF-16, which is full of zero bytes', () => {
		expect(() => refuseBinary(utf16('message\nstarted\n', false), 'utf-16le')).not.toThrow();
	});
});
