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

describe('detectEncoding of text that is no UTF-8', () => {
	it('takes a few wrong bytes in UTF-8 for damage', () => {
		const damaged = [...utf8('Zähler fällt über älteres, Ger'), 0xff, ...utf8('t fehlt')];
		expect(detectEncoding(Uint8Array.from(damaged))).toBe('utf-8');
	});

	it.each([
		[
			'windows-1252',
			[0x47, 0x65, 0x72, 0xe4, 0x74, 0x20, 0xfc, 0x62, 0x65, 0x72, 0x6c, 0xe4, 0x64, 0x74]
		],
		['windows-1252', [...utf8('caf'), 0xe9, ...utf8(' ferm'), 0xe9, ...utf8(' le 3')]],
		['gb18030', [...utf8('WARN '), 0xc1, 0xac, 0xbd, 0xd3, 0xb3, 0xac, 0xca, 0xb1]],
		[
			'shift_jis',
			[...utf8('INFO '), 0x90, 0xda, 0x91, 0xb1, 0x82, 0xb5, 0x82, 0xdc, 0x82, 0xb5, 0x82, 0xbd]
		],
		[
			'euc-kr',
			[
				...utf8('INFO '),
				0xbf,
				0xac,
				0xb0,
				0xe1,
				0xb5,
				0xc7,
				0xbe,
				0xfa,
				0xbd,
				0xc0,
				0xb4,
				0xcf,
				0xb4,
				0xd9
			]
		],
		['windows-1251', [0xce, 0xf8, 0xe8, 0xe1, 0xea, 0xe0, 0x20, 0xf1, 0xe5, 0xf2, 0xe8]]
	])('knows %s', (encoding, bytes) => {
		expect(detectEncoding(Uint8Array.from(bytes))).toBe(encoding);
	});

	it.each([
		'INFO 连接超时，无法保存订单\n'.repeat(8),
		'ERROR 接続がタイムアウトしました\r\n'.repeat(8)
	])('knows UTF-16 in which few bytes are zero: %j', (text) => {
		expect(detectEncoding(utf16(text, false))).toBe('utf-16le');
		expect(detectEncoding(utf16(text, true))).toBe('utf-16be');
	});
});

describe('refuseBinary', () => {
	it.each([
		['PNG', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], 'paste it'],
		['JPEG', [0xff, 0xd8, 0xff, 0xe0], 'paste it'],
		['PDF', [...utf8('%PDF-1.7')], 'Save its text'],
		['SQLite', [...utf8('SQLite format 3\0')], 'as CSV'],
		['evtx', [...utf8('ElfFile\0')], 'Event Viewer'],
		['program', [0x7f, 0x45, 0x4c, 0x46], 'Drop the log'],
		['capture', [0xd4, 0xc3, 0xb2, 0xa1], 'Wireshark'],
		['RAR', [...utf8('Rar!')], 'Unpack it']
	])('says that a file is %s, and what to do', (name, bytes, advice) => {
		const refuse = (): void => refuseBinary(Uint8Array.from(bytes), 'utf-8');
		expect(refuse).toThrow(InputError);
		expect(refuse).toThrow(new RegExp(`^This is .*${name}.*${advice}.*\\.$`));
	});

	it('takes random bytes for no log, however they fall', () => {
		for (let seed = 1; seed <= 200; seed++) {
			let state = seed * 2_654_435_761;
			const bytes = Uint8Array.from({ length: 2_000 }, () => {
				state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
				return state >>> 24;
			});
			expect(() => refuseBinary(bytes, detectEncoding(bytes))).toThrow(/binary file/);
		}
	});

	it('accepts a log whose head is all zero', () => {
		const bytes = Uint8Array.from([...new Uint8Array(5_000), ...utf8('started\nended\n')]);
		expect(detectEncoding(bytes)).toBe('utf-8');
		expect(() => refuseBinary(bytes, 'utf-8')).not.toThrow();
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

describe('bytes that are no text', () => {
	/** A generator of Lehmer's kind (Park and Miller, Communications of the ACM 31, 1988). */
	let state = 1;
	const byte = (): number => ((state = (state * 48_271) % 2_147_483_647) >> 8) & 0xff;
	const noise = (length: number): Uint8Array => Uint8Array.from({ length }, byte);

	it('are refused whatever they look like', () => {
		for (let round = 0; round < 300; round++) {
			const bytes = noise(200 + round * 7);
			expect(() => refuseBinary(bytes, detectEncoding(bytes))).toThrow(/binary file|This is/);
		}
	});

	it('are refused when they are small numbers of two bytes', () => {
		const bytes = Uint8Array.from({ length: 4_000 }, (_, at) => (at % 2 === 0 ? byte() % 30 : 0));
		expect(() => refuseBinary(bytes, 'utf-16le')).toThrow(/binary file/);
	});

	it.each([
		['a 7z archive', [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c, 0, 4]],
		['a Windows event log', [...Buffer.from('ElfFile\0')]],
		['a WebP image', [...Buffer.from('RIFF....WEBP')]],
		['an lz4 file', [0x04, 0x22, 0x4d, 0x18, 1]]
	])('are named: %s', (name, bytes) => {
		const file = Uint8Array.from(bytes);
		expect(() => refuseBinary(file, detectEncoding(file))).toThrow(`This is ${name}`);
	});
});
