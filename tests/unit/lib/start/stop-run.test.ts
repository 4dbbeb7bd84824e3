import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Deferred } from '../../../../src/lib/page/deferred';
import { stopRun, type StopKind } from '../../../../src/lib/start/stop-run';

type Workers = Parameters<typeof stopRun>[0];

const never = (): Promise<never> => new Promise(() => undefined);

/** A run whose workers answer, unless told otherwise, and do not end it by themselves. */
function runWith({ answer = () => Promise.resolve(), readerAnswers = true } = {}) {
	const over = new Deferred<undefined>();
	const ask = vi.fn<(how: StopKind) => Promise<void>>(answer);
	const stopClassifier = vi.fn();
	const classifier = { cancel: () => ask('cancel'), pause: () => ask('pause') };
	const engine = {
		classifier: () => Promise.resolve(classifier),
		readerAnswers: () => Promise.resolve(readerAnswers),
		stopClassifier
	} as unknown as Workers;
	const wanted = { is: true };
	const stop = (how: StopKind): Promise<void> =>
		stopRun(engine, { runId: 'a', how, over: over.promise, isWanted: () => wanted.is });
	return { over, ask, stopClassifier, wanted, stop };
}

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => void vi.useRealTimers());

describe.each(['cancel', 'pause'] as const)('a %s', (how) => {
	it('leaves workers alone that end the run', async () => {
		const { over, ask, stopClassifier, stop } = runWith();
		const stopped = stop(how);
		await vi.advanceTimersByTimeAsync(300);
		over.resolve(undefined);
		await vi.advanceTimersByTimeAsync(0);
		await stopped;
		expect(ask).toHaveBeenCalledWith(how);
		expect(stopClassifier).not.toHaveBeenCalled();
	});

	it('ends workers that do not answer', async () => {
		const { stopClassifier, stop } = runWith({ answer: never });
		const stopped = stop(how);
		await vi.advanceTimersByTimeAsync(700);
		expect(stopClassifier).not.toHaveBeenCalled();
		await vi.advanceTimersByTimeAsync(200);
		await stopped;
		expect(stopClassifier).toHaveBeenCalledOnce();
	});

	it('ends workers that answer and never come to an end', async () => {
		const { stopClassifier, stop } = runWith();
		const stopped = stop(how);
		await vi.advanceTimersByTimeAsync(9_000);
		expect(stopClassifier).not.toHaveBeenCalled();
		await vi.advanceTimersByTimeAsync(2_000);
		await stopped;
		expect(stopClassifier).toHaveBeenCalledOnce();
	});

	it('ends a reader that hangs behind a run that has ended', async () => {
		const { over, stopClassifier, stop } = runWith({ readerAnswers: false });
		over.resolve(undefined);
		await Promise.all([stop(how), vi.advanceTimersByTimeAsync(1_000)]);
		expect(stopClassifier).toHaveBeenCalledOnce();
	});

	it('ends nothing where the run ended while the classifier was silent', async () => {
		const { over, stopClassifier, stop } = runWith({ answer: never });
		const stopped = stop(how);
		await vi.advanceTimersByTimeAsync(500);
		over.resolve(undefined);
		await vi.advanceTimersByTimeAsync(1_000);
		await stopped;
		expect(stopClassifier).not.toHaveBeenCalled();
	});

	it.each([100, 5_000])('ends nothing any more once something else is wanted', async (after) => {
		const { wanted, stopClassifier, stop } = runWith(after < 800 ? { answer: never } : {});
		const stopped = stop(how);
		await vi.advanceTimersByTimeAsync(after);
		wanted.is = false;
		await vi.advanceTimersByTimeAsync(20_000);
		await stopped;
		expect(stopClassifier).not.toHaveBeenCalled();
	});
});
