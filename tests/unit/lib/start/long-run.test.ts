import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Deferred } from '../../../../src/lib/page/deferred';
import type { RunEstimate } from '../../../../src/lib/pipeline/run/estimate';
import type { AcceptedInput } from '../../../../src/lib/start/intake.svelte';
import type { Engine } from '../../../../src/lib/workers/engine';
import type { StartedEncoder } from '../../../../src/lib/workers/start';

// Nothing is drawn here: a state that tells nobody of its changes will do.
const state = Object.assign(<T>(value: T): T => value, { raw: <T>(value: T): T => value });
vi.stubGlobal('$state', state);
const { LongRunCheck } = await import('../../../../src/lib/start/long-run.svelte');

const estimateOf = (newTexts: number): RunEstimate => ({
	exact: true,
	rows: newTexts,
	texts: newTexts,
	newTexts,
	tokensPerText: 20,
	readMilliseconds: 1,
	storedBytes: 1
});
const SHORT = estimateOf(1);
const LONG = estimateOf(1_000_000);

const inputOf = (name: string, queued = false): AcceptedInput =>
	({ input: name, name, preview: {}, queued }) as AcceptedInput;

let estimates: Deferred<RunEstimate>[];
let encoder: Deferred<StartedEncoder>;
let started: AcceptedInput[];
let asked: AcceptedInput[];
let warnings: number;
let check: InstanceType<typeof LongRunCheck>;

beforeEach(() => {
	vi.stubGlobal('navigator', {});
	estimates = [];
	encoder = new Deferred();
	started = [];
	asked = [];
	warnings = 0;
	const estimate = (): Promise<RunEstimate> => {
		const deferred = new Deferred<RunEstimate>();
		estimates.push(deferred);
		return deferred.promise;
	};
	const engine = {
		classifier: () => Promise.resolve({ estimate }),
		encoderRevision: () => Promise.resolve('one')
	} as unknown as Engine;
	check = new LongRunCheck(engine, {
		encoder: () => encoder.promise,
		onLong: (accepted) => asked.push(accepted),
		onNearlyFull: () => warnings++,
		onStart: (accepted) => started.push(accepted)
	});
});

/** Gives the estimate that is asked for, counted from 0, once it is. */
const answer = async (at: number, estimate: RunEstimate): Promise<void> => {
	await vi.waitUntil(() => estimates[at]);
	estimates[at]?.resolve(estimate);
};

describe('a long run', () => {
	it('is considered until it starts', async () => {
		const done = check.consider(inputOf('short', true));
		expect(check.considering).toBe(true);
		await answer(0, SHORT);
		await done;
		expect(check.considering).toBe(false);
		expect(started).toEqual([inputOf('short', true)]);
	});

	it('is considered until there is a question, which a yes answers', async () => {
		void check.consider(inputOf('long', true));
		await answer(0, LONG);
		await vi.waitUntil(() => check.pending);
		expect(check.considering).toBe(false);
		expect(asked).toEqual([inputOf('long', true)]);
		check.start();
		// Who says yes is led to it.
		expect(started).toEqual([inputOf('long')]);
		expect(check.pending).toBeUndefined();
	});

	it('starts by itself as what it came as, when the machine turns out to be fast', async () => {
		const done = check.consider(inputOf('long', true));
		await answer(0, LONG);
		encoder.resolve({ textsPerSecond: 1e9, warmUpTokens: 20, workers: 1 } as StartedEncoder);
		await done;
		expect(started).toEqual([inputOf('long', true)]);
	});

	it('that is cancelled meanwhile starts no more, also while the free space is asked for', async () => {
		const free = new Deferred<StorageEstimate>();
		const estimate = vi.fn(() => free.promise);
		vi.stubGlobal('navigator', { storage: { estimate } });
		const done = check.consider(inputOf('short'));
		await answer(0, SHORT);
		await vi.waitUntil(() => estimate.mock.calls.length > 0);
		check.cancel();
		expect(check.considering).toBe(false);
		free.resolve({});
		await done;
		expect(started).toEqual([]);
	});

	it.each([
		[880, 0],
		[950, 1]
	])('is warned of where %i of 1,000 bytes are used before it', async (usage, expected) => {
		const estimate = (): Promise<StorageEstimate> => Promise.resolve({ quota: 1_000, usage });
		vi.stubGlobal('navigator', { storage: { estimate } });
		const done = check.consider(inputOf('short'));
		await answer(0, { ...SHORT, storedBytes: 10 });
		await done;
		expect(warnings).toBe(expected);
		expect(started).toEqual([inputOf('short')]);
	});

	it('starts where the browser refuses to tell the free space', async () => {
		const estimate = (): Promise<StorageEstimate> => Promise.reject(new TypeError('no'));
		vi.stubGlobal('navigator', { storage: { estimate } });
		const done = check.consider(inputOf('short'));
		await answer(0, SHORT);
		await done;
		expect(started).toHaveLength(1);
	});
});
