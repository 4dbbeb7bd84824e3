import { Deferred } from '../page/deferred';
import { scriptUrl } from '../page/script-url';

/** Whether everything that classifying needs is stored on this device; the service worker knows. */
export class OfflineStatus {
	ready = $state(false);
	/** A newer version of the site is stored, and starts when the only tab is reloaded. */
	update = $state(false);
	readonly #stored = new Deferred<void>();

	/** Registers the service worker and listens for its word. Without one (old browser, private mode) nothing is shown. */
	async watch(script: string, onUpdate: () => void): Promise<void> {
		if (!('serviceWorker' in navigator)) return;
		navigator.serviceWorker.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
			const message = data as { type?: unknown; ready?: unknown } | null;
			if (message?.type !== 'offline-ready') return;
			this.ready = message.ready === true;
			if (this.ready) this.#stored.resolve();
		});
		await this.#register(script, onUpdate);
	}

	async #register(script: string, onUpdate: () => void): Promise<void> {
		try {
			const registered = await navigator.serviceWorker.register(scriptUrl(script));
			this.#watchUpdates(registered, onUpdate);
			await this.ask();
		} catch {
			// The site then works as long as the server does; the network may have been gone.
			addEventListener('online', () => void this.#register(script, onUpdate), { once: true });
		}
	}

	/** A page without a service worker until now waits for its first one, which is no update. */
	#watchUpdates(registration: ServiceWorkerRegistration, onUpdate: () => void): void {
		const look = (): void => {
			const before = this.update;
			this.update = registration.waiting !== null && navigator.serviceWorker.controller !== null;
			if (this.update && !before) onUpdate();
		};
		registration.addEventListener('updatefound', () =>
			registration.installing?.addEventListener('statechange', look)
		);
		look();
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
