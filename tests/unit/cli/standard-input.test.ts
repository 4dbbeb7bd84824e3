import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { pipedRows } from '../../../src/cli/row-input';
import type { RowInput } from '../../../src/workers/read/row-batches';
import { ByteStream } from '../../../src/workers/read/byte-stream';
import { stringOf } from '../../../src/lib/pipeline/text/piece-text';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

/** Bytes, and milliseconds of silence between them. */
async function* arriving(...parts: (string | Uint8Array | number)[]): AsyncGenerator<Uint8Array> {
	for (const part of parts) {
		if (typeof part === 'number') await new Promise((resolve) => setTimeout(resolve, part));
		else yield typeof part === 'string' ? new TextEncoder().encode(part) : part;
	}
}

/** Lets time pass until something has settled. */
async function meanwhile<T>(work: Promise<T>): Promise<T> {
	let settled = false;
	const done = work.finally(() => (settled = true));
	while (!settled) await vi.advanceTimersByTimeAsync(100);
	return done;
}

async function rowsOf({ batches }: RowInput): Promise<string[][]> {
	const rows: string[][] = [];
	for await (const batch of batches)
		rows.push(
			Array.from({ length: batch.scanned.rows - batch.skip }, (_, at) =>
				batch.message(at + batch.skip)
			)
		);
	return rows.filter((messages) => messages.length > 0);
}

const HEAD = '2026-11-20 08:00:0';

describe('ByteStream', () => {
	it('gives a sample after a silence, and the same bytes again', async () => {
		const input = new ByteStream(arriving(3_000, 'first', 200, ' part', 5_000, ' and the rest'));
		const sample = await meanwhile(input.sample());
		expect(new TextDecoder().decode(sample)).toBe('first part');
		let all = '';
		await meanwhile(
			(async () => {
				for await (const { text } of input.pieces(false)) all += stringOf(text);
			})()
		);
		expect(all).toBe('first part and the rest');
	});

	it('cuts no character in two', async () => {
		const bytes = new TextEncoder().encode('grüße 😀');
		const input = new ByteStream(arriving(bytes.slice(0, 3), bytes.slice(3, 9), bytes.slice(9)));
		let all = '';
		for await (const { text } of input.pieces(false)) all += stringOf(text);
		expect(all).toBe('grüße 😀');
	});
});

describe('pipedRows', () => {
	it('gives an event when the next one begins, or after five seconds', async () => {
		const input = new ByteStream(
			arriving(
				`${HEAD}1 ERROR Store: failed\n`,
				2_000,
				`\tat shop.Store.open(Store.java:17)\n${HEAD}2 INFO Web: shipped\n`,
				9_000,
				`${HEAD}3 INFO Web: shipped again\n`
			)
		);
		const rows = await meanwhile(pipedRows(input, {}).then(rowsOf));
		expect(rows).toEqual([
			[expect.stringMatching(/^failed\n.*Store\.java:17/s)],
			['shipped'],
			['shipped again']
		]);
	});

	it('keeps the header of a table over silences', async () => {
		const input = new ByteStream(
			arriving('source,message\nweb,one\n', 20_000, 'web,two\n', 20_000, 'web,three')
		);
		const rows = await meanwhile(pipedRows(input, {}).then(rowsOf));
		expect(rows.flat()).toEqual(['one', 'two', 'three']);
	});

	it('reads what is packed when all of it is there', async () => {
		const packed = gzipSync(`${HEAD}1 INFO Web: one\n${HEAD}2 INFO Web: two\n`);
		const input = new ByteStream(arriving(packed.subarray(0, 20), 3_000, packed.subarray(20)));
		expect((await meanwhile(pipedRows(input, {}).then(rowsOf))).flat()).toEqual(['one', 'two']);
	});
});
