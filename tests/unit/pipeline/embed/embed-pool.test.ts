import { describe, expect, it } from 'vitest';
import {
	EMBED_JOBS_AHEAD,
	EMBED_WINDOW,
	TEXTS_OF_FIRST_EMBED_JOB,
	TEXTS_PER_EMBED_JOB
} from '../../../../src/lib/pipeline/constants';
import { EmbedPool, type Embed, type Waiting } from '../../../../src/lib/pipeline/embed/embed-pool';

/** An embedder whose jobs end when the test says so. Fake: a text's embedding is its length. */
function heldEmbedder(): {
	embed: Embed;
	jobs: string[][];
	release(): Promise<void>;
	fail(error: Error): Promise<void>;
} {
	const jobs: string[][] = [];
	const open: {
		texts: string[];
		resolve(value: Float32Array): void;
		reject(error: Error): void;
	}[] = [];
	return {
		jobs,
		embed: (texts) =>
			new Promise((resolve, reject) => {
				jobs.push(texts);
				open.push({ texts, resolve, reject });
			}),
		release: async () => {
			for (const { texts, resolve } of open.splice(0)) resolve(fakeEmbeddings(texts));
			await turn();
		},
		fail: async (error) => {
			open.shift()?.reject(error);
			await turn();
		}
	};
}

const fakeEmbeddings = (texts: string[]): Float32Array =>
	Float32Array.from(texts, (text) => text.length);
const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

/** Texts of different lengths, in no order. */
const items = (count: number): Waiting[] =>
	Array.from({ length: count }, (_, template) => ({
		template,
		text: 'x'.repeat(1 + ((template * 37) % 101))
	}));

const poolOf = (
	embedders: readonly Embed[],
	onEmbedded: (job: readonly Waiting[], embeddings: Float32Array) => void
): EmbedPool => {
	const pool = new EmbedPool(onEmbedded);
	for (const embed of embedders) pool.addEmbedder(embed);
	return pool;
};

