/**
 * What this tab has asked for since it was loaded: each address once. The page tells it of itself, its workers tell it of
 * theirs (see `watched-worker.ts`), and the service worker of the copy that it keeps.
 */
export class RequestList {
	/** In the order in which they were told of. */
	list = $state.raw<readonly string[]>([]);

	/** @param origin of this site; asked only in the browser */
	constructor(private readonly origin: () => string) {}

	/** Those that did not go to this site. */
	get elsewhere(): string[] {
		return this.list.filter((url) => !url.startsWith(`${this.origin()}/`));
	}

	/** @param urls what is no address of a host, such as that of a blob, is left out */
	add(urls: readonly string[]): void {
		const asked = urls
			.filter((url) => /^(?:https?|wss?):/.test(url))
			.map((url) => url.replace(/#.*/s, ''));
		const fresh = asked.filter((url, at) => !this.list.includes(url) && asked.indexOf(url) === at);
		if (fresh.length > 0) this.list = [...this.list, ...fresh];
	}

	/** Takes a message of a worker's or the service worker's; others it leaves alone. */
	hear(data: unknown): void {
		const { requested } = (data ?? {}) as { requested?: unknown };
		if (Array.isArray(requested)) this.add(requested.filter((url) => typeof url === 'string'));
	}

	/**
	 * Watches the page, from its own address on, and hears the service worker.
	 * @param serviceWorker address of its script, which the browser fetches without a report
	 */
	watch(serviceWorker: string): void {
		this.add([location.href]);
		const observer = new PerformanceObserver((seen) =>
			this.add(seen.getEntries().map(({ name }) => name))
		);
		observer.observe({ type: 'resource', buffered: true });
		if (!('serviceWorker' in navigator)) return;
		this.add([serviceWorker]);
		navigator.serviceWorker.addEventListener('message', ({ data }) => this.hear(data));
	}
}

export const requests = new RequestList(() => location.origin);
