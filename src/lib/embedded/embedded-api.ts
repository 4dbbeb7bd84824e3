import * as Comlink from 'comlink';
import {
	requestIn,
	tooLarge,
	type ApiAnswer,
	type ApiInput,
	type ApiRequest
} from '../../api/contract';
import type { ClassifierApi, LoadProgress, RunProgress } from '../../workers/contracts/classifier';
import type { DirectProgress } from '../../workers/contracts/direct';
import type { Engine } from '../workers/engine';
import { errorText } from '../page/error-text';
import { fractionOf } from '../start/progress-text';
import { ApiStream } from './api-stream';

/** Calls of one page that may be under way at once. */
const MOST_CALLS = 16;

type RequestOf<T extends ApiRequest['type']> = Extract<ApiRequest, { type: T }>;

/**
 * Answers the page that embeds this site, on a port. It is given plain data and gives plain data: no object of this site
 * can be reached through it, and a page gets the answers to its own calls alone.
 */
export function serveApi(engine: Engine, port: MessagePort): void {
	const calls = new ApiCalls(engine, (answer) => port.postMessage(answer));
	port.onmessage = ({ data }: MessageEvent<unknown>) => {
		const request = requestIn(data);
		if (request) void calls.take(request);
	};
}

class ApiCalls {
	/** Calls under way that were not cancelled: their number on the port, and their name in the classifier. */
	private readonly active = new Map<number, string>();
	private readonly streams = new Map<number, ApiStream>();
	/** Under which the classifier holds this page's bundle. */
	private readonly bundleName = nameOf('bundle');
	private bundle: string | undefined;

	constructor(
		private readonly engine: Engine,
		private readonly tell: (answer: ApiAnswer) => void
	) {}

	async take(request: ApiRequest): Promise<void> {
		const { id } = request;
		try {
			const problem = tooLarge(request);
			if (problem !== undefined) throw new Error(problem);
			if (request.type === 'classify') await this.call(id, (name) => this.classify(request, name));
			else if (request.type === 'stream') this.stream(request);
			else if (request.type === 'bundle') await this.call(id, () => this.useBundle(request));
			else if (request.type === 'more') await this.more(id);
			else if (request.type === 'piece') this.streams.get(id)?.take(request.bytes);
			else await this.cancel(id);
		} catch (error) {
			this.tell({ type: 'error', id, message: errorText(error) });
		}
	}

	/** Does the work of a call, of which there may be so many at once. */
	private async call(id: number, work: (name: string) => Promise<void>): Promise<void> {
		const name = this.begin(id);
		try {
			await work(name);
		} finally {
			this.active.delete(id);
		}
	}

	private begin(id: number): string {
		if (this.active.has(id) || this.active.size >= MOST_CALLS)
			throw new Error('Too many calls at once.');
		const name = nameOf('call');
		this.active.set(id, name);
		return name;
	}

	private async classify(
		{ id, input, as, shares }: RequestOf<'classify'>,
		name: string
	): Promise<void> {
		const classifier = await this.started(id);
		const onProgress = Comlink.proxy((progress: RunProgress) =>
			this.tell({ type: 'progress', id, progress: shortened(progress) })
		);
		const job = { id: name, input: contentOf(input), as, shares, ...this.chosen };
		this.tell({ type: 'result', id, result: await classifier.classifyDirect(job, onProgress) });
	}

	private stream({ id, input }: RequestOf<'stream'>): void {
		this.begin(id);
		const job = { ...(input ? { input: contentOf(input) } : {}), ...this.chosen };
		const onWant = (): void => this.tell({ type: 'want', id });
		this.streams.set(id, new ApiStream(this.started(id), job, onWant));
	}

	private async more(id: number): Promise<void> {
		try {
			const batch = await this.streams.get(id)?.next();
			if (batch) this.tell({ type: 'batch', id, batch });
			// One that was cancelled says no more.
			else if (this.active.has(id)) {
				await this.cancel(id);
				this.tell({ type: 'end', id });
			}
		} catch (error) {
			await this.cancel(id);
			throw error;
		}
	}

	private async useBundle({ id, text }: RequestOf<'bundle'>): Promise<void> {
		if (text === undefined) {
			this.bundle = undefined;
			await (await this.engine.classifier()).dropBundle(this.bundleName);
			this.tell({ type: 'bundle', id, bundle: undefined });
			return;
		}
		const classifier = await this.started(id);
		const bundle = await classifier.holdBundle(this.bundleName, text);
		this.bundle = this.bundleName;
		this.tell({ type: 'bundle', id, bundle });
	}

	private async cancel(id: number): Promise<void> {
		const name = this.active.get(id);
		this.active.delete(id);
		const stream = this.streams.get(id);
		this.streams.delete(id);
		stream?.close();
		if (name !== undefined && !stream) await (await this.engine.classifier()).cancel(name);
	}

	/** The classifier, with the encoder; rejects when the call was cancelled meanwhile. */
	private async started(id: number): Promise<Comlink.Remote<ClassifierApi>> {
		const classifier = await this.engine.classifier();
		const onProgress = ({ loadedBytes, totalBytes }: LoadProgress): void => {
			const fraction = loadedBytes / totalBytes;
			this.tell({ type: 'progress', id, progress: { phase: 'loading-model', fraction, rows: 0 } });
		};
		await this.engine.embedders({ onProgress });
		// While the model was loading there was no run to stop.
		if (!this.active.has(id)) throw new Error('The call was cancelled.');
		return classifier;
	}

	private get chosen(): { bundle?: string } {
		return this.bundle === undefined ? {} : { bundle: this.bundle };
	}
}

/** Names are drawn: several pages' ports may share a classifier. */
const nameOf = (what: string): string => `api-${what}-${crypto.randomUUID()}`;

const contentOf = (input: ApiInput): string | File => ('csv' in input ? input.csv : input.file);

const shortened = (progress: RunProgress): DirectProgress => ({
	phase: progress.phase,
	fraction: fractionOf(progress, undefined),
	rows: progress.rowsRead
});
