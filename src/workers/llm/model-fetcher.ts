import type { LlmLoadProgress } from '../../lib/pipeline/llm/engine';
import type { LlmModel } from '../../lib/pipeline/llm/model';
import type { ModelChoice, ModelFetcherApi, StoredModel } from '../contracts/llm';
import { filesOf } from './files/model-files';
import { sourceOf } from './source-of';

/** The models' files behind `ModelFetcherApi`. */
export class ModelFetcher implements ModelFetcherApi {
	private abort: AbortController | undefined;

	stored(choice: ModelChoice): Promise<StoredModel> {
		const { source } = sourceOf(choice);
		return filesOf(source).state(source);
	}

	async download(
		choice: ModelChoice,
		onProgress: (progress: LlmLoadProgress) => void
	): Promise<void> {
		const { model, source } = sourceOf(choice);
		const abort = new AbortController();
		this.abort = abort;
		try {
			await filesOf(source).download(source, { model, signal: abort.signal, onProgress });
		} catch (error) {
			throw abort.signal.aborted ? cancelled() : plainError(error as Error, model);
		}
	}

	cancel(): void {
		this.abort?.abort();
	}

	remove(choice: ModelChoice): Promise<void> {
		const { source } = sourceOf(choice);
		return filesOf(source).remove(source);
	}
}

const cancelled = (): Error => new Error('The download was cancelled. What was received is kept.');

function plainError(error: Error, { name }: LlmModel): Error {
	if (error.name === 'QuotaExceededError')
		return new Error(
			`The browser has no more room for ${name}. What was received is kept; delete old runs or another model, then go on.`
		);
	return new Error(`${name} could not be downloaded: ${error.message}`, { cause: error });
}
