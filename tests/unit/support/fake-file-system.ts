import { vi } from 'vitest';

/** Fake of the origin's private file system, in memory, with what `text-files.ts` uses of it; Node has none. */
export class FakeFileSystem {
	private readonly root = new FakeFolder(this);

	/** @param room bytes that all files may have together */
	constructor(readonly room = Infinity) {}

	/** Puts it in the place where a browser has its own, until `vi.unstubAllGlobals`. */
	install(): this {
		const getDirectory = (): Promise<FakeFolder> => Promise.resolve(this.root);
		vi.stubGlobal('navigator', { storage: { getDirectory } });
		return this;
	}

	/** Files that are being written. */
	openFiles = 0;

	get used(): number {
		return this.root.size;
	}

	/** Path of each file. */
	get files(): string[] {
		return this.root.list('');
	}
}

class FakeFolder {
	private readonly folders = new Map<string, FakeFolder>();
	private readonly entries = new Map<string, FakeFile>();

	constructor(private readonly system: FakeFileSystem) {}

	get size(): number {
		return [...this.folders.values(), ...this.entries.values()].reduce((sum, e) => sum + e.size, 0);
	}

	get isInUse(): boolean {
		return [...this.entries.values()].some((file) => file.isOpen);
	}

	list(path: string): string[] {
		return [
			...[...this.entries.keys()].map((name) => path + name),
			...[...this.folders].flatMap(([name, folder]) => folder.list(`${path}${name}/`))
		];
	}

	async getDirectoryHandle(name: string, options?: { create?: boolean }): Promise<FakeFolder> {
		return made(this.folders, name, options?.create, () => new FakeFolder(this.system));
	}

	async getFileHandle(name: string, options?: { create?: boolean }): Promise<FakeFile> {
		return made(this.entries, name, options?.create, () => new FakeFile(this.system));
	}

	/** As a browser, which deletes nothing that is being written. */
	async removeEntry(name: string): Promise<void> {
		if (this.folders.get(name)?.isInUse) throw new DOMException('open', NOT_ALLOWED);
		if (!this.folders.delete(name) && !this.entries.delete(name)) throw notFound();
	}

	async *keys(): AsyncGenerator<string> {
		yield* this.folders.keys();
	}
}

class FakeFile {
	private bytes = new Uint8Array();
	isOpen = false;

	constructor(private readonly system: FakeFileSystem) {}

	get size(): number {
		return this.bytes.length;
	}

	/** As a browser, which gives up reading a file that was written since. */
	async getFile(): Promise<Blob> {
		if (this.isOpen) throw new DOMException('open', 'NotReadableError');
		return new Blob([this.bytes]);
	}

	async createSyncAccessHandle(): Promise<object> {
		this.system.openFiles++;
		this.isOpen = true;
		return {
			write: (part: Uint8Array, { at }: { at: number }) => {
				const grown = new Uint8Array(Math.max(this.size, at + part.length));
				if (this.system.used + grown.length - this.size > this.system.room)
					throw new DOMException('full', 'QuotaExceededError');
				grown.set(this.bytes);
				grown.set(part, at);
				this.bytes = grown;
				return part.length;
			},
			close: () => {
				if (this.isOpen) this.system.openFiles--;
				this.isOpen = false;
			}
		};
	}
}

const NOT_ALLOWED = 'NoModificationAllowedError';
const notFound = (): DOMException => new DOMException('not there', 'NotFoundError');

function made<T>(map: Map<string, T>, name: string, create = false, make: () => T): T {
	const known = map.get(name) ?? (create ? make() : undefined);
	if (!known) throw notFound();
	map.set(name, known);
	return known;
}
