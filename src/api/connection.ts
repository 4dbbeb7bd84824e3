import type { ApiAnswer, Asked } from './contract';
import { sourceOf, wholeInput, type Pieces, type Source } from './source';
import type {
	BundleInfo,
	ClassifiedRow,
	ClassifyOptions,
	Input,
	StreamOptions,
	TextInput,
	Winnow
} from './types';
import type { DirectResult } from '../workers/contracts/direct';

type AnswerOf<T extends ApiAnswer['type']> = Extract<ApiAnswer, { type: T }>;

/** A call under way: the answer that it waits for, and what it does with those that come in between. */
interface Call {
	resolve: (answer: ApiAnswer) => void;
	reject: (reason: unknown) => void;
	onProgress: NonNullable<StreamOptions['onProgress']>;
	feed: Feed | undefined;
}

/** A stream that is handed over piece by piece, and what is told when it breaks off. */
interface Feed {
	pieces: Pieces;
	fail: (reason: unknown) => void;
}

/** The page's end of the port. */
export class Connection implements Winnow {
	private lastId = 0;
	private readonly calls = new Map<number, Call>();
	private isClosed = false;

	constructor(
		private readonly port: MessagePort,
		private readonly onClose: () => void
	) {
		port.onmessage = ({ data }: MessageEvent<ApiAnswer>) => void this.hear(data);
	}

	async classify(input: Input, options: ClassifyOptions = {}): Promise<ClassifiedRow[]> {
		const source = sourceOf(input);
		if (Array.isArray(input) && input.length === 0) return [];
		const result = await this.whole(source, 'rows', options);
		return [...source.rows(result), ...source.rest()];
	}

	async classifyCsv(input: TextInput, options: ClassifyOptions = {}): Promise<string> {
		return (await this.whole(sourceOf(input), 'csv', options)).csv;
	}

	async *stream(
		input: Input,
		options: StreamOptions = {}
	): AsyncGenerator<ClassifiedRow, void, undefined> {
		options.signal?.throwIfAborted();
		const source = sourceOf(input);
		const id = ++this.lastId;
		const broken = new Broken();
		const feed = source.pieces && { pieces: source.pieces, fail: broken.fail };
		let ended = Array.isArray(input) && input.length === 0;
		try {
			if (!ended) this.ask(id, { type: 'stream', ...source.input });
			while (!ended) {
				const wanted = this.answer(id, { type: 'more' }, options, feed);
				const answer = await Promise.race([wanted, broken.promise]);
				if (answer.type === 'batch') yield* source.rows(answer.batch);
				else ended = true;
			}
			yield* source.rest();
		} finally {
			if (!ended && !this.isClosed) this.ask(id, { type: 'cancel' });
			void source.pieces?.close();
		}
	}

	useBundle(bundle: string | Blob | object): Promise<BundleInfo>;
	useBundle(bundle?: undefined): Promise<void>;
	async useBundle(bundle?: string | Blob | object): Promise<BundleInfo | void> {
		const text = await textOfBundle(bundle);
		const id = ++this.lastId;
		const answer = await this.answer(id, {
			type: 'bundle',
			...(text === undefined ? {} : { text })
		});
		return (answer as AnswerOf<'bundle'>).bundle;
	}

	close(): void {
		if (this.isClosed) return;
		this.isClosed = true;
		this.port.close();
		this.onClose();
		for (const { reject } of this.calls.values()) reject(new Error(CLOSED));
		this.calls.clear();
	}

	/** A call that takes all of the input at once. */
	private async whole(
		source: Source,
		as: 'csv' | 'rows',
		{ shares = true, ...options }: ClassifyOptions
	): Promise<DirectResult> {
		options.signal?.throwIfAborted();
		const input = await orAbort(options.signal, wholeInput(source)).catch((error: unknown) => {
			void source.pieces?.close();
			throw error;
		});
		const id = ++this.lastId;
		try {
			const answer = await this.answer(id, { type: 'classify', as, shares, ...input }, options);
			return (answer as AnswerOf<'result'>).result;
		} catch (error) {
			if (options.signal?.aborted && !this.isClosed) this.ask(id, { type: 'cancel' });
			throw error;
		}
	}

	/** Asks, and gives the answer. Rejects with the signal's reason as soon as that aborts. */
	private async answer(
		id: number,
		request: Asked,
		{ signal, onProgress = () => undefined }: StreamOptions = {},
		feed?: Feed
	): Promise<ApiAnswer> {
		this.ask(id, request);
		const answer = new Promise<ApiAnswer>((resolve, reject) =>
			this.calls.set(id, { resolve, reject, onProgress, feed })
		);
		return orAbort(signal, answer).finally(() => this.calls.delete(id));
	}

	private async hear(answer: ApiAnswer): Promise<void> {
		// What comes after an abort is of no interest.
		const call = this.calls.get(answer.id);
		if (!call) return;
		if (answer.type === 'progress') call.onProgress(answer.progress);
		else if (answer.type === 'error') call.reject(new Error(answer.message));
		else if (answer.type !== 'want') call.resolve(answer);
		else if (call.feed) await this.send(answer.id, call.feed.pieces).catch(call.feed.fail);
	}

	private async send(id: number, pieces: Pieces): Promise<void> {
		const bytes = await pieces.next();
		if (this.isClosed) return;
		if (bytes) this.port.postMessage({ type: 'piece', id, bytes }, [bytes.buffer]);
		else this.ask(id, { type: 'piece' });
	}

	private ask(id: number, request: Asked): void {
		if (this.isClosed) throw new Error(CLOSED);
		this.port.postMessage({ ...request, id });
	}
}

const CLOSED = 'The connection was closed.';

/** That a stream of the page's broke off, whenever that was. */
class Broken {
	fail: (reason: unknown) => void = () => undefined;
	readonly promise = new Promise<never>((_, reject) => (this.fail = reject));

	constructor() {
		// Nobody may be waiting for it.
		this.promise.catch(() => undefined);
	}
}

async function textOfBundle(
	bundle: string | Blob | object | undefined
): Promise<string | undefined> {
	if (bundle === undefined || typeof bundle === 'string') return bundle;
	return bundle instanceof Blob ? bundle.text() : JSON.stringify(bundle);
}

/** What a promise comes to; rejects as soon as the signal aborts, with its reason. */
function orAbort<T>(signal: AbortSignal | undefined, work: Promise<T>): Promise<T> {
	if (!signal) return work;
	return new Promise((resolve, reject) => {
		const abort = (): void => reject(signal.reason as Error);
		if (signal.aborted) abort();
		else signal.addEventListener('abort', abort);
		work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
	});
}