describe('EmbedPool', () => {
	it.each([1, 2, 3])('embeds every text once with %i embedders of uneven speed', async (count) => {
		const results = new Map<number, number>();
		const embedders = Array.from({ length: count }, (_, at): Embed => async (texts) => {
			for (let i = 0; i <= at; i++) await turn();
			return fakeEmbeddings(texts);
		});
		const pool = poolOf(embedders, (job, embeddings) => {
			expect(job.length).toBeLessThanOrEqual(TEXTS_PER_EMBED_JOB);
			job.forEach(({ template }, i) => {
				expect(results.has(template)).toBe(false);
				results.set(template, embeddings[i] as number);
			});
		});
		const all = items(1_000);
		for (const item of all) {
			pool.add(item);
			if (item.template % 100 === 0) pool.pump();
		}
		pool.pump();
		await pool.drained(0);
		expect(pool.backlog).toBe(0);
		expect(results.size).toBe(all.length);
		for (const { template, text } of all) expect(results.get(template)).toBe(text.length);
	});

	it('puts texts of similar length into one job', async () => {
		const held = heldEmbedder();
		const pool = poolOf([held.embed], () => undefined);
		for (const item of items(TEXTS_PER_EMBED_JOB * EMBED_JOBS_AHEAD)) pool.add(item);
		pool.pump();
		const [first = [], second = []] = held.jobs.map((job) => job.map((text) => text.length));
		expect(Math.max(...first)).toBeLessThanOrEqual(Math.min(...second));
		await held.release();
	});

	it('gives each embedder a bounded number of jobs and shares them out', async () => {
		const [a, b] = [heldEmbedder(), heldEmbedder()];
		const pool = poolOf([a.embed, b.embed], () => undefined);
		for (const item of items(TEXTS_PER_EMBED_JOB * 10)) pool.add(item);
		pool.pump();
		pool.pump();
		expect([a.jobs.length, b.jobs.length]).toEqual([EMBED_JOBS_AHEAD, EMBED_JOBS_AHEAD]);
		expect(pool.backlog).toBe(
			TEXTS_PER_EMBED_JOB * (11 - 2 * EMBED_JOBS_AHEAD) - TEXTS_OF_FIRST_EMBED_JOB
		);
		await a.release();
		expect([a.jobs.length, b.jobs.length]).toEqual([2 * EMBED_JOBS_AHEAD, EMBED_JOBS_AHEAD]);
	});

	it('lets a reader wait until the backlog is short enough', async () => {
		const held = heldEmbedder();
		const pool = poolOf([held.embed], () => undefined);
		for (const item of items(TEXTS_OF_FIRST_EMBED_JOB + TEXTS_PER_EMBED_JOB * 5)) pool.add(item);
		pool.pump();
		let drained = false;
		const waiting = pool.drained(TEXTS_PER_EMBED_JOB * 2).then(() => (drained = true));
		await turn();
		expect(drained).toBe(false);
		await held.release();
		await waiting;
		expect(pool.backlog).toBe(TEXTS_PER_EMBED_JOB * 2);
	});

	it('is drained at once when nothing was added', async () => {
		await poolOf([heldEmbedder().embed], () => undefined).drained(0);
	});

	it('waits for jobs under way before it is drained to 0', async () => {
		const held = heldEmbedder();
		const done: number[] = [];
		const pool = poolOf([held.embed], (job) => void done.push(job.length));
		pool.add({ template: 0, text: 'x' });
		pool.pump();
		const drained = pool.drained(0).then(() => done.length);
		await held.release();
		expect(await drained).toBe(1);
	});

	it('stops at once: drops what waits, and reports nothing any more', async () => {
		const held = heldEmbedder();
		let reported = 0;
		const pool = poolOf([held.embed], () => void reported++);
		for (const item of items(500)) pool.add(item);
		pool.pump();
		const drained = pool.drained(0);
		pool.stop();
		await drained;
		expect(pool.backlog).toBe(0);
		await held.release();
		expect(reported).toBe(0);
		pool.add({ template: 1, text: 'late' });
		pool.pump();
		expect(held.jobs).toHaveLength(EMBED_JOBS_AHEAD);
	});

	it('rejects when an embedder fails, with its error, and sends no more jobs', async () => {
		const held = heldEmbedder();
		const pool = poolOf([held.embed], () => undefined);
		for (const item of items(500)) pool.add(item);
		pool.pump();
		const drained = pool.drained(0);
		const failed = expect(drained).rejects.toThrow('out of memory');
		await held.fail(new Error('out of memory'));
		await failed;
		await expect(pool.drained(0)).rejects.toThrow('out of memory');
		await held.release();
		pool.pump();
		expect(held.jobs).toHaveLength(EMBED_JOBS_AHEAD);
	});

	it('rejects when taking a result fails', async () => {
		const pool = poolOf([async (texts) => fakeEmbeddings(texts)], () => {
			throw new Error('no room');
		});
		pool.add({ template: 0, text: 'x' });
		pool.pump();
		await expect(pool.drained(0)).rejects.toThrow('no room');
	});

	it('waits for an embedder, begins with a small job, and shares with one that comes later', async () => {
		const [early, late] = [heldEmbedder(), heldEmbedder()];
		const pool = new EmbedPool(() => undefined);
		for (const item of items(TEXTS_PER_EMBED_JOB * 8)) pool.add(item);
		pool.pump();
		let drained = false;
		const waiting = pool.drained(0).then(() => (drained = true));
		await turn();
		expect(drained).toBe(false);
		pool.addEmbedder(early.embed);
		expect(early.jobs.map(({ length }) => length)).toEqual([
			TEXTS_OF_FIRST_EMBED_JOB,
			TEXTS_PER_EMBED_JOB
		]);
		pool.addEmbedder(late.embed);
		expect(late.jobs).toHaveLength(EMBED_JOBS_AHEAD);
		while (!drained) {
			await early.release();
			await late.release();
		}
		await waiting;
	});

	it('rejects whoever waits when it is told of a failure', async () => {
		const pool = new EmbedPool(() => undefined);
		pool.add({ template: 0, text: 'x' });
		const drained = expect(pool.drained(0)).rejects.toThrow('no model');
		pool.fail(new Error('no model'));
		await drained;
	});

	it('takes the texts with the most rows first when many wait', async () => {
		const held = heldEmbedder();
		const texts = items(EMBED_WINDOW + 200).map((item) => ({
			...item,
			text: `text ${item.template}`
		}));
		// Those that came last have the most rows.
		const pool = new EmbedPool(
			() => undefined,
			(template) => template
		);
		for (const item of texts) pool.add(item);
		pool.addEmbedder(held.embed);
		const [first = []] = held.jobs;
		expect(first).toHaveLength(TEXTS_OF_FIRST_EMBED_JOB);
		const highest = texts.length - 1;
		for (const text of first) expect(Number(text.slice(5))).toBeGreaterThan(highest - EMBED_WINDOW);
		expect(first[0]).toBe(`text ${highest}`);
	});
});
