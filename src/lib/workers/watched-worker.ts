import * as Comlink from 'comlink';
import { requests } from '../page/requests.svelte';
import { scriptUrl } from '../page/script-url';
import { WorkerEnded } from './worker-ended';

/** What a worker's script posts, once, when it holds the lock that ends with it. */
const ALIVE = 'alive';

export interface Started<T> {
	remote: Comlink.Remote<T>;
	/** Ends the worker; calls that wait for an answer are rejected, with the reason where there is one. */
	stop: (reason?: WorkerEnded) => void;
}

interface Watching {
	/** The worker's script could not be loaded, or it threw outside of a call. */
	onError: (event: ErrorEvent) => void;
	/** The browser ended the worker, for want of memory say: that sends no event. */
	onDeath: (error: WorkerEnded) => void;
}

/**
 * Starts a worker from a blob that imports the script: a page's security policy binds such a worker, and would not
 * bind one that is loaded from its own address. The worker holds a lock for as long as it lives, and the page waits for
 * that lock, so that a death without a word is noticed at once. It also tells what it asks for, as the browser reports it.
 *
 * @param url of the script
 * @param name for people
 */
export function startWatched<T>(url: string, name: string, watching: Watching): Started<T> {
	const lock = `winnow-worker-${Math.random().toString(36).slice(2)}`;
	const script = new URL(url, location.href).href;
	const told = `new PerformanceObserver((seen) => postMessage({ requested: seen.getEntries().map(({ name }) => name) })).observe({ type: 'resource', buffered: true });`;
	const held = `navigator.locks?.request(${JSON.stringify(lock)}, () => { postMessage(${JSON.stringify(ALIVE)}); return new Promise(() => {}); });`;
	const blob = new Blob([`import ${JSON.stringify(script)};\n${told}\n${held}`], {
		type: 'text/javascript'
	});
	const blobUrl = URL.createObjectURL(blob);
	const worker = new Worker(scriptUrl(blobUrl), { type: 'module', name });
	const calls = new WaitingCalls();
	const stopped = new AbortController();
	const stop = (reason?: WorkerEnded): void => {
		stopped.abort();
		worker.terminate();
		URL.revokeObjectURL(blobUrl);
		calls.reject(reason ?? new WorkerEnded(`The ${name} worker was stopped.`));
	};
	const onDeath = (): void => {
		const error = new WorkerEnded(
			`The ${name} worker was ended by the browser, perhaps for want of memory.`
		);
		worker.terminate();
		calls.reject(error);
		watching.onDeath(error);
	};
	let isAlive = false;
	worker.addEventListener('error', (event) => {
		watching.onError(event);
		// A script that could not be loaded answers no call.
		if (!isAlive) calls.reject(new WorkerEnded(`The ${name} worker could not be loaded.`));
	});
	worker.addEventListener('message', ({ data }: MessageEvent) => {
		requests.hear(data);
		if (data !== ALIVE) return;
		isAlive = true;
		navigator.locks
			.request(lock, { signal: stopped.signal }, onDeath)
			// The only rejection is that of the signal.
			.catch(() => undefined);
	});
	return { remote: calls.watched(Comlink.wrap<T>(worker)), stop };
}

/** Calls of a worker that wait for its answer: Comlink's own would wait for ever when it dies. */
class WaitingCalls {
	private readonly waiting = new Set<(error: Error) => void>();
	private ended: Error | undefined;

	reject(error: Error): void {
		this.ended = error;
		for (const reject of this.waiting) reject(error);
		this.waiting.clear();
	}

	/** The same methods, whose calls end with the worker. */
	watched<T>(remote: Comlink.Remote<T>): Comlink.Remote<T> {
		const answered = <R>(call: () => Promise<R>): Promise<R> => this.answered(call);
		return new Proxy(remote as object, {
			get(target, key) {
				const method: unknown = Reflect.get(target, key);
				// `then` is asked for by whoever awaits the remote itself.
				if (key === 'then' || key === Comlink.releaseProxy || typeof method !== 'function')
					return method;
				return (...args: unknown[]) =>
					answered(() => Reflect.apply(method, target, args) as Promise<unknown>);
			}
		}) as Comlink.Remote<T>;
	}

	private answered<R>(call: () => Promise<R>): Promise<R> {
		return new Promise<R>((resolve, reject) => {
			if (this.ended) {
				reject(this.ended);
				return;
			}
			this.waiting.add(reject);
			const done = (): void => void this.waiting.delete(reject);
			call().then(
				(value) => {
					done();
					resolve(value);
				},
				(error: Error) => {
					done();
					reject(error);
				}
			);
		});
	}
}
