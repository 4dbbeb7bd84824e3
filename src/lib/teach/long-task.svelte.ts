import type { Remote } from 'comlink';
import * as Comlink from 'comlink';
import type { TeacherApi, TrainProgress } from '../../workers/contracts/teacher';
import { Deferred } from '../page/deferred';
import type { Engine } from '../workers/engine';
import { errorText } from '../page/error-text';

const STAGES: Record<TrainProgress['stage'], string> = {
	reading: 'Reading',
	embedding: 'Embedding messages',
	training: 'Training'
};

export interface TaskOptions {
	/** The work needs the encoder. */
	embedding: boolean;
	/** Milliseconds after which the work is ended. */
	limit?: number;
	/** What to say when the limit is reached. */
	limitText?: string;
}

/** What the worker is asked to do, and where it tells how far it is. */
export type TrainerWork<T> = (
	trainer: Remote<TeacherApi>,
	report: (progress: TrainProgress) => void
) => Promise<T>;

/** Work in a worker of its own that shows how far it is and can be ended at once: ending it ends the worker. */
export class LongTask {
	running = $state(false);
	text = $state('');
	/** In [0, 1]; undefined while unknown. */
	fraction = $state<number>();
	error = $state<string>();
	#cancelled = new Deferred<undefined>();

	constructor(private readonly engine: Engine) {}

	/** Resolves with the work's result, or nothing when it was cancelled or failed; `error` then says why. */
	async run<T>(
		work: TrainerWork<T>,
		{ embedding, limit, limitText }: TaskOptions
	): Promise<T | undefined> {
		this.#start();
		const timer = limit && setTimeout(() => this.#end(limitText), limit);
		try {
			const trainer = this.engine.trainer(embedding ? (model) => this.#loading(model) : undefined);
			const report = Comlink.proxy((progress: TrainProgress) => this.#report(progress));
			const result = trainer.then((remote) => work(remote, report));
			// Once cancelled nobody waits for it any more.
			result.catch(() => undefined);
			return await Promise.race([result, this.#cancelled.promise]);
		} catch (error) {
			this.error = errorText(error);
			return undefined;
		} finally {
			clearTimeout(timer);
			this.running = false;
		}
	}

	cancel(): void {
		this.#end(undefined);
	}

	#start(): void {
		this.running = true;
		this.error = undefined;
		this.text = 'Starting';
		this.fraction = undefined;
		this.#cancelled = new Deferred();
	}

	#end(reason: string | undefined): void {
		if (!this.running) return;
		this.error = reason;
		this.engine.stopTrainer();
		this.#cancelled.resolve(undefined);
	}

	#loading({
		loadedBytes,
		totalBytes,
		done
	}: {
		loadedBytes: number;
		totalBytes: number;
		done: boolean;
	}): void {
		if (done) return;
		this.text = 'Loading the encoder';
		this.fraction = totalBytes > 0 ? loadedBytes / totalBytes : undefined;
	}

	#report({ stage, fraction }: TrainProgress): void {
		this.text = STAGES[stage];
		this.fraction = fraction;
	}
}
