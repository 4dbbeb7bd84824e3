import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { packTar } from 'modern-tar';
import { readLogFile, type ReadFile } from '../../../src/cli/read-file';
import { brokenText } from '../broken-text';
import { target, type Target } from '../target';

const MODIFIED = Date.parse('2026-11-24T12:00:00Z');
const PACKED = new URL('../../fixtures/packed/', import.meta.url);
const packed = new Map(
	readdirSync(PACKED).map((name) => [name, readFileSync(new URL(name, PACKED))])
);

/** What is done to bytes, wherever they are from: some are changed, the rest may be cut off, or others follow. */
interface Damage {
	changed: { at: number; byte: number }[];
	/** Share of the bytes that is kept. */
	kept: number;
	/** Share of the bytes that comes a second time. */
	repeated: number;
}

const share = fc.double({ min: 0, max: 1, noNaN: true });
const damage: fc.Arbitrary<Damage> = fc.record({
	changed: fc.array(fc.record({ at: share, byte: fc.nat(255) }), { maxLength: 6 }),
	kept: fc.oneof({ weight: 2, arbitrary: fc.constant(1) }, share),
	repeated: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, share)
});
const noDamage: fc.Arbitrary<Damage> = fc.constant({ changed: [], kept: 1, repeated: 0 });

function damaged(bytes: Uint8Array, { changed, kept, repeated }: Damage): Uint8Array<ArrayBuffer> {
	const whole = Uint8Array.from(bytes);
	for (const { at, byte } of changed) whole[Math.floor(at * (whole.length - 1))] = byte;
	const start = whole.subarray(0, Math.round(kept * whole.length));
	return Uint8Array.from([...start, ...whole.subarray(0, Math.round(repeated * whole.length))]);
}

const ENCODINGS: Record<string, (text: string) => Uint8Array> = {
	'utf-8': (text) => Buffer.from(text),
	'utf-8 with a mark': (text) => Buffer.from(`\uFEFF${text}`),
	'utf-16le': (text) => Buffer.from(text, 'utf16le'),
	'utf-16le with a mark': (text) => Buffer.from(`\uFEFF${text}`, 'utf16le'),
	'utf-16be with a mark': (text) => Buffer.from(`\uFEFF${text}`, 'utf16le').swap16(),
	'utf-32le with a mark': (text) =>
		new Uint8Array(Uint32Array.from(`\uFEFF${text}`, (c) => c.codePointAt(0) as number).buffer),
	latin1: (text) => Buffer.from(text, 'latin1')
};

const PACKINGS: Record<
	string,
	(bytes: Uint8Array, text: string) => Promise<Uint8Array> | Uint8Array
> = {
	none: (bytes) => bytes,
	gzip: (bytes) => gzipSync(bytes),
	tar: (bytes) =>
		packTar(
			['a.log', 'b/c.log'].map((name) => ({
				header: { name, size: bytes.length },
				body: Uint8Array.from(bytes)
			}))
		),
	'tar in gzip': async (bytes, text) =>
		gzipSync(await (PACKINGS['tar'] as (typeof PACKINGS)['x'])(bytes, text)),
	parquet: (_, text) => {
		const lines = text.split('\n');
		const columnData = ['time', 'message'].map((name) => ({ name, data: lines }));
		return new Uint8Array(parquetWriteBuffer({ columnData }));
	}
};

/** A file that can be read has rows with what belongs to a row; one that cannot says why. */
function requireSense({ rows, problems, format }: ReadFile): void {
	for (const { time, message, level, source } of rows) {
		assert.ok(time === null || !Number.isNaN(Date.parse(time)), `time ${time}`);
		for (const part of [message, level, source]) assert.equal(typeof part, 'string');
	}
	if (format === null || rows.length === 0)
		assert.ok(problems.length > 0 || format?.header, 'no rows, and not a word about it');
	for (const problem of problems) assert.doesNotMatch(problem, /undefined|NaN|\[object/);
}

const read = (name: string, bytes: Uint8Array<ArrayBuffer>): Promise<ReadFile> =>
	readLogFile(new File([bytes], name, { lastModified: MODIFIED }), { zone: 'utc' });

export const files: Target[] = [
	target(
		'a file in any encoding, broken in places, has rows or says why not',
		'file',
		fc.record({
			text: brokenText,
			name: fc.constantFrom(
				'a.log',
				'a.csv',
				'a.json',
				'a.log.gz',
				'a.zip',
				'a.parquet',
				'a.xlsx',
				'a'
			),
			encoding: fc.constantFrom(...Object.keys(ENCODINGS)),
			before: fc.oneof(noDamage, damage),
			packing: fc.oneof(fc.constant('none'), fc.constantFrom(...Object.keys(PACKINGS))),
			after: fc.oneof(noDamage, damage)
		}),
		async ({ text, name, encoding, before, packing, after }) => {
			const encode = ENCODINGS[encoding] as (text: string) => Uint8Array;
			const pack = PACKINGS[packing] as (typeof PACKINGS)['x'];
			const bytes = damaged(encode(text), before);
			requireSense(await read(name, damaged(await pack(bytes, text), after)));
		}
	),
	target(
		'an archive, broken in places, has rows or says why not',
		'file',
		fc.record({ name: fc.constantFrom(...packed.keys()), damage }),
		async ({ name, damage }) => {
			requireSense(await read(name, damaged(packed.get(name) as Uint8Array, damage)));
		}
	)
];
