import * as Comlink from 'comlink';
import type { ExportChoice, ExportJob, ExportPreview } from '../../workers/contracts/viewer';
import type { Engine } from '../workers/engine';
import type { RowFilter } from '../pipeline/view/filter';

/** What can be taken out of the opened run. An export may take long, so it waits for no query and none waits for it. */
export class RunExports {
	constructor(private readonly engine: Engine) {}

	/** What an export of the rows that pass a filter will be like. */
	async preview(filter: RowFilter, choice: ExportChoice): Promise<ExportPreview> {
		return (await this.engine.viewer()).exportPreview(filter, choice);
	}

	/** Writes an export. Gives nothing when it was written to a file or cancelled. */
	async write(
		job: ExportJob,
		file: FileSystemFileHandle | undefined,
		onProgress: (done: number) => void
	): Promise<Blob | undefined> {
		return (await this.engine.viewer()).export(job, file, Comlink.proxy(onProgress));
	}

	/** The whole run as one file, which Winnow opens again. */
	async saveRun(runId: string): Promise<Blob> {
		return (await this.engine.classifier()).saveRun(runId);
	}

	async cancel(jobId: string): Promise<void> {
		await (await this.engine.viewer()).cancelExport(jobId);
	}

	/**
	 * The rows that pass a filter in short, as Markdown.
	 *
	 * @param problems labels that report a problem
	 */
	async summary(filter: RowFilter, problems: string[], masked: boolean): Promise<string> {
		return (await this.engine.viewer()).summary(filter, problems, masked);
	}
}
