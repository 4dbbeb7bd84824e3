import type { RunSink } from '../lib/pipeline/classify-run';
import type { RowColumns, TemplateEntry } from '../lib/pipeline/types';
import { saveChunk, saveTemplates } from '../lib/store/db';

/** Writes a run's chunks and templates to the store. The first write that fails makes `settled` reject. */
export class RunStore implements RunSink {
	private pending: Promise<unknown>[] = [];
	private failure: Error | undefined;

	constructor(
		private readonly runId: string,
		private readonly onFailure: () => void,
		/** Number of the first write of templates. */
		private batch = 0
	) {}

	saveChunk({ text, ...columns }: RowColumns): void {
		this.track(saveChunk({ ...columns, runId: this.runId, text: new Blob([text]) }));
	}

	saveTemplates(templates: readonly TemplateEntry[]): void {
		const batch = this.batch++;
		this.track(saveTemplates(templates.map((entry) => ({ ...entry, runId: this.runId, batch }))));
	}

	async settled(): Promise<void> {
		await Promise.all(this.pending.splice(0));
		if (this.failure) throw this.failure;
	}

	private track(write: Promise<void>): void {
		this.pending.push(
			write.catch((error: Error) => {
				this.failure ??= error.name === 'QuotaExceededError' ? quotaError() : error;
				this.onFailure();
			})
		);
	}
}

const quotaError = (): Error =>
	new Error(
		'The browser has no more storage for this site. Everything up to here is kept; delete old runs and classify the rest again.'
	);
