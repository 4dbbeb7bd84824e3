import { readPreference, writePreference } from '../page/preferences';

/**
 * The frame and the window that asks for consent are pages of this site, and talk by these messages alone: the window says
 * that it is there, the frame says who wants to use the site, the window says what the visitor answered.
 */
type ConsentMessage =
	| { consent: 'ready' }
	| { consent: 'asked'; origin: string }
	| { consent: 'answer'; allow: boolean };

/** Origins that the visitor lets use this site, one a line. */
const ALLOWED_ORIGINS = 'winnow.api-origins';
/** What follows the address of the embedded page in the window that asks. */
export const CONSENT_HASH = '#consent';

export const allowedOrigins = (): string[] =>
	(readPreference(ALLOWED_ORIGINS) ?? '').split('\n').filter((origin) => origin !== '');

export function revokeOrigin(origin: string): void {
	const left = allowedOrigins().filter((one) => one !== origin);
	writePreference(ALLOWED_ORIGINS, left.length > 0 ? left.join('\n') : undefined);
}

/**
 * Asks in a window of its own, from a press of a button in the frame.
 * @param ownOrigin of this site: nobody else is told or heard
 * @returns undefined when the browser opens no window, or it was closed without an answer
 */
export function askInWindow(
	url: string,
	origin: string,
	ownOrigin: string
): Promise<boolean | undefined> {
	const opened = open(url, '', 'popup,width=480,height=360');
	if (!opened) return Promise.resolve(undefined);
	return new Promise((resolve) => {
		const timer = setInterval(() => opened.closed && end(undefined), 300);
		const end = (answer: boolean | undefined): void => {
			clearInterval(timer);
			opened.close();
			removeEventListener('message', listen);
			resolve(answer);
		};
		const listen = ({ source, origin: from, data }: MessageEvent): void => {
			if (source !== opened || from !== ownOrigin) return;
			const message = messageIn(data);
			const asked: ConsentMessage = { consent: 'asked', origin };
			if (message?.consent === 'ready') opened.postMessage(asked, ownOrigin);
			if (message?.consent === 'answer') end(message.allow);
		};
		addEventListener('message', listen);
	});
}

/** The end in the window. `onAsked` is given who asks, unless the visitor has allowed it before. */
export class ConsentWindow {
	#origin: string | undefined;

	constructor(
		private readonly opener: Window,
		private readonly ownOrigin: string,
		private readonly onAsked: (origin: string) => void
	) {}

	start(): () => void {
		const listen = (event: MessageEvent): void => this.hear(event);
		addEventListener('message', listen);
		this.#tell({ consent: 'ready' });
		return () => removeEventListener('message', listen);
	}

	hear({ source, origin: from, data }: MessageEvent): void {
		if (source !== this.opener || from !== this.ownOrigin || this.#origin !== undefined) return;
		const message = messageIn(data);
		if (message?.consent !== 'asked') return;
		this.#origin = message.origin;
		if (allowedOrigins().includes(message.origin)) this.answer(true);
		else this.onAsked(message.origin);
	}

	/** The visitor's answer. A page without an origin of its own is asked for each time. */
	answer(allow: boolean): void {
		const origin = this.#origin;
		if (origin === undefined) return;
		if (allow && origin !== 'null' && !allowedOrigins().includes(origin))
			writePreference(ALLOWED_ORIGINS, [...allowedOrigins(), origin].join('\n'));
		this.#tell({ consent: 'answer', allow });
	}

	#tell(message: ConsentMessage): void {
		this.opener.postMessage(message, this.ownOrigin);
	}
}

function messageIn(data: unknown): ConsentMessage | undefined {
	if (typeof data !== 'object' || data === null) return undefined;
	const { consent, origin, allow } = data as Partial<Record<string, unknown>>;
	if (consent === 'ready') return { consent };
	if (consent === 'asked' && typeof origin === 'string') return { consent, origin };
	if (consent === 'answer' && typeof allow === 'boolean') return { consent, allow };
	return undefined;
}
