import * as Comlink from 'comlink';
import { describe, expect, it, vi } from 'vitest';
import type { Embed } from '../../../../src/lib/pipeline/embed/embed-pool';
import type { EmbedderInfo } from '../../../../src/workers/contracts/classifier';
import { Embedders } from '../../../../src/workers/embed/embedders';

const INFO: EmbedderInfo = {
	device: 'wasm',
	revision: 'r1',
	dimensions: 1,
	textsPerSecond: 100,
	warmUpTokens: 12
};

/** Notes how many tokens it was asked to read. */
class FakeEmbedder {
	readonly asked: (number | undefined)[] = [];

	embed(texts: string[], maxTokens?: number): Float32Array {
		this.asked.push(maxTokens);
		return Float32Array.from(texts, ({ length }) => length);
	}
}

function connected(): {
	embedders: Embedders;
	embedder: FakeEmbedder;
	port: MessagePort;
	close: () => void;
} {
	const { port1, port2 } = new MessageChannel();
	const embedder = new FakeEmbedder();
	Comlink.expose(embedder, port1);
	const embedders = new Embedders();
	embedders.add(port2, INFO);
	const close = (): void => {
		port1.close();
		port2.close();
	};
	return { embedders, embedder, port: port2, close };
}

function firstOf(embedders: Embedders, maxTokens?: number): Promise<Embed> {
	return new Promise((resolve, reject) => {
		embedders.supply(() => Promise.reject(new Error('none')), maxTokens).subscribe(resolve, reject);
	});
}

describe('Embedders', () => {
	it('asks the embedder to read as much as the run wants', async () => {
		const { embedders, embedder, close } = connected();
		const short = await firstOf(embedders, 64);
		const whole = await firstOf(embedders);
		expect([...(await short(['ab']))]).toEqual([2]);
		await whole(['ab']);
		expect(embedder.asked).toEqual([64, undefined]);
		close();
	});

	it('says when none can be started', async () => {
		await expect(firstOf(new Embedders())).rejects.toThrow('none');
	});

	it('embed any number of texts together, each in its place, and tell how far they are', async () => {
		const [one, two] = [connected(), connected()];
		const both = new Embedders();
		both.add(one.port, INFO);
		both.add(two.port, INFO);
		const texts = Array.from({ length: 500 }, (_, at) => 'x'.repeat(at % 90));
		const done: number[] = [];
		const embeddings = await both.embed(texts, (count) => done.push(count));
		expect([...embeddings]).toEqual(texts.map(({ length }) => length));
		expect(done).toEqual([...done].sort((a, b) => a - b));
		expect(done.at(-1)).toBe(500);
		expect(Math.min(one.embedder.asked.length, two.embedder.asked.length)).toBeGreaterThan(0);
		one.close();
		two.close();
	});

	it('embed nothing without being started, and say so when there is something', async () => {
		expect(await new Embedders().embed([])).toEqual(new Float32Array());
		await expect(new Embedders().embed(['a'])).rejects.toThrow(/was not started/);
	});

	it('reject when one of them fails', async () => {
		const { embedders, embedder, close } = connected();
		vi.spyOn(embedder, 'embed').mockImplementation(() => {
			throw new Error('out of memory');
		});
		await expect(embedders.embed(['a'])).rejects.toThrow('out of memory');
		close();
	});
});
