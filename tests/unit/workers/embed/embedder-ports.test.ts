import * as Comlink from 'comlink';
import { describe, expect, it } from 'vitest';
import type { Embed } from '../../../../src/lib/pipeline/embed/embed-pool';
import type { EmbedderInfo } from '../../../../src/workers/contracts/classifier';
import { EmbedderPorts } from '../../../../src/workers/embed/embedder-ports';

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

function connected(): { ports: EmbedderPorts; embedder: FakeEmbedder; close: () => void } {
	const { port1, port2 } = new MessageChannel();
	const embedder = new FakeEmbedder();
	Comlink.expose(embedder, port1);
	const ports = new EmbedderPorts();
	ports.add(port2, INFO);
	const close = (): void => {
		port1.close();
		port2.close();
	};
	return { ports, embedder, close };
}

function firstOf(ports: EmbedderPorts, maxTokens?: number): Promise<Embed> {
	return new Promise((resolve, reject) => {
		ports.supply(() => Promise.reject(new Error('none')), maxTokens).subscribe(resolve, reject);
	});
}

describe('EmbedderPorts', () => {
	it('asks the embedder to read as much as the run wants', async () => {
		const { ports, embedder, close } = connected();
		const short = await firstOf(ports, 64);
		const whole = await firstOf(ports);
		expect([...(await short(['ab']))]).toEqual([2]);
		await whole(['ab']);
		expect(embedder.asked).toEqual([64, undefined]);
		close();
	});

	it('says when none can be started', async () => {
		await expect(firstOf(new EmbedderPorts())).rejects.toThrow('none');
	});
});
