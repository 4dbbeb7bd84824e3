/** Milliseconds after which a busy page does it all the same. */
const LATEST = 200;

/**
 * Does something when the page has nothing more urgent to do; where the browser cannot tell, in a task of its own.
 * Returns how to call it off.
 */
export function whenIdle(work: () => void): () => void {
	if (!('requestIdleCallback' in globalThis)) {
		const timer = setTimeout(work);
		return () => clearTimeout(timer);
	}
	const handle = requestIdleCallback(work, { timeout: LATEST });
	return () => cancelIdleCallback(handle);
}
