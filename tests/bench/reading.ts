/**
 * Measures reading alone, in Node: bytes in memory become rows with time, level, source and the shape of the message.
 *
 *     npx tsx tests/bench/reading.ts [--rounds R] [--before FOLDER] FILE…
 *
 * Processor time, which other programs that run lengthen least, in rounds of processes that take turns. Beside it stands
 * what reads the same bytes with as little as can be: PapaParse for a table, decoding and cutting lines for everything else.
 * `--before` names another checkout of the project, with the same packages installed: its reader takes turns with this one,
 * and both have to read the same.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { build } from 'vite';

/** Readings of one process that are counted. */
const TIMES = 3;

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: { rounds: { type: 'string', default: '5' }, before: { type: 'string' } }
});
const rounds = Number(values.rounds);
if (positionals.length === 0 || !(rounds >= 1))
	throw new RangeError('Give files to read, and how many rounds there are.');
const project = fileURLToPath(new URL('../../', import.meta.url));
const temporary = await mkdtemp(join(tmpdir(), 'winnow-bench-'));
try {
	const now = await bundledReader(project, 'now');
	const before =
		values.before === undefined ? undefined : await bundledReader(resolve(values.before), 'before');
	const columns = ['file', 'MB', 'rows', ...(before ? ['before, s'] : []), 'now, s', 'bare, s'];
	console.log(tableRow([...columns, 'now / bare']));
	console.log(tableRow([...columns, ''].map(() => '---')));
	for (const path of positionals) console.log(tableRow(await measured(path, now, before)));
} finally {
	await rm(temporary, { recursive: true });
}

async function measured(path: string, now: string, before: string | undefined): Promise<string[]> {
	type Content = { rows: number; hash: string };
	const content = await run<Content>(now, 'content', path);
	if (before && (await run<Content>(before, 'content', path)).hash !== content.hash)
		throw new Error(`${path} was read in another way before.`);
	const ways = [
		...(before ? [{ program: before, work: 'read' }] : []),
		{ program: now, work: 'read' },
		{ program: now, work: 'bare' }
	].map((way) => ({ ...way, seconds: [] as number[] }));
	for (let round = 0; round < rounds; round++)
		for (const { program, work, seconds } of ways)
			seconds.push(...(await run<number[]>(program, work, path)));
	const [bare = NaN, read = NaN] = ways.map(({ seconds }) => medianOf(seconds)).reverse();
	return [
		basename(path),
		((await stat(path)).size / 1e6).toFixed(1),
		content.rows.toLocaleString('en'),
		...ways.map(({ seconds }) => withSpread(seconds)),
		(read / bare).toFixed(1)
	];
}

/**
 * The reader of a checkout as a program, bundled as the site is: what runs TypeScript as it is gives each closure its name
 * while it runs, on which a reader of lines spends a seventh of its time.
 *
 * @returns its path
 */
async function bundledReader(checkout: string, name: string): Promise<string> {
	await build({
		configFile: false,
		root: project,
		logLevel: 'warn',
		ssr: { noExternal: true },
		resolve: { alias: [{ find: /^(?:\.\.\/){2}src\//, replacement: join(checkout, 'src/') }] },
		build: {
			ssr: 'tests/bench/read-in-memory.ts',
			target: 'node20',
			outDir: join(temporary, name),
			emptyOutDir: true,
			copyPublicDir: false,
			rolldownOptions: { output: { entryFileNames: 'read-in-memory.mjs' } }
		}
	});
	return join(temporary, name, 'read-in-memory.mjs');
}

/** @returns what the program prints */
async function run<T>(program: string, work: string, path: string): Promise<T> {
	const { stdout } = await promisify(execFile)(process.execPath, [
		...[program, work, path, String(TIMES)]
	]);
	return JSON.parse(stdout) as T;
}

function tableRow(cells: readonly string[]): string {
	return `| ${cells.join(' | ')} |`;
}

function withSpread(seconds: readonly number[]): string {
	const [least, most] = [Math.min(...seconds), Math.max(...seconds)];
	return `${medianOf(seconds).toFixed(2)} (${least.toFixed(2)}–${most.toFixed(2)})`;
}

function medianOf(numbers: readonly number[]): number {
	const sorted = [...numbers].sort((a, b) => a - b);
	const middle = sorted.length >> 1;
	const upper = sorted[middle] as number;
	return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] as number) + upper) / 2;
}
