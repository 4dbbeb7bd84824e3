import { envelope, messageIn } from './contract';

/** Milliseconds until a frame that does not answer is given up. */
const PATIENCE = 30_000;

export function hiddenFrame(src: string): HTMLIFrameElement {
	const frame = document.createElement('iframe');
	frame.src = src;
	frame.title = 'Winnow';
	frame.hidden = true;
	document.body.append(frame);
	return frame;
}

/** Shown only while the visitor is asked. */
function show(frame: HTMLIFrameElement): void {
	frame.hidden = false;
	frame.style.cssText =
		'position:fixed;right:16px;bottom:16px;z-index:2147483647;width:min(400px,calc(100vw - 32px));height:200px;border:1px solid #798594;border-radius:4px;background:Canvas';
}

/** Only the frame itself, showing the site itself, is listened to; the port is given to that site and nobody else. */
export function connected(
	frame: HTMLIFrameElement,
	origin: string,
	signal: AbortSignal | undefined
): Promise<MessagePort> {
	const { port1, port2 } = new MessageChannel();
	return new Promise((resolve, reject) => {
		const timer = setTimeout(
			() =>
				end(() => reject(new Error(`${frame.src} did not answer. Is a Winnow deployed there?`))),
			PATIENCE
		);
		const giveUp = (): void => end(() => reject(signal?.reason as Error));
		function end(then: () => void): void {
			clearTimeout(timer);
			removeEventListener('message', listen);
			signal?.removeEventListener('abort', giveUp);
			frame.hidden = true;
			then();
		}
		function listen({ source, origin: from, data }: MessageEvent): void {
			if (source !== frame.contentWindow || from !== origin) return;
			const message = messageIn(data);
			if (message === 'hello')
				frame.contentWindow?.postMessage(envelope('connect'), origin, [port2]);
			if (message === 'asking') {
				clearTimeout(timer);
				show(frame);
			}
			if (message === 'open') end(() => resolve(port1));
			if (message === 'refused')
				end(() => reject(new Error('The visitor does not let this page use Winnow.')));
		}
		signal?.addEventListener('abort', giveUp);
		addEventListener('message', listen);
	});
}
