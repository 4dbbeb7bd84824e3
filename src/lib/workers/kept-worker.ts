import type { WorkerEnded } from './worker-ended';

interface Stoppable {
	stop: (reason?: WorkerEnded) => void;
}

/** A worker, or several that belong together: started when first needed, and again once it failed, died or was stopped. */
export class KeptWorker<T extends Stoppable, How extends unknown[] = []> {
	/** What is there: it may still be starting. */
	started: Promise<T> | undefined;
	/** The same, once it has started. */
	current: T | undefined;

	constructor(private readonly start: (...how: How) => Promise<T>) {}

	/** @param how to start it; of no matter where it is there */
	get(...how: How): Promise<T> {
		if (this.started) return this.started;
		const started = this.start(...how);
		this.started = started;
		started.then(
			(current) => this.started === started && (this.current = current),
			() => this.started === started && this.forget()
		);
		return started;
	}

	/** It has ended by itself. */
	forget(): void {
		this.started = undefined;
		this.current = undefined;
	}

	/** Ends it: calls that wait are rejected, with the reason where there is one. */
	stop(reason?: WorkerEnded): void {
		const { started } = this;
		this.forget();
		// A start that failed has left nothing to stop.
		started?.then((worker) => worker.stop(reason)).catch(() => undefined);
	}
}
