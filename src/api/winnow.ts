/**
 * The module that pages use to classify log messages with a deployed Winnow. It opens the site in a hidden frame, so
 * everything runs in the visitor's browser; the page and the frame talk through a private port.
 */
import type { DirectProgress, DirectResult } from '../workers/contracts/classifier';
import { envelope, messageIn, type ApiAnswer, type ApiRequest } from './contract';
import { csvOfRows, mergedRows, objectsOf, type ClassifiedRow, type InputRow } from './rows';

/** Milliseconds until a frame that does not answer is given up. */
const PATIENCE = 30_000;

export interface ConnectOptions {
	/** Address of the deployed site; by default the one that this module was loaded from. */
	site?: string | URL;
}

export interface ClassifyOptions {
	/** Called some times a second, with the phase and a fraction of 1. */
	onProgress?: (progress: DirectProgress) => void;
	/** Ends the work soon; the promise then rejects with the signal's reason. */
	signal?: AbortSignal;
}

/** A connection to a deployed Winnow. */
export interface Winnow {
	/** Rows, or the text or file of a CSV, to rows with label, confidence and tier; as many, in the same order. */
	classify(
		input: readonly InputRow[] | string | Blob,
		options?: ClassifyOptions
	): Promise<ClassifiedRow[]>;
	/** CSV with a header to CSV: all its columns, then `target_label`, `confidence`, `tier`, `rule`,
	 * `needs_review`, `family`, `certainty`, `family_confidence`. */
	classifyCsv(csv: string | Blob, options?: ClassifyOptions): Promise<string>;
	/** Closes the frame with all its workers. */
	close(): void;
}

/**
 * Connects to a deployed Winnow. On a page of another origin the visitor is asked once whether that page may use it;
 * rejects when the answer is no, or when the site does not answer.
 */
export async function connect({
	site = new URL('..', import.meta.url)
}: ConnectOptions = {}): Promise<Winnow> {
	const url = new URL('embed/', site);
	const frame = hiddenFrame(url.href);
	try {
		const port = await connected(frame, url.origin);
		return new Connection(frame, port);
	} catch (error) {
		frame.remove();
		throw error;
	}
}

/** A call that waits for its answer. */
interface Call {
	resolve: (result: DirectResult) => void;
	reject: (reason: Error) => void;
	onProgress: (progress: DirectProgress) => void;
}

class Connection implements Winnow {
	private lastId = 0;
	private readonly calls = new Map<number, Call>();

	constructor(
		private readonly frame: HTMLIFrameElement,
		private readonly port: MessagePort
	) {
		port.onmessage = ({ data }: MessageEvent<ApiAnswer>) => this.hear(data);
	}

	async classify(
		input: readonly InputRow[] | string | Blob,
		options: ClassifyOptions = {}
	): Promise<ClassifiedRow[]> {
		if (typeof input === 'string' || input instanceof Blob)
			return objectsOf(await this.call(await textOf(input), 'rows', options));
		if (!Array.isArray(input))
			throw new TypeError('classify() takes an array of rows, or a CSV as text, Blob or File.');
		if (input.length === 0) return [];
		const rows = input as readonly unknown[];
		return mergedRows(rows, (await this.call(csvOfRows(rows), 'rows', options)).rows);
	}

	async classifyCsv(csv: string | Blob, options: ClassifyOptions = {}): Promise<string> {
		return (await this.call(await textOf(csv), 'csv', options)).csv;
	}

	close(): void {
		this.port.close();
		this.frame.remove();
		for (const { reject } of this.calls.values()) reject(new Error('The connection was closed.'));
		this.calls.clear();
	}

	private hear(answer: ApiAnswer): void {
		const call = this.calls.get(answer.id);
		if (!call) return;
		if (answer.type === 'progress') {
			call.onProgress(answer.progress);
			return;
		}
		this.calls.delete(answer.id);
		if (answer.type === 'result') call.resolve(answer.result);
		else call.reject(new Error(answer.message));
	}

	private call(
		csv: string,
		as: 'csv' | 'rows',
		{ signal, onProgress = () => undefined }: ClassifyOptions
	): Promise<DirectResult> {
		signal?.throwIfAborted();
		const id = ++this.lastId;
		const ask = (request: ApiRequest): void => this.port.postMessage(request);
		const answered = new Promise<DirectResult>((resolve, reject) => {
			this.calls.set(id, { resolve, reject, onProgress });
			ask({ type: 'classify', id, csv, as });
		});
		if (!signal) return answered;
		const abort = (): void => {
			ask({ type: 'cancel', id });
			this.calls.get(id)?.reject(signal.reason as Error);
			// What comes after the abort is of no interest.
			this.calls.delete(id);
		};
		signal.addEventListener('abort', abort);
		return answered.finally(() => signal.removeEventListener('abort', abort));
	}
}

const textOf = (csv: string | Blob): Promise<string> | string =>
	typeof csv === 'string' ? csv : csv.text();

function hiddenFrame(src: string): HTMLIFrameElement {
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
function connected(frame: HTMLIFrameElement, origin: string): Promise<MessagePort> {
	const { port1, port2 } = new MessageChannel();
	return new Promise((resolve, reject) => {
		const timer = setTimeout(
			() =>
				end(() => reject(new Error(`${frame.src} did not answer. Is a Winnow deployed there?`))),
			PATIENCE
		);
		function end(then: () => void): void {
			clearTimeout(timer);
			removeEventListener('message', listen);
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
		addEventListener('message', listen);
	});
}
