/**
 * Tells of each address that this worker asks for, as the browser reports it: `{requested: string[]}`. A service worker
 * learns of its own requests alone, not of those that it answers from a cache.
 */
export function tellRequests(tell: (message: { requested: string[] }) => void): void {
	const observer = new PerformanceObserver((seen) =>
		tell({ requested: seen.getEntries().map(({ name }) => name) })
	);
	observer.observe({ type: 'resource', buffered: true });
}
