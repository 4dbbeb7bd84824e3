import * as Comlink from 'comlink';
import { afterEach, describe, expect, it } from 'vitest';
import { LlmControl } from '../../../../src/lib/pipeline/llm/control';
import { EngineLostError, type LlmReply } from '../../../../src/lib/pipeline/llm/engine';
import { LlmPrompts } from '../../../../src/lib/pipeline/llm/prompt';
import { askModel } from '../../../../src/lib/pipeline/llm/ask-model';
import type { LlmEngineApi } from '../../../../src/workers/contracts/llm';
import { RemoteLlmEngine } from '../../../../src/workers/llm/remote-llm-engine';
import { turn } from '../../support/run-fakes';
import { anyLabel, question } from '../../support/llm-questions';
import { smallBundle } from '../../support/small-bundle';

const { labels } = smallBundle();
const prompts = new LlmPrompts(labels, false);
const request = prompts.labelRequest({ source: 'app', message: 'x', nearest: [] }, prompts.names);
const REPLY: LlmReply = { text: '{"label":"IOError"}', promptTokens: 1, completionTokens: 1 };
const never = new Promise<never>(() => undefined);

/** FAKE worker behind a real port. */
class FakeWorker implements LlmEngineApi {
	readonly cancelled: number[] = [];
	loads = 0;
	constructor(private readonly answer: (id: number) => Promise<LlmReply>) {}
	load = async (): Promise<void> => void this.loads++;
	connect = (): void => undefined;
	classify = (id: number): Promise<LlmReply> => this.answer(id);
	cancel = (id: number): void => void this.cancelled.push(id);
}

const open: { close(): void }[] = [];
afterEach(() => open.splice(0).forEach((port) => port.close()));

function engineOf(worker: FakeWorker): RemoteLlmEngine {
	const { port1, port2 } = new MessageChannel();
	Comlink.expose(worker, port1);
	open.push(port1, port2);
	return new RemoteLlmEngine(port2, { base: 'https://site.example/', model: 'fake-1' });
}

/** Asks about three messages. */
function ask(engine: RemoteLlmEngine, given: string[]) {
	return askModel({
		questions: [0, 1, 2].map((template) => question(template)),
		firstStep: (asked) => anyLabel(prompts, asked),
		engine,
		model: 'fake-1',
		budget: { templates: 10, minutes: 1 },
		store: { get: async () => undefined, put: async () => undefined },
		control: new LlmControl(),
		clock: () => performance.now(),
		timeout: 60_000,
		onAnswer: async (_question, { label }) => void given.push(label)
	});
}

describe('RemoteLlmEngine', () => {
	it('carries question and answer across', async () => {
		const engine = engineOf(new FakeWorker(async () => REPLY));
		expect(await engine.classify(request, new AbortController().signal)).toEqual(REPLY);
	});

	it('carries an abort across, for the request that it belongs to', async () => {
		const worker = new FakeWorker((id) => (id === 1 ? never : Promise.resolve(REPLY)));
		const engine = engineOf(worker);
		await engine.classify(request, new AbortController().signal);
		const abort = new AbortController();
		void engine.classify(request, abort.signal);
		abort.abort();
		await expect.poll(() => worker.cancelled).toEqual([1]);
	});

	it('keeps it apart that the device was lost: the model is loaded again, and the run goes on', async () => {
		const worker = new FakeWorker((id) =>
			id === 1 ? Promise.reject(new EngineLostError('out of memory')) : Promise.resolve(REPLY)
		);
		const given: string[] = [];
		expect(await ask(engineOf(worker), given)).toMatchObject({
			answered: 3,
			ended: 'all-answered'
		});
		expect([worker.loads, given.length]).toEqual([1, 3]);
	});

	it('ends the run at once when the worker died, says so, and keeps what was answered', async () => {
		const engine = engineOf(new FakeWorker((id) => (id === 0 ? Promise.resolve(REPLY) : never)));
		const given: string[] = [];
		const done = ask(engine, given);
		await expect.poll(() => given).toEqual(['IOError']);
		await turn(2);
		engine.lost('The worker of the language model stopped.');
		expect(await done).toMatchObject({
			answered: 1,
			ended: 'engine-failed',
			error: expect.stringContaining('The worker of the language model stopped.')
		});
	});
});
