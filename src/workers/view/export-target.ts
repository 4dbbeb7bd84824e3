import type { ExportPiece } from '../../lib/pipeline/export/writer';

/** Where an export is written to. */
export interface ExportTarget {
	write(piece: ExportPiece): Promise<void>;
	/** Ends the file. Gives it as a blob when it is not on disk yet. */
	close(): Promise<Blob | undefined>;
	/** Leaves nothing behind. */
	abort(): Promise<void>;
}

/** A blob made of parts, which browsers keep out of memory when there are many. */
export class BlobTarget implements ExportTarget {
	private parts: Blob[] = [];

	constructor(private readonly type: string) {}

	write(piece: ExportPiece): Promise<void> {
		this.parts.push(new Blob([piece]));
		return Promise.resolve();
	}

	close(): Promise<Blob> {
		return Promise.resolve(new Blob(this.parts, { type: this.type }));
	}

	abort(): Promise<void> {
		this.parts = [];
		return Promise.resolve();
	}
}

/** A file that the user chose: every piece goes to disk, and the file appears whole at the end. */
export class FileTarget implements ExportTarget {
	private constructor(private readonly stream: FileSystemWritableFileStream) {}

	/** @throws Error in words for the user, as writing and closing do */
	static async open(file: FileSystemFileHandle): Promise<FileTarget> {
		return new FileTarget(await file.createWritable().catch(refused));
	}

	write(piece: ExportPiece): Promise<void> {
		return this.stream.write(piece).catch(refused);
	}

	async close(): Promise<undefined> {
		await this.stream.close().catch(refused);
	}

	abort(): Promise<void> {
		return this.stream.abort();
	}
}

/** What the errors of writing to a chosen file mean (https://fs.spec.whatwg.org). */
const MEANINGS: Partial<Record<string, string>> = {
	QuotaExceededError: 'The disk is full. Free some space on it.',
	NoModificationAllowedError:
		'Another tab or program is writing this file. Close it, then try again.',
	NotFoundError: 'The file or its folder is gone. Choose another place.',
	NotAllowedError: 'The browser does not allow writing there. Choose another place.'
};

function refused(error: unknown): never {
	const words = error instanceof DOMException ? MEANINGS[error.name] : undefined;
	throw words === undefined ? error : new Error(words, { cause: error });
}
