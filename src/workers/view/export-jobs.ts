import type { ExportFormat, ExportJob } from '../contracts/viewer';
import { BlobTarget, FileTarget, type ExportTarget } from './export-target';
import type { ExportSource } from './run-export';

const MIME_TYPES: Record<ExportFormat, string> = {
	csv: 'text/csv;charset=utf-8',
	jsonl: 'application/jsonl;charset=utf-8',
	parquet: 'application/vnd.apache.parquet',
	templates: 'text/csv;charset=utf-8'
};

/** Exports that go on, each of which can be cancelled. */
export class ExportJobs {
	private readonly active = new Set<string>();

	/** Gives nothing when the export was written to a file or cancelled. */
	async run(
		job: ExportJob,
		source: ExportSource,
		file: FileSystemFileHandle | undefined,
		onProgress: (done: number) => void
	): Promise<Blob | undefined> {
		const target = file ? await FileTarget.open(file) : new BlobTarget(MIME_TYPES[job.format]);
		this.active.add(job.id);
		try {
			return await this.write(job, source, target, onProgress);
		} catch (error) {
			await target.abort().catch(() => undefined);
			throw error;
		} finally {
			this.active.delete(job.id);
		}
	}

	cancel(id: string): void {
		this.active.delete(id);
	}

	private async write(
		job: ExportJob,
		source: ExportSource,
		target: ExportTarget,
		onProgress: (done: number) => void
	): Promise<Blob | undefined> {
		const { exportPieces } = await import('./run-export');
		for await (const { piece, done } of exportPieces(source, job)) {
			await target.write(piece);
			void onProgress(done);
			// What is read from memory takes no turn of its own, so a cancel would come too late.
			await new Promise((resolve) => setTimeout(resolve));
			if (this.active.has(job.id)) continue;
			await target.abort();
			return undefined;
		}
		return target.close();
	}
}
