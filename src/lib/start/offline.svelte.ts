import { Deferred } from '../page/deferred';

/** Whether everything that classifying needs is stored on this device; the service worker knows. */
export class OfflineStatus {
	ready = $state(false);
	readonly #stored = new Deferred<void>();

	/** Registers the service worker and listens for its word. Without one (old browser, private mode) nothing is shown. */
	async watch(scriptUrl: string): Promise<void> {
		if (!('serviceWorker' in navigator)) return;
		navigator.serviceWorker.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
			const message = data as { type?: unknown; ready?: unknown } | null;
			if (message?.type !== 'offline-ready') return;
			this.ready = message.ready === true;
			if (this.ready) this.#stored.resolve();
		});
		await this.#register(scriptUrl);
	}

	async #register(scriptUrl: string): Promise<void> {
		try {
			await navigator.serviceWorker.register(scriptUrl);
			await this.ask();
		} catch {
			// The site then works as long as the server does; the network may have been gone.
			addEventListener('online', () => void this.#register(scriptUrl), { once: true });
		}
	}

	/** Resolves once everything is stored, if ever. */
	whenReady(): Promise<void> {
		return this.#stored.promise;
	}

	/** Asks again, for instance after the model was downloaded. */
	async ask(): Promise<void> {
		if (!('serviceWorker' in navigator)) return;
		const { active } = await navigator.serviceWorker.ready;
		active?.postMessage({ type: 'offline-status' });
	}
}
