import 'fake-indexeddb/auto';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { turn } from '../support/run-fakes';
import { connection, labels, rowsOf } from '../support/api-connection';

const LOG = Array.from(
	{ length: 1_500 },
	(_, at) =>
		`2026-11-20T08:00:${String(at % 60).padStart(2, '0')}Z ${at % 3 ? 'INFO ' : 'ERROR'} [main] shop.Web: ${
			['disk full', 'order shipped', 'peer gone away', `user ${'ab'.repeat(at % 40)} left`][at % 4]
		}`
).join('\n');

/** A stream that counts how often it was asked. */
function stream(
	text: string,
	piece: number
): { stream: ReadableStream<Uint8Array>; asked: () => number } {
	const bytes = new TextEncoder().encode(text);
	let at = 0;
	return {
		asked: () => at,
		stream: new ReadableStream<Uint8Array>(
			{
				pull: (controller) => {
					const part = bytes.slice(at * piece, (at + 1) * piece);
					at++;
					if (part.length === 0) controller.close();
					else controller.enqueue(part);
				}
			},
			{ highWaterMark: 0 }
		)
	};
}

describe('a stream of rows', () => {
	it('gives the same for a file, a packed file, bytes and text as one run without shares', async () => {
		const { winnow } = connection();
		const whole = await winnow.classify(new Blob([LOG]), { shares: false });
		expect(whole).toHaveLength(1_500);
		expect(new Set(labels(whole)).size).toBeGreaterThan(1);
		expect(await rowsOf(winnow.stream(new File([LOG], 'app.log')))).toEqual(whole);
		expect(await rowsOf(winnow.stream(new Blob([gzipSync(LOG)])))).toEqual(whole);
		expect(await rowsOf(winnow.stream(stream(LOG, 7_001).stream))).toEqual(whole);
		const text = stream(LOG, 4_099).stream.pipeThrough(
			new TextDecoderStream() as unknown as ReadableWritablePair<string, Uint8Array>
		);
		expect(await rowsOf(winnow.stream(text))).toEqual(whole);
		expect(await winnow.classify(stream(LOG, 50_000).stream, { shares: false })).toEqual(whole);
	});

	it('keeps what rows of an array had, in their order, and takes messages alone', async () => {
		const { winnow } = connection();
		const rows = Array.from({ length: 1_200 }, (_, id) => ({ id, log_message: `disk full ${id}` }));
		const given = [...rows, 'disk full', null, { log_message: '' }] as (typeof rows)[number][];
		const all = await rowsOf(winnow.stream(given));
		expect(all.slice(0, 1_200).map((row) => row['id'])).toEqual(rows.map(({ id }) => id));
		expect(all[1_200]).toMatchObject({ log_message: 'disk full', target_label: 'IOError' });
		expect(all.slice(1_201).map((row) => row.problem)).toEqual([
			'Row 1202 is neither an object nor a text.',
			'Row 1203 has no text in log_message.'
		]);
		expect(await rowsOf(winnow.stream([]))).toEqual([]);
	});

	it('reads no further than it is asked', async () => {
		const { winnow } = connection();
		const source = stream(LOG.repeat(40), 70_000);
		const pieces = Math.ceil((LOG.length * 40) / 70_000);
		const rows = winnow.stream(source.stream);
		await rows.next();
		await turn(50);
		// One sample, from which the format is guessed, and one piece.
		expect(source.asked()).toBeLessThan(4);
		expect(pieces).toBeGreaterThan(40);
		await rows.return();
		await turn(20);
		expect(source.asked()).toBeLessThan(4);
	});

	it('lets the input go when the loop is left, and begins another', async () => {
		const { winnow } = connection();
		let cancelled = false;
		const endless = new ReadableStream<string>({
			pull: (controller) =>
				controller.enqueue('2026-11-20 08:00:00 ERROR disk full\n'.repeat(2_000)),
			cancel: () => void (cancelled = true)
		});
		let rows = 0;
		for await (const row of winnow.stream(endless)) if (row && ++rows === 700) break;
		await turn(20);
		expect([rows, cancelled]).toEqual([700, true]);
		expect(labels(await rowsOf(winnow.stream(['disk full'])))).toEqual(['IOError']);
	});

	it('rejects with the signal\u2019s reason, while it waits too', async () => {
		const { winnow } = connection();
		const abort = new AbortController();
		const silent = new ReadableStream<string>();
		const row = winnow.stream(silent, { signal: abort.signal }).next();
		await turn(20);
		abort.abort(new Error('enough'));
		await expect(row).rejects.toThrow('enough');
		const late = winnow.stream(silent, { signal: AbortSignal.abort(new Error('before')) });
		await expect(late.next()).rejects.toThrow('before');
	});

	it('tells what is wrong with the input', async () => {
		const { winnow } = connection();
		const broken = new ReadableStream<string>({
			start: (controller) => controller.enqueue('2026-11-20 08:00:00 ERROR disk full\n'),
			pull: () => Promise.reject(new Error('the line was cut'))
		});
		await expect(rowsOf(winnow.stream(broken))).rejects.toThrow('the line was cut');
		await expect(rowsOf(winnow.stream('a,b\n1,2\n'))).rejects.toThrow(/columns are "a", "b"/);
		const numbers = new ReadableStream({ start: (controller) => controller.enqueue(7) });
		await expect(
			rowsOf(winnow.stream(numbers as unknown as ReadableStream<string>))
		).rejects.toThrow('must be Uint8Array or text');
		await expect(winnow.classify(7 as unknown as string)).rejects.toThrow('takes an array of rows');
	});

	it('takes sixteen at once and no more, and a place is free again once one has ended', async () => {
		const { winnow } = connection();
		const open = Array.from({ length: 16 }, () => winnow.stream(['disk full', 'disk full']));
		await Promise.all(open.map((rows) => rows.next()));
		await expect(winnow.stream(['disk full']).next()).rejects.toThrow('Too many calls at once');
		await open[0]?.return();
		expect((await winnow.stream(['disk full']).next()).value?.target_label).toBe('IOError');
	});
});

describe('a run of all rows', () => {
	it('tells how far it is, and rejects when it is aborted or closed', async () => {
		const { winnow } = connection({ delay: 30 });
		const phases = new Set<string>();
		const onProgress = ({ phase }: { phase: string }): void => void phases.add(phase);
		await winnow.classify(new Blob([LOG]), { onProgress });
		expect(phases).toContain('loading-model');
		const abort = new AbortController();
		const run = winnow.classify(new Blob([LOG]), { signal: abort.signal });
		setTimeout(() => abort.abort(new Error('enough')), 10);
		await expect(run).rejects.toThrow('enough');
		const closed = winnow.classify(new Blob([LOG]));
		const streamed = winnow.stream(new Blob([LOG])).next();
		await turn(5);
		winnow.close();
		await expect(closed).rejects.toThrow('The connection was closed');
		await expect(streamed).rejects.toThrow('The connection was closed');
		await expect(winnow.classify(['x'])).rejects.toThrow('The connection was closed');
	});

	it('gives any log as CSV', async () => {
		const { winnow } = connection();
		const csv = await winnow.classifyCsv(new File([LOG], 'app.log'));
		expect(csv.split('\r\n')[0]).toMatch(/"target_label","confidence","tier"/);
		expect(csv.trim().split('\r\n')).toHaveLength(1_501);
	});
});
