import * as Comlink from 'comlink';
import {
	EngineLostError,
	type LlmEngine,
	type LlmLoadProgress,
	type LlmReply,
	type LlmRequest
} from '../../lib/pipeline/llm/engine';
import type { SiteUrls } from '../contracts/classifier';
import type { LlmEngineApi, ModelChoice } from '../contracts/llm';

/** An engine on the other side of a port. A signal cannot cross: it becomes the number of the request. */
export class RemoteLlmEngine implements LlmEngine {
	private readonly remote: Comlink.Remote<LlmEngineApi>;
	private nextId = 0;
	private fail!: (error: Error) => void;
	/** Rejects when the worker died; it would then answer nothing, not even an error. */
	private readonly failed = new Promise<never>((_resolve, reject) => (this.fail = reject));

	constructor(
		private readonly port: MessagePort,
		private readonly options: SiteUrls & ModelChoice
	) {
		this.remote = Comlink.wrap<LlmEngineApi>(port);
		this.failed.catch(() => undefined);
	}

	/** Everything that waits, and everything asked later, fails at once. */
	lost(reason: string): void {
		this.fail(new EngineLostError(reason));
	}

	close(): void {
		this.port.close();
	}

	async load(onProgress: (progress: LlmLoadProgress) => void): Promise<void> {
		await Promise.race([this.remote.load(this.options, Comlink.proxy(onProgress)), this.failed]);
	}

	async classify(request: LlmRequest, signal: AbortSignal): Promise<LlmReply> {
		const id = this.nextId++;
		const cancel = (): void => void this.remote.cancel(id);
		signal.addEventListener('abort', cancel, { once: true });
		try {
			return await Promise.race([this.remote.classify(id, request), this.failed]);
		} finally {
			signal.removeEventListener('abort', cancel);
		}
	}
}
