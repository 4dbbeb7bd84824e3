/** Milliseconds until something that failed is tried again although the network never seemed to be gone. */
const PAUSE = 5_000;

/** Does something once more when the network is back, or after a while. */
export function tryAgainLater(work: () => void): void {
	const timer = setTimeout(again, PAUSE);
	addEventListener('online', again, { once: true });
	function again(): void {
		clearTimeout(timer);
		removeEventListener('online', again);
		work();
	}
}
