import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';

/** A folder for the files of a test, gone after it. */
export class TestFolder {
	path = '';

	constructor() {
		beforeAll(async () => void (this.path = await mkdtemp(join(tmpdir(), 'winnow-'))));
		afterAll(() => rm(this.path, { recursive: true }));
	}

	at(name: string): string {
		return join(this.path, name);
	}

	/** Writes a file and gives its path. */
	async file(name: string, content: string): Promise<string> {
		const path = this.at(name);
		await mkdir(dirname(path), { recursive: true });
		await writeFile(path, content);
		return path;
	}
}
