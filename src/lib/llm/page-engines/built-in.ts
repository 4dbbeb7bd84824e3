import * as Comlink from 'comlink';
import type { LlmEngineApi } from '../../../workers/contracts/llm';
import type { LlmLoadProgress, LlmReply, LlmRequest } from '../../pipeline/llm/engine';

/** What this page uses of the browser's Prompt API, which exists on pages only, not in workers. */
interface PromptSession {
	prompt(
		text: string,
		options: { responseConstraint: object; signal: AbortSignal }
	): Promise<string>;
	clone(options?: { signal?: AbortSignal }): Promise<PromptSession>;
	destroy(): void;
}
interface PromptApi {
	create(options: {
		initialPrompts: { role: 'system'; content: string }[];
		monitor?: (monitor: EventTarget) => void;
	}): Promise<PromptSession>;
}

const promptApi = (): PromptApi | undefined =>
	(globalThis as { LanguageModel?: PromptApi }).LanguageModel;

/** The browser's own model behind `LlmEngineApi`. The constant part is read once; each question gets a clone of it. */
class BuiltInEngine implements LlmEngineApi {
	private base: { system: string; session: PromptSession } | undefined;
	private onProgress: (progress: LlmLoadProgress) => void = () => undefined;
	private readonly running = new Map<number, AbortController>();

	async load(_options: unknown, onProgress: (progress: LlmLoadProgress) => void): Promise<void> {
		this.onProgress = onProgress;
		await this.sessionFor('You sort log messages of computer systems.');
	}

	connect(port: MessagePort): void {
		Comlink.expose(this, port);
	}

	async classify(id: number, request: LlmRequest): Promise<LlmReply> {
		const abort = new AbortController();
		this.running.set(id, abort);
		const { signal } = abort;
		const session = await (await this.sessionFor(request.system)).clone({ signal });
		try {
			const text = await session.prompt(request.user, {
				responseConstraint: request.schema,
				signal
			});
			// This API counts no tokens of a single answer.
			return { text, promptTokens: 0, completionTokens: 0 };
		} finally {
			session.destroy();
			this.running.delete(id);
		}
	}

	cancel(id: number): void {
		this.running.get(id)?.abort();
	}

	private async sessionFor(system: string): Promise<PromptSession> {
		if (this.base?.system === system) return this.base.session;
		const api = promptApi();
		if (!api) throw new Error('This browser has no model of its own.');
		this.base?.session.destroy();
		const session = await api.create({
			initialPrompts: [{ role: 'system', content: system }],
			monitor: (monitor) =>
				monitor.addEventListener('downloadprogress', (event) => this.report(event))
		});
		this.base = { system, session };
		return session;
	}

	/** The browser tells a share only, not bytes. */
	private report(event: Event): void {
		const { loaded } = event as ProgressEvent;
		this.onProgress({ loadedBytes: loaded, totalBytes: 1, step: 'downloading' });
	}
}

export const createEngine = (): LlmEngineApi => new BuiltInEngine();
