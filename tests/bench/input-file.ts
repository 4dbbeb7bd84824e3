import { createReadStream, createWriteStream, existsSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { RowReader } from '../../src/lib/pipeline/read/row-batch';
import type { RunRecord } from '../../src/lib/store/schema';
import { writeData } from './make-data';
import type { BenchOptions } from './options';

/** The file that is dropped. */
export interface InputFile {
	path: string;
	name: string;
	bytes: number;
}

/** Makes the file, or takes the given one, unpacked: compressed bytes would measure the unpacking of gzip as well. */
export async function prepareInput(
	{ rows, templates, file }: BenchOptions,
	folder: string
): Promise<InputFile> {
	if (file === undefined) {
		const path = join(folder, `generated-${rows}-rows-${templates}-templates.csv`);
		await writeData(path, rows, templates);
		return described(path);
	}
	// npm runs scripts in the project's folder and says where it was called from.
	const path = resolve(process.env['INIT_CWD'] ?? '.', file);
	if (!existsSync(path)) throw new Error(`There is no file ${path}.`);
	return described(path.endsWith('.gz') ? await unpacked(path, folder) : path);
}

async function unpacked(path: string, folder: string): Promise<string> {
	const target = join(folder, basename(path, '.gz'));
	await pipeline(createReadStream(path), createGunzip(), createWriteStream(target));
	return target;
}

const described = (path: string): InputFile => ({
	path,
	name: basename(path),
	bytes: statSync(path).size
});

/**
 * Messages of rows spread evenly over the file, read as the site read it.
 * @param count how many at most
 */
export async function sampleMessages(
	path: string,
	{ format, mapping, rows }: Pick<RunRecord, 'format' | 'mapping' | 'rows'>,
	count: number
): Promise<string[]> {
	const step = Math.max(1, rows / count);
	const reader = new RowReader(format, mapping);
	const messages: string[] = [];
	let row = 0;
	const take = (text: string, final: boolean): void => {
		const batch = reader.push(text, final);
		for (let at = batch.skip; at < batch.scanned.rows; at++, row++)
			if (row >= messages.length * step && messages.length < count)
				messages.push(batch.message(at));
	};
	const decoder = new TextDecoder(format.encoding);
	for await (const bytes of createReadStream(path))
		take(decoder.decode(bytes as Buffer, { stream: true }), false);
	take(decoder.decode(), true);
	return messages;
}
