import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import type { InputFormat } from '../lib/pipeline/read/input-format';
import { readLogFile } from './read-file';

const USAGE = 'npm run -s read -- FILE… [--zone utc|local] [--now ISO]';

/**
 * `read FILE… [--zone utc|local] [--now ISO]`: prints one line of JSON a file, of what a run would read from it. `--now`
 * is the date of the files, by which a year that they leave out is found.
 */
export async function readCommand(args: string[]): Promise<number> {
	const { values, positionals } = parseArgs({
		args,
		allowPositionals: true,
		options: { zone: { type: 'string' }, now: { type: 'string' } }
	});
	const now = values.now === undefined ? undefined : Date.parse(values.now);
	const format = formatOf(values.zone);
	if (positionals.length === 0 || Number.isNaN(now) || !format) {
		console.error(USAGE);
		return 2;
	}
	for (const path of positionals) {
		const name = basename(path);
		const file = new File([await readFile(path)], name, { lastModified: now ?? Date.now() });
		const read = await readLogFile(file, format);
		process.stdout.write(`${JSON.stringify({ case: name, ...read })}\n`);
	}
	return 0;
}

/** Undefined for a zone that there is none of. */
export function formatOf(zone: string | undefined): Partial<InputFormat> | undefined {
	if (zone === undefined) return {};
	return zone === 'utc' || zone === 'local' ? { zone } : undefined;
}
