import type { PieceText } from '../pipeline/text/piece-text';

/**
 * Text of stored runs in files of the origin's private file system (https://fs.spec.whatwg.org). Bytes go into a file from
 * where they are, and at once; on their way into the database they would be copied three times, and for a million rows that
 * is a sixth of a run. A file is closed before anything refers to it, since it cannot be read while it is written.
 */

/** Where the text of a chunk stands: bytes `[start, end)` of one of its run's files. */
export interface TextPlace {
	file: string;
	start: number;
	end: number;
}

/** What only workers have, and not those of every browser: the types of a page do not know it. */
interface WritableFile {
	createSyncAccessHandle(): Promise<SyncAccess>;
}

interface SyncAccess {
	write(bytes: Uint8Array<ArrayBuffer>, options: { at: number }): number;
	close(): void;
}

/** Each run has a folder of this one. */
const FOLDER = 'runs';
/** One that is written, and one to go on with as soon as that is closed: to open one takes some milliseconds. */
const FILES_OPEN = 2;

/**
 * Writes the files of one run. It never fails: what it does not take is to be put into the database, which says why that
 * cannot be. It takes nothing while no file is open yet, where the browser has no such files (a private window of
 * Firefox), and once there is no room.
 */
export class TextFileWriter {
	private readonly open: { name: string; access: SyncAccess; size: number }[] = [];
	private readonly folder: Promise<FileSystemDirectoryHandle | undefined>;
	private opening: Promise<unknown>;
	private isEnded = false;
	/** Unlike the names that an earlier attempt at the run gave. */
	private readonly prefix = Date.now().toString(36);
	private files = 0;

	constructor(runId: string) {
		this.folder = runFolder(runId);
		this.opening = Promise.all(Array.from({ length: FILES_OPEN }, () => this.openNext()));
	}

	/** Writes the parts of a text one after the other. Returns where they stand, once `seal` was called. */
	append(parts: readonly PieceText[]): TextPlace | undefined {
		const [file] = this.open;
		if (!file || this.isEnded || !isBytes(parts)) return undefined;
		let end = file.size;
		try {
			for (const part of parts) {
				if (file.access.write(part, { at: end }) < part.length) throw new Error('No room');
				end += part.length;
			}
		} catch {
			void this.end();
			return undefined;
		}
		const place = { file: file.name, start: file.size, end };
		file.size = end;
		return place;
	}

	/** What was written can be read from now on. */
	seal(): void {
		const [file] = this.open;
		if (!file || file.size === 0) return;
		this.open.shift();
		file.access.close();
		if (!this.isEnded) this.opening = this.openNext();
	}

	/** Closes all files; nothing is taken any more. */
	async end(): Promise<void> {
		if (this.isEnded) return;
		this.isEnded = true;
		await this.opening;
		for (const { name, access, size } of this.open.splice(0)) {
			access.close();
			if (size === 0) await (await this.folder)?.removeEntry(name).catch(() => undefined);
		}
	}

	private async openNext(): Promise<void> {
		const name = `${this.prefix}-${this.files++}`;
		try {
			const handle: (FileSystemFileHandle & Partial<WritableFile>) | undefined = await (
				await this.folder
			)?.getFileHandle(name, { create: true });
			const access = await handle?.createSyncAccessHandle?.();
			if (access) this.open.push({ name, access, size: 0 });
		} catch {
			// The database takes what no file does.
		}
	}
}

const isBytes = (parts: readonly PieceText[]): parts is readonly Uint8Array<ArrayBuffer>[] =>
	parts.every((part) => typeof part !== 'string');

/** Reads the files of one run. To find a file takes longer than to read a chunk, so that each is looked for once. */
export class TextFileReader {
	private readonly files = new Map<string, Promise<Blob | undefined>>();

	constructor(private readonly runId: string) {}

	/** Undefined when it is gone, or not all of it is there. */
	async read({ file, start, end }: TextPlace): Promise<Uint8Array<ArrayBuffer> | undefined> {
		let found = this.files.get(file);
		if (!found) this.files.set(file, (found = textFile(this.runId, file)));
		try {
			const part = (await found)?.slice(start, end);
			if (part?.size === end - start) return new Uint8Array(await part.arrayBuffer());
		} catch {
			// The file was deleted since.
		}
		this.files.delete(file);
		return undefined;
	}
}

/** Undefined when it is gone, or not all of it is there. */
export const readTextFile = (
	runId: string,
	place: TextPlace
): Promise<Uint8Array<ArrayBuffer> | undefined> => new TextFileReader(runId).read(place);

async function textFile(runId: string, file: string): Promise<Blob | undefined> {
	try {
		const folder = await (await runsFolder())?.getDirectoryHandle(runId);
		return await (await folder?.getFileHandle(file))?.getFile();
	} catch {
		return undefined;
	}
}

/** The runs that have files. */
export async function runsWithTextFiles(): Promise<string[]> {
	const runIds: string[] = [];
	for await (const runId of (await runsFolder())?.keys() ?? []) runIds.push(runId);
	return runIds;
}

/** Files that another tab is writing, or deletes too, are left: the next purge finds them. */
export async function deleteTextFiles(runId: string): Promise<void> {
	const folder = await runsFolder();
	await folder?.removeEntry(runId, { recursive: true }).catch(() => undefined);
}

async function runFolder(runId: string): Promise<FileSystemDirectoryHandle | undefined> {
	try {
		return await (await runsFolder())?.getDirectoryHandle(runId, { create: true });
	} catch {
		return undefined;
	}
}

/** Undefined where the browser has no private file system, or refuses it. */
async function runsFolder(): Promise<FileSystemDirectoryHandle | undefined> {
	try {
		const root = await navigator.storage.getDirectory();
		return await root.getDirectoryHandle(FOLDER, { create: true });
	} catch {
		return undefined;
	}
}
