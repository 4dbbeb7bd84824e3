/**
 * The module that pages use to classify log messages with a deployed Winnow. It opens the site in a hidden frame, so
 * everything runs in the visitor's browser; the page and the frame talk through a private port.
 */
import { Connection } from './connection';
import { connected, hiddenFrame } from './frame';
import type { Connect } from './types';

export const connect: Connect = async ({ site = new URL('..', import.meta.url), signal } = {}) => {
	signal?.throwIfAborted();
	const url = new URL('embed/', site);
	const frame = hiddenFrame(url.href);
	try {
		const port = await connected(frame, url.origin, signal);
		return new Connection(port, () => frame.remove());
	} catch (error) {
		frame.remove();
		throw error;
	}
};
