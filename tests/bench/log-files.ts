/**
 * Log files of made-up rows, for measuring what reads many:
 *
 *     npx tsx tests/bench/log-files.ts FOLDER ROWS TEMPLATES FILES
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writeLogs } from './make-data';

const [folder, ...numbers] = process.argv.slice(2);
const [rows = NaN, templates = NaN, files = NaN] = numbers.map(Number);
if (folder === undefined || ![rows, templates, files].every((value) => value >= 1))
	throw new RangeError('Give a folder, and how many rows, templates and files there are.');
await mkdir(folder, { recursive: true });
const width = String(files - 1).length;
const paths = Array.from({ length: files }, (_, at) =>
	join(folder, `${String(at).padStart(width, '0')}.log`)
);
await writeLogs(paths, rows, templates);
