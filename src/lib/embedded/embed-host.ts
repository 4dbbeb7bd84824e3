import { envelope, messageIn, type ApiMessage } from '../../api/contract';
import { serveApi } from './embedded-api';
import type { Engine } from '../workers/engine';

/** Kept for as long as the tab: what lasts is kept by the consent window, where it can be revoked. */
const ALLOWED_NOW = 'winnow.api-allowed';

/**
 * The embedded end of the JavaScript API. Pages of the same origin may use it; of any other the visitor is asked first, in a
 * window of its own: the page that embeds this one can lay anything over it, or make it invisible. Who asks is what the
 * browser says of the message, not what the message says.
 */
export class EmbedHost {
	/** The origin that waits for an answer of the visitor's. */
	asking: string | undefined;
	#port: MessagePort | undefined;

	constructor(
		private readonly engine: Engine,
		private readonly parent: Window,
		private readonly ownOrigin: string,
		private readonly onAsking: (origin: string | undefined) => void
	) {}

	/** Listens for a page that embeds this one, and tells it so. Returns how to stop. */
	start(): () => void {
		const listen = (event: MessageEvent): void => this.hear(event);
		addEventListener('message', listen);
		this.#tell('hello');
		return () => removeEventListener('message', listen);
	}

	hear({ source, origin, data, ports }: MessageEvent): void {
		const [port] = ports;
		if (source !== this.parent || messageIn(data) !== 'connect' || !port) return;
		this.#port = port;
		if (origin === this.ownOrigin || isAllowedNow(origin)) this.#open();
		else {
			this.#ask(origin);
			this.#tell('asking');
		}
	}

	/** The visitor's answer. A page without an origin of its own, such as a local file, is asked for each time. */
	answer(allow: boolean): void {
		const origin = this.asking;
		this.#ask(undefined);
		if (!allow) {
			this.#tell('refused');
			return;
		}
		if (origin !== undefined && origin !== 'null') allowNow(origin);
		this.#open();
	}

	#ask(origin: string | undefined): void {
		this.asking = origin;
		this.onAsking(origin);
	}

	#open(): void {
		if (!this.#port) return;
		serveApi(this.engine, this.#port);
		this.#tell('open');
	}

	/** These messages tell nothing that an unknown page may not know; everything else goes through the port. */
	#tell(message: ApiMessage): void {
		this.parent.postMessage(envelope(message), '*');
	}
}

function isAllowedNow(origin: string): boolean {
	try {
		return sessionStorage.getItem(ALLOWED_NOW) === origin;
	} catch {
		return false;
	}
}

function allowNow(origin: string): void {
	try {
		sessionStorage.setItem(ALLOWED_NOW, origin);
	} catch {
		// It is asked again.
	}
}
