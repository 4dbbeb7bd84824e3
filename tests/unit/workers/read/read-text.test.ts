import { describe, expect, it } from 'vitest';
import { SNIFF_BYTES } from '../../../../src/lib/pipeline/constants';
import { InputError } from '../../../../src/lib/pipeline/read/input-error';
import { textDecoder } from '../../../../src/workers/read/text-decoder';
import { readSample, readText } from '../../../../src/workers/read/read-text';
import { expectSame, gzip, read, UTF8 } from '../../support/read-support';

/** Larger than several reads, so that characters lie across the borders between them. */
const LARGE = 3_500_000;

function utf16(text: string, bigEndian: boolean): Uint8Array<ArrayBuffer> {
	const bytes = new Uint8Array(text.length * 2);
	const view = new DataView(bytes.buffer);
	for (let i = 0; i < text.length; i++) view.setUint16(2 * i, text.charCodeAt(i), !bigEndian);
	return bytes;
}

describe('readText', () => {
	it.each([0, 1, 2, 3])(
		'breaks no character at the border of two reads, shifted by %i bytes',
		async (shift) => {
			for (const character of ['é', '€', '😀']) {
				const text = 'a'.repeat(shift) + character.repeat(LARGE / 4);
				expectSame((await read(new Blob([text]))).text, text);
			}
		}
	);

	it.each([true, false])('breaks no UTF-16 character (big endian: %s)', async (bigEndian) => {
		const encoding = bigEndian ? 'utf-16be' : 'utf-16le';
		for (const shift of ['', 'x']) {
			const text = shift + '😀'.repeat(LARGE / 8);
			const found = await read(new Blob([utf16(text, bigEndian)]), { encoding, gzip: false });
			expectSame(found.text, text);
		}
	});

	it('leaves the byte order mark out', async () => {
		expect((await read(new Blob(['\uFEFFabc']))).text).toBe('abc');
		const marked = new Blob([utf16('\uFEFFabc', true)]);
		expect((await read(marked, { encoding: 'utf-16be', gzip: false })).text).toBe('abc');
		expect((await read('\uFEFFabc')).text).toBe('abc');
	});

	it('shows invalid bytes as U+FFFD and goes on', async () => {
		const bytes = Uint8Array.of(0x61, 0xff, 0x62, 0xc3, 0x0a, 0x63, 0xe2, 0x82);
		expect((await read(new Blob([bytes]))).text).toBe('a\uFFFDb\uFFFD\nc\uFFFD');
	});

	it('reads other encodings', async () => {
		const bytes = Uint8Array.of(0x67, 0x72, 0xfc, 0xdf, 0x65, 0x80);
		const found = await read(new Blob([bytes]), { encoding: 'windows-1252', gzip: false });
		expect(found.text).toBe('grüße€');
	});

	it('unpacks gzip, whatever characters its pieces cut', async () => {
		const text = 'x' + 'ab€😀\n'.repeat(LARGE / 10);
		const packed = gzip(text);
		const {
			text: found,
			bytesRead,
			finals
		} = await read(new Blob([packed]), {
			encoding: 'utf-8',
			gzip: true
		});
		expectSame(found, text);
		expect(bytesRead.at(-1)).toBe(packed.length);
		expect(finals.indexOf(true)).toBe(finals.length - 1);
	});

	it('tells how far it has come, and which piece is the last', async () => {
		const { bytesRead, finals } = await read(new Blob(['x'.repeat(LARGE)]));
		expect(bytesRead.length).toBeGreaterThan(3);
		expect(bytesRead).toEqual([...bytesRead].sort((a, b) => a - b));
		expect(bytesRead.at(-1)).toBe(LARGE);
		expect(finals.indexOf(true)).toBe(finals.length - 1);
		expect((await read(new Blob([]))).finals).toEqual([true]);
	});

	it('reads a pasted text in pieces', async () => {
		const text = '😀'.repeat(LARGE / 4);
		const { text: found, finals } = await read(text);
		expectSame(found, text);
		expect(finals.length).toBeGreaterThan(1);
		expect((await read('')).finals).toEqual([true]);
	});

	it('can be left early', async () => {
		for (const [blob, choice] of [
			[new Blob(['x'.repeat(LARGE)]), UTF8],
			[new Blob([gzip('x'.repeat(LARGE))]), { encoding: 'utf-8', gzip: true }]
		] as const) {
			for await (const { text } of readText(blob, choice)) {
				expect(text.length).toBeGreaterThan(0);
				break;
			}
		}
	});
});

function utf32(text: string, bigEndian: boolean): Uint8Array<ArrayBuffer> {
	const characters = [...text];
	const bytes = new Uint8Array(characters.length * 4);
	const view = new DataView(bytes.buffer);
	for (const [i, character] of characters.entries())
		view.setUint32(4 * i, character.codePointAt(0) as number, !bigEndian);
	return bytes;
}

/** Bytes of the first read. */
const FIRST_BORDER = 2 ** 16;

