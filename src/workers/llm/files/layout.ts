import type { LlmLoadProgress } from '../../../lib/pipeline/llm/engine';
import type { LlmModel, ModelSource } from '../../../lib/pipeline/llm/model';
import type { StoredModel } from '../../contracts/llm';

/** A download under way. */
export interface Download {
	model: LlmModel;
	signal: AbortSignal;
	onProgress: (progress: LlmLoadProgress) => void;
}

/** How the files of one layout are fetched into this browser's storage, found there and deleted. */
export interface ModelFiles<S extends ModelSource> {
	state: (source: S) => Promise<StoredModel>;
	/** Goes on where an earlier download broke off. Rejects with a message for the user. */
	download: (source: S, download: Download) => Promise<void>;
	remove: (source: S) => Promise<void>;
}
