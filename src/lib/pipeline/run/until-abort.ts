/** What a promise comes to; undefined as soon as the signal aborts. */
export function untilAbort<T>(signal: AbortSignal, work: Promise<T>): Promise<T | undefined> {
	return new Promise((resolve, reject) => {
		const end = (): void => resolve(undefined);
		if (signal.aborted) end();
		// Taken away again: a signal that lives long would keep everything that was ever awaited.
		else signal.addEventListener('abort', end, { once: true });
		work.then(resolve, reject).finally(() => signal.removeEventListener('abort', end));
	});
}