describe('readText: characters at borders', () => {
	const text = 'a\u00e9\u20ac\u{1f600}\r\n\u65e5\u672c \u{1f468}\u200d\u{1f469} z\n';
	const ENCODED: [string, Uint8Array<ArrayBuffer>][] = [
		['utf-8', Uint8Array.from(Buffer.from(text))],
		['utf-16le', utf16(text, false)],
		['utf-16be', utf16(text, true)],
		['utf-32le', utf32(text, false)],
		['utf-32be', utf32(text, true)],
		// 日本 in a row, in two bytes each
		['shift_jis', Uint8Array.of(0x93, 0xfa, 0x96, 0x7b, 0x0a, 0x93, 0xfa)],
		['gb18030', Uint8Array.of(0xc8, 0xd5, 0xb1, 0xbe, 0x94, 0x39, 0xfc, 0x36)]
	];

	it.each(ENCODED)('breaks none in %s, at any byte', (encoding, bytes) => {
		const whole = textDecoder(encoding).decode(bytes);
		expect(whole).not.toContain('\uFFFD');
		if (encoding.startsWith('utf')) expect(whole).toBe(text);
		for (let border = 0; border <= bytes.length; border++) {
			const decoder = textDecoder(encoding);
			const first = decoder.decode(bytes.slice(0, border), { stream: true });
			const rest = decoder.decode(bytes.slice(border), { stream: true });
			expect(first + rest + decoder.decode()).toBe(whole);
		}
	});

	it.each(ENCODED)('breaks none in %s where two reads of a file meet', async (encoding, bytes) => {
		const unit = encoding.startsWith('utf-32') ? 4 : encoding.startsWith('utf-16') ? 2 : 1;
		const pad = (length: number): Uint8Array<ArrayBuffer> =>
			unit === 4
				? utf32('x'.repeat(length), encoding === 'utf-32be')
				: unit === 2
					? utf16('x'.repeat(length), encoding === 'utf-16be')
					: new Uint8Array(length).fill(0x78);
		const whole = textDecoder(encoding).decode(bytes);
		for (let border = unit; border < bytes.length; border += unit) {
			const padding = (FIRST_BORDER - border) / unit;
			const file = new Blob([pad(padding), bytes]);
			const found = await read(file, { encoding, gzip: false });
			expectSame(found.text, 'x'.repeat(padding) + whole);
			expect(found.finals.length).toBeGreaterThan(2);
		}
	});

	it('finds UTF-32, with and without its mark', async () => {
		for (const bigEndian of [true, false]) {
			const encoding = bigEndian ? 'utf-32be' : 'utf-32le';
			for (const mark of ['', '\uFEFF']) {
				const sample = await readSample(new Blob([utf32(`${mark}Timeout\n`, bigEndian)]));
				expect(sample).toMatchObject({ encoding, text: 'Timeout\n' });
			}
		}
	});

	it('shows what is no character of UTF-32 as U+FFFD', async () => {
		const bytes = Uint8Array.of(0x61, 0, 0, 0, 0, 0, 0x11, 0, 0, 0xd8, 0, 0, 0x62, 0, 0, 0, 0x63);
		const found = await read(new Blob([bytes]), { encoding: 'utf-32le', gzip: false });
		expect(found.text).toBe('a\uFFFD\uFFFDb\uFFFD');
	});
});

describe('readSample', () => {
	it('finds gzip and encoding', async () => {
		const text = 'source,log_message\nweb,started\n';
		const blobs: [Blob, string, boolean][] = [
			[new Blob([text]), 'utf-8', false],
			[new Blob(['\uFEFF', text]), 'utf-8', false],
			[new Blob([gzip(text)]), 'utf-8', true],
			[new Blob([utf16(text, false)]), 'utf-16le', false],
			[new Blob([utf16('\uFEFF' + text, true)]), 'utf-16be', false],
			[new Blob([gzip(utf16(text, true))]), 'utf-16be', true]
		];
		for (const [blob, encoding, isGzip] of blobs)
			expect(await readSample(blob)).toEqual({ encoding, gzip: isGzip, text, complete: true });
	});

	it('takes the start of a large input and cuts no character', async () => {
		for (const shift of ['', 'a', 'aa']) {
			const text = shift + '€'.repeat(SNIFF_BYTES);
			for (const blob of [new Blob([text]), new Blob([gzip(text)])]) {
				const sample = await readSample(blob);
				expect(sample.complete).toBe(false);
				expect(sample.text.length).toBeGreaterThan(SNIFF_BYTES / 3 - 2);
				expect(text.startsWith(sample.text)).toBe(true);
			}
		}
	});

	it('takes pasted text as it is', async () => {
		expect(await readSample('a,b')).toEqual({ ...UTF8, text: 'a,b', complete: true });
		const long = await readSample('x'.repeat(SNIFF_BYTES + 1));
		expect(long).toMatchObject({ complete: false, text: 'x'.repeat(SNIFF_BYTES) });
		expect((await readSample('\uFEFFa,b')).text).toBe('a,b');
	});

	it('refuses a binary file, and obeys a chosen encoding', async () => {
		const image = new Blob([Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a)]);
		await expect(readSample(image)).rejects.toThrow(/PNG/);
		await expect(readSample(image, 'windows-1252')).resolves.toMatchObject({
			encoding: 'windows-1252'
		});
	});

	it('says that a gzip file without content is empty, and a damaged one damaged', async () => {
		expect(await readSample(new Blob([gzip('')]))).toMatchObject({ text: '', complete: true });
		await expect(readSample(new Blob([gzip('abc').slice(0, 12)]))).rejects.toThrow(InputError);
	});

	it('reads an empty file', async () => {
		expect(await readSample(new Blob([]))).toEqual({ ...UTF8, text: '', complete: true });
	});
});
