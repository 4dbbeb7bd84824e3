import { expect, it, vi } from 'vitest';
import { Deferred } from '../../../../src/lib/page/deferred';
import type { AcceptedInput } from '../../../../src/lib/start/intake.svelte';
import type { Engine } from '../../../../src/lib/workers/engine';
import type { EncoderHooks } from '../../../../src/lib/workers/start';
import type { RunProgress } from '../../../../src/workers/contracts/classifier';
import { runProgress } from '../../support/progress';

// Nothing is drawn here: a state that tells nobody of its changes will do.
const state = Object.assign(<T>(value: T): T => value, { raw: <T>(value: T): T => value });
vi.stubGlobal('$state', state);
const { Job } = await import('../../../../src/lib/start/job.svelte');

const INPUT = {
	input: 'a line',
	name: 'Pasted text',
	preview: { bytes: 6, files: [], problems: [] },
	encoderRevision: 'r',
	queued: false
} as unknown as AcceptedInput;

/** A job whose run ends when it is told to, and the question whether more embedders are of use. */
async function runningJob() {
	const over = new Deferred<undefined>();
	const hooks: EncoderHooks[] = [];
	let report: ((progress: RunProgress) => void) | undefined;
	const engine = {
		classifier: () =>
			Promise.resolve({
				run: (_: object, onProgress: typeof report) => {
					report = onProgress;
					return over.promise;
				}
			}),
		embedders: (given: EncoderHooks) => {
			hooks.push(given);
			return Promise.resolve({ workers: 1 });
		}
	} as unknown as Engine;
	const job = new Job(engine);
	await job.startedEncoder();
	const whenMoreHelp = hooks[0]?.whenMoreHelp as () => Promise<unknown>;
	const isAskedFor = vi.fn();
	return { job, over, whenMoreHelp, isAskedFor, report: (one: RunProgress) => report?.(one) };
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

it('a second embedder is started at once while nothing is read', async () => {
	const { whenMoreHelp } = await runningJob();
	await whenMoreHelp();
});

it('during a run a second embedder waits until texts do', async () => {
	const { job, over, whenMoreHelp, isAskedFor, report } = await runningJob();
	const ended = job.run('run', INPUT);
	await settled();
	void whenMoreHelp().then(isAskedFor);
	report(runProgress({ runId: 'run', templatesToEmbed: 3, templatesEmbedded: 3 }));
	await settled();
	expect(isAskedFor).not.toHaveBeenCalled();
	report(runProgress({ runId: 'run', templatesToEmbed: 4, templatesEmbedded: 3 }));
	await settled();
	expect(isAskedFor).toHaveBeenCalledOnce();
	over.resolve(undefined);
	await ended;
});

it('a second embedder that a run did not need is started after it', async () => {
	const { job, over, whenMoreHelp, isAskedFor } = await runningJob();
	const ended = job.run('run', INPUT);
	void whenMoreHelp().then(isAskedFor);
	await settled();
	expect(isAskedFor).not.toHaveBeenCalled();
	over.resolve(undefined);
	await ended;
	await settled();
	expect(isAskedFor).toHaveBeenCalledOnce();
});
