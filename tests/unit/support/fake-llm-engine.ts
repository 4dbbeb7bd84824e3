import {
	EngineLostError,
	type LlmEngine,
	type LlmReply,
	type LlmRequest
} from '../../../src/lib/pipeline/llm/engine';

type Answer = string | LlmReply | Error | 'hangs';

/** FAKE, for tests only: a deterministic stand-in for a model; it answers what the test tells it to. */
export class FakeLlmEngine implements LlmEngine {
	readonly requests: LlmRequest[] = [];
	loads = 0;
	loadError: Error | undefined;

	constructor(private readonly answer: (request: LlmRequest, index: number) => Answer) {}

	async load(): Promise<void> {
		this.loads++;
		if (this.loadError) throw this.loadError;
	}

	async classify(request: LlmRequest, signal: AbortSignal): Promise<LlmReply> {
		const answer = this.answer(request, this.requests.push(request) - 1);
		if (answer === 'hangs') return untilAborted(signal);
		if (answer instanceof Error) throw answer;
		if (typeof answer !== 'string') return answer;
		return { text: answer, promptTokens: 10, completionTokens: 3 };
	}
}

/** An engine that never settles unless it is told to stop; some do not even then. */
function untilAborted(signal: AbortSignal): Promise<never> {
	return new Promise((_resolve, reject) => {
		signal.addEventListener('abort', () => reject(new Error('aborted')), { once: true });
	});
}

export const lost = (): Error => new EngineLostError('The graphics device was lost.');
