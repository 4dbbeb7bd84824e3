import { readFileSync } from 'node:fs';
import { packTar } from 'modern-tar';

/** One of the archives under `tests/fixtures/packed`. */
export const packedFixture = (name: string): Uint8Array<ArrayBuffer> =>
	Uint8Array.from(readFileSync(new URL(`../../fixtures/packed/${name}`, import.meta.url)));

export type Contents = Readonly<Record<string, string | Uint8Array<ArrayBuffer>>>;

const bytesOf = (content: string | Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> =>
	typeof content === 'string' ? new TextEncoder().encode(content) : content;

/** Of all files: archives of the same contents are the same bytes, whenever they are made. */
const WRITTEN_AT = new Date(2026, 10, 20);

/** A zip of files by their names. */
export async function zipOf(files: Contents): Promise<Uint8Array<ArrayBuffer>> {
	const { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter, configure } =
		await import('@zip.js/zip.js');
	configure({ useWebWorkers: false });
	const writer = new ZipWriter(new Uint8ArrayWriter());
	for (const [name, content] of Object.entries(files))
		await writer.add(name, new Uint8ArrayReader(bytesOf(content)), { lastModDate: WRITTEN_AT });
	return Uint8Array.from(await writer.close());
}

/** A tar of files by their names. */
export async function tarOf(files: Contents): Promise<Uint8Array<ArrayBuffer>> {
	const entries = Object.entries(files).map(([name, content]) => {
		const body = bytesOf(content);
		const header = { name, size: body.length, type: 'file' as const, mtime: WRITTEN_AT };
		return { header, body };
	});
	return Uint8Array.from(await packTar(entries));
}
