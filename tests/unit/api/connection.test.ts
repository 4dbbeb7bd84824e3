import 'fake-indexeddb/auto';
import * as Comlink from 'comlink';
import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Connection } from '../../../src/api/connection';
import type { ClassifiedRow } from '../../../src/api/types';
import { serveApi } from '../../../src/lib/embedded/embedded-api';
import type { Cascade } from '../../../src/lib/pipeline/head/cascade';
import {
	ENCODER_DIMENSIONS,
	ENCODER_ID,
	ENCODER_REVISIONS
} from '../../../src/lib/pipeline/embed/encoder-revision';
import type { Engine } from '../../../src/lib/workers/engine';
import { Classifier } from '../../../src/workers/classify/classifier';
import { CASCADE, fakeEmbedder, turn } from '../support/run-fakes';
import { smallBundle } from '../support/small-bundle';

const INFO = {
	device: 'wasm',
	revision: 'fake-1',
	dimensions: 4,
	textsPerSecond: 1,
	warmUpTokens: 1
} as const;

const ends: (() => void)[] = [];
afterEach(() => {
	for (const end of ends.splice(0)) end();
});

/** A page's connection with the classifier itself; only the encoder is a fake. */
function connection({ delay = 0, dimensions = 4 } = {}) {
	const classifier = new Classifier();
	vi.spyOn(
		classifier as unknown as { cascade: () => Promise<Cascade> },
		'cascade'
	).mockResolvedValue(CASCADE);
	const { embed, texts } = fakeEmbedder(() => delay);
	const embedder = new MessageChannel();
	const padded = async (batch: string[]): Promise<Float32Array> => {
		const short = await embed(batch);
		const long = new Float32Array(batch.length * dimensions);
		for (let at = 0; at < batch.length; at++)
			long.set(short.subarray(at * 4, at * 4 + 4), at * dimensions);
		return long;
	};
	Comlink.expose({ embed: padded }, embedder.port1);
	classifier.addEmbedder(embedder.port2, { ...INFO, dimensions });
	const engine = {
		classifier: () => Promise.resolve(classifier),
		embedders: ({ onProgress }: { onProgress: (progress: unknown) => void }) => {
			onProgress({ loadedBytes: 1, totalBytes: 2, fromCache: false, done: false });
			return Promise.resolve();
		}
	} as unknown as Engine;
	const { port1, port2 } = new MessageChannel();
	serveApi(engine, port2);
	const winnow = new Connection(port1, () => undefined);
	ends.push(() => {
		for (const port of [port1, port2, embedder.port1, embedder.port2]) port.close();
	});
	return { winnow, texts, classifier };
}

const rowsOf = async (rows: AsyncIterable<ClassifiedRow>): Promise<ClassifiedRow[]> => {
	const all: ClassifiedRow[] = [];
	for await (const row of rows) all.push(row);
	return all;
};
const labels = (rows: readonly ClassifiedRow[]) => rows.map((row) => row.target_label);

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

describe('a bundle of the caller', () => {
	const bundle = {
		...smallBundle({
			name: 'Mine',
			rules: [
				{
					...(smallBundle().rules[0] as ReturnType<typeof smallBundle>['rules'][number]),
					then: { label: 'Routine' }
				}
			]
		}),
		encoder: {
			id: ENCODER_ID,
			revision: ENCODER_REVISIONS.int8,
			dimensions: ENCODER_DIMENSIONS,
			pooling: 'mean'
		}
	};
	const padded = {
		...bundle,
		head: {
			...bundle.head,
			coefficients: bundle.head.coefficients.map((row) => [
				...row,
				...new Array<number>(ENCODER_DIMENSIONS - 4).fill(0)
			])
		}
	};

	it('is used from then on, for runs and streams, until it is taken away', async () => {
		const { winnow } = connection({ dimensions: ENCODER_DIMENSIONS });
		const info = await winnow.useBundle(padded);
		expect(info).toMatchObject({ name: 'Mine', labels: ['IOError', 'NetworkError', 'Routine'] });
		expect(info.version).toMatch(/^[0-9a-f]{12}$/);
		expect(labels(await winnow.classify(['disk full']))).toEqual(['Routine']);
		expect(labels(await rowsOf(winnow.stream(['disk full'])))).toEqual(['Routine']);
		expect(await winnow.useBundle()).toBeUndefined();
		expect(labels(await winnow.classify(['disk full']))).toEqual(['IOError']);
	});

	it('is checked as at import, and one that is refused changes nothing', async () => {
		const { winnow } = connection({ dimensions: ENCODER_DIMENSIONS });
		await winnow.useBundle(new Blob([JSON.stringify(padded)]));
		await expect(winnow.useBundle('{')).rejects.toThrow('it is not JSON');
		await expect(winnow.useBundle({ ...padded, labels: [] })).rejects.toThrow('not valid');
		await expect(
			winnow.useBundle({ ...padded, encoder: { ...padded.encoder, revision: 'other' } })
		).rejects.toThrow('Train it again');
		expect(labels(await winnow.classify(['disk full']))).toEqual(['Routine']);
	});

	it('is that of one connection alone', async () => {
		const one = connection({ dimensions: ENCODER_DIMENSIONS });
		await one.winnow.useBundle(padded);
		const { port1, port2 } = new MessageChannel();
		serveApi(
			{
				classifier: () => Promise.resolve(one.classifier),
				embedders: () => Promise.resolve()
			} as unknown as Engine,
			port2
		);
		const other = new Connection(port1, () => undefined);
		expect(labels(await other.classify(['disk full']))).toEqual(['IOError']);
		other.close();
		port2.close();
	});
});

it('takes the bundle of the site, as it is served', async () => {
	const { winnow } = connection({ dimensions: ENCODER_DIMENSIONS });
	const { labels: names } = await winnow.useBundle(
		await readFile('static/models/default.bundle.json', 'utf8')
	);
	expect(names).toContain('NetworkError');
});
