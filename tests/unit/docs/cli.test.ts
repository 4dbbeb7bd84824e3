import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';

const MAIN = resolve('src/cli/main.ts');
const TSX = resolve('node_modules/.bin/tsx');
/** Milliseconds of one command, with the start of the encoder. */
const PATIENCE = 120_000;
const LOG = [
	'2026-11-20T08:00:00Z INFO  [main] shop.Web: order 17 shipped',
	'2026-11-20T08:00:01Z ERROR [main] shop.Store: Connection refused'
].join('\n');
const LABELLED = [
	'message,kind',
	...['order', 'invoice', 'parcel', 'letter', 'basket', 'account'].flatMap((thing) => [
		`the ${thing} was paid by card,Money`,
		`cannot print the ${thing}: out of paper,Printer`
	])
].join('\n');

let folder: string;

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'winnow-'));
	await writeFile(join(folder, 'app.log'), LOG);
	await copyFile(join(folder, 'app.log'), join(folder, 'worker.log'));
	await writeFile(join(folder, 'app.log.gz'), gzipSync(LOG));
	await mkdir(join(folder, 'logs/web'), { recursive: true });
	await copyFile(join(folder, 'app.log'), join(folder, 'logs/web/app.log'));
	await writeFile(
		join(folder, 'table.csv'),
		'text,when\nConnection refused,2026-11-20T08:00:00Z\n'
	);
	await writeFile(join(folder, 'labelled.csv'), LABELLED);
});
afterAll(() => rm(folder, { recursive: true }));

const text = await readFile('docs/cli.md', 'utf8');
const commands = [...text.matchAll(/```sh\n([^`]*)```/g)]
	.flatMap(([, block = '']) => block.trim().split('\n'))
	.map((line) => line.trim());

it('has commands to run', () => expect(commands.length).toBeGreaterThan(5));

it.each(commands)(
	'%s',
	async (line) => {
		// The program itself in place of the script that starts it, so that it runs where the files are.
		const command = line.replace(/npm run -s (\w+) --/, (_, name: string) =>
			[TSX, MAIN, ...(name === 'winnow' ? [] : [name])].join(' ')
		);
		expect(command).not.toBe(line);
		const { stdout } = await promisify(execFile)('sh', ['-c', command], { cwd: folder });
		if (!line.includes(' -o ')) expect(stdout).not.toBe('');
	},
	PATIENCE
);
