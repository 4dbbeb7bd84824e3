import { availableParallelism } from 'node:os';
import { parentPort, Worker } from 'node:worker_threads';
import { createNodeEncoder } from '../../scripts/encoder/node-backend';
import type { Embed } from '../lib/pipeline/embed/embed-pool';
import type { EmbedderSupply } from '../lib/pipeline/embed/embed-stage';
import { joinEmbeddings } from '../lib/pipeline/embed/join-embeddings';

/** The script that runs as the program, and serves as each of its threads; absent where other code calls a command. */
export const program: { script?: string } = {};

/** More compete for memory bandwidth. */
const MOST_THREADS = 4;
/** Jobs after which the other threads are started: each start takes a second or more of a processor. */
const JOBS_OF_FIRST = 3;
/** Texts that are worth a thread of their own. */
const TEXTS_PER_THREAD = 32;

interface Job {
	id: number;
	texts: string[];
}

type Answer = { id: number } & ({ embeddings: Float32Array } | { error: string });

export const usualThreads = (): number => Math.min(MOST_THREADS, availableParallelism());

/** Encodes what the program's main thread sends, job by job. */
export function serveEncoder(): void {
	const encoder = createNodeEncoder('int8');
	parentPort?.on('message', ({ id, texts }: Job) => {
		encoder
			.then((ready) => ready.embed(texts))
			.then(
				(embeddings): Answer => ({ id, embeddings }),
				(error: Error): Answer => ({ id, error: error.message })
			)
			.then((answer) => parentPort?.postMessage(answer));
	});
}

/** One encoder in a thread of its own. The program ends when no job is under way. */
export class EncoderThread {
	private readonly worker: Worker;
	private readonly waiting = new Map<
		number,
		{ resolve: (embeddings: Float32Array) => void; reject: (error: Error) => void }
	>();
	private lastId = 0;

	/** @param script that calls `serveEncoder` when it is no main thread */
	constructor(script: string) {
		this.worker = threadOf(script);
		this.worker.on('message', (answer: Answer) => this.take(answer));
		this.worker.on('error', (error: Error) => this.fail(error));
		this.worker.on('exit', (code) =>
			this.fail(new Error(`A thread of the encoder ended with code ${code}.`))
		);
		this.worker.unref();
	}

	readonly embed: Embed = (texts) =>
		new Promise((resolve, reject) => {
			const job: Job = { id: ++this.lastId, texts };
			this.waiting.set(job.id, { resolve, reject });
			this.worker.ref();
			this.worker.postMessage(job);
		});

	private take(answer: Answer): void {
		const job = this.waiting.get(answer.id);
		this.waiting.delete(answer.id);
		if (this.waiting.size === 0) this.worker.unref();
		if ('error' in answer) job?.reject(new Error(answer.error));
		else job?.resolve(answer.embeddings);
	}

	private fail(error: Error): void {
		for (const { reject } of this.waiting.values()) reject(error);
		this.waiting.clear();
	}
}

/** In a checkout the script is TypeScript, whose loader a thread does not take over. */
function threadOf(script: string): Worker {
	if (!script.endsWith('.ts')) return new Worker(new URL(script));
	// By its address: the thread would look for it from the folder that the program was started in.
	const loader = import.meta.resolve('tsx/esm/api');
	const start = `import(${JSON.stringify(loader)}).then(({ register }) => { register(); return import(${JSON.stringify(script)}); });`;
	return new Worker(start, { eval: true });
}

/** The encoder in several threads, which give the same embeddings as one: the first at once, the others when there is more to do. */
export class EncoderThreads implements EmbedderSupply {
	private readonly threads: Embed[] = [];
	private jobs = 0;
	private onThread: (embed: Embed) => void = () => undefined;

	/**
	 * @param most threads
	 * @param start one of them
	 */
	constructor(
		private readonly most: number,
		private readonly start: () => Embed
	) {}

	subscribe(onEmbedder: (embed: Embed) => void): () => void {
		const first = this.thread(0);
		this.onThread = onEmbedder;
		onEmbedder((texts) => {
			if (++this.jobs === JOBS_OF_FIRST) for (let at = 1; at < this.most; at++) this.thread(at);
			return first(texts);
		});
		for (const other of this.threads.slice(1)) onEmbedder(other);
		return () => (this.onThread = () => undefined);
	}

	/** Divides the texts among as many threads as they are worth. */
	readonly embed: Embed = async (texts) => {
		const count = Math.max(1, Math.min(this.most, Math.floor(texts.length / TEXTS_PER_THREAD)));
		const size = Math.ceil(texts.length / count);
		const parts = await Promise.all(
			Array.from({ length: count }, (_, at) =>
				this.thread(at)(texts.slice(at * size, (at + 1) * size))
			)
		);
		return joinEmbeddings(parts);
	};

	private thread(at: number): Embed {
		const known = this.threads[at];
		if (known) return known;
		const started = this.start();
		this.threads[at] = started;
		if (at > 0) this.onThread(started);
		return started;
	}
}
