import type { RowFilter } from '../pipeline/view/filter';
import type { ExportFormat, ExportPreview } from '../../workers/contracts/viewer';
import { errorText } from '../page/error-text';
import type { RunExports } from './run-exports';
import { saveFile } from '../page/save-file';

/** What can be had of a run. `summary` is copied, the others are files. */
export const EXPORT_KINDS = [
	{ id: 'csv', name: 'CSV', what: 'every row, for spreadsheets', suffix: '.csv' },
	{ id: 'jsonl', name: 'JSON Lines', what: 'one object a row', suffix: '.jsonl' },
	{ id: 'parquet', name: 'Parquet', what: 'typed and compressed', suffix: '.parquet' },
	{
		id: 'templates',
		name: 'Distinct messages',
		what: 'with counts, as CSV',
		suffix: '-messages.csv'
	},
	{ id: 'run', name: 'Winnow run', what: 'to open on another machine', suffix: '.winnow' },
	{ id: 'summary', name: 'Summary', what: 'Markdown for a ticket', suffix: '' }
] as const satisfies readonly {
	id: ExportFormat | 'run' | 'summary';
	name: string;
	what: string;
	suffix: string;
}[];
export type ExportKind = (typeof EXPORT_KINDS)[number]['id'];

/** Asks for a place on disk; there in some browsers only. */
type FilePicker = (options: { suggestedName: string }) => Promise<FileSystemFileHandle>;

/** The choices of the export dialog, and the export that goes on. */
export class ExportPanel {
	kind = $state<ExportKind>('csv');
	filtered = $state(false);
	masked = $state(false);
	preview = $state.raw<ExportPreview>();
	summary = $state<string>();
	/** Records written so far; undefined while nothing is being written. */
	done = $state<number>();
	error = $state<string>();
	#job = '';
	#asked = 0;

	/**
	 * @param problems labels of the run that report a problem
	 * @param runId the run
	 * @param name the run's name
	 * @param filter what is shown at the moment
	 */
	constructor(
		private readonly exports: RunExports,
		private readonly problems: () => string[],
		private readonly runId: () => string,
		private readonly name: () => string,
		private readonly filter: () => RowFilter
	) {}

	/** Muted rows are left out of what is shown, not out of the file. */
	get rows(): RowFilter {
		return this.filtered ? this.filter() : { showMuted: true };
	}

	get fileName(): string {
		const { suffix, id } = EXPORT_KINDS.find(({ id }) => id === this.kind) ?? EXPORT_KINDS[0];
		const stem = this.name().replace(/\.(csv|tsv|jsonl?|log|txt)?(\.gz)?$/i, '');
		if (id === 'run') return `${stem}${suffix}`;
		return `${stem}${this.filtered ? '-filtered' : '-classified'}${suffix}`;
	}

	/** Looks again at what the choices give; an answer to earlier choices is dropped. */
	async look(): Promise<void> {
		const turn = ++this.#asked;
		const { kind, masked, rows } = this;
		try {
			if (kind === 'summary') {
				const summary = await this.exports.summary(rows, this.problems(), masked);
				if (turn === this.#asked) this.summary = summary;
			} else if (kind !== 'run') {
				const preview = await this.exports.preview(rows, { format: kind, masked });
				if (turn === this.#asked) this.preview = preview;
			}
			if (turn === this.#asked) this.error = undefined;
		} catch (error) {
			if (turn === this.#asked) this.error = errorText(error);
		}
	}

	/** Writes a file to the download folder. Resolves with true when there is one. */
	async download(): Promise<boolean> {
		const name = this.fileName;
		return this.#write(undefined, (blob) => saveFile(blob, name));
	}

	/** Asks where to, then writes straight to disk. Resolves with true when the file is there. */
	async saveAs(picker: FilePicker): Promise<boolean> {
		let file: FileSystemFileHandle;
		try {
			file = await picker({ suggestedName: this.fileName });
		} catch (error) {
			// Closing the browser's dialog is no error.
			if ((error as Error).name !== 'AbortError') this.error = errorText(error);
			return false;
		}
		return this.#write(file, () => undefined);
	}

	async cancel(): Promise<void> {
		const job = this.#job;
		this.#job = '';
		await this.exports.cancel(job);
	}

	async #write(
		file: FileSystemFileHandle | undefined,
		take: (blob: Blob) => void
	): Promise<boolean> {
		const { kind } = this;
		if (kind === 'summary') return false;
		const id = `${Date.now()}`;
		this.#job = id;
		this.done = 0;
		this.error = undefined;
		try {
			const job = { id, masked: this.masked, filter: this.rows };
			const blob =
				kind === 'run'
					? await this.exports.saveRun(this.runId())
					: await this.exports.write({ ...job, format: kind }, file, (done) => (this.done = done));
			if (blob && this.#job === id) take(blob);
			return this.#job === id;
		} catch (error) {
			this.error = `The file could not be written: ${errorText(error)}`;
			return false;
		} finally {
			this.done = undefined;
		}
	}
}

/** The browser's way to choose a place on disk, where it has one. */
export function filePicker(): FilePicker | undefined {
	const picker = (globalThis as { showSaveFilePicker?: FilePicker }).showSaveFilePicker;
	return picker && ((options) => picker.call(globalThis, options));
}
