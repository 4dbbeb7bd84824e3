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

	static async open(file: FileSystemFileHandle): Promise<FileTarget> {
		return new FileTarget(await file.createWritable());
	}

	write(piece: ExportPiece): Promise<void> {
		return this.stream.write(piece);
	}

	async close(): Promise<undefined> {
		await this.stream.close();
	}

	abort(): Promise<void> {
		return this.stream.abort();
	}
}
