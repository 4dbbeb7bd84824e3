import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** Milliseconds to build and pack, and for one command. */
const PATIENCE = 180_000;
const run = promisify(execFile);

let folder: string;

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'winnow-'));
	await run(resolve('node_modules/.bin/tsx'), ['scripts/pack-cli.ts', folder]);
	const [archive] = (await readdir(folder)).filter((name) => name.endsWith('.tgz'));
	await rm(join(folder, 'package'), { recursive: true });
	await run('tar', ['-xzf', join(folder, archive as string), '-C', folder]);
	// The dependencies of the checkout, in the versions that the package asks for.
	await symlink(resolve('node_modules'), join(folder, 'node_modules'));
}, PATIENCE);
afterAll(() => rm(folder, { recursive: true }));

const winnow = async (...args: string[]): Promise<string> =>
	(
		await run(process.execPath, [join(folder, 'package/dist/cli/winnow.js'), ...args], {
			cwd: folder
		})
	).stdout;

describe('the package of the command line', () => {
	it('says what it can do', async () => expect(await winnow('--help')).toContain('classify'));

	it(
		'classifies with rules and model, without the checkout’s sources',
		async () => {
			const log = '2026-11-20T08:00:01Z ERROR [main] shop.Store: cannot reach the payment host\n';
			await writeFile(join(folder, 'app.log.gz'), gzipSync(log));
			const row = JSON.parse(await winnow('classify', 'app.log.gz', '--output', 'jsonl')) as object;
			expect(row).toMatchObject({ tier: 'head', family: 'problem', source: 'shop.Store' });
		},
		PATIENCE
	);

	it(
		'gives the same bytes with one thread and with several',
		async () => {
			// Each of these is a message of its own.
			const words = ['disk', 'queue', 'session', 'cache', 'license', 'sensor', 'mail', 'route'];
			const lines = words.flatMap((one) =>
				words.map((other) => `2026-11-20T08:00:01Z INFO the ${one} waits for the ${other}\n`)
			);
			await writeFile(join(folder, 'many.log'), lines.join(''));
			const [one, several] = [
				await winnow('classify', 'many.log', '--threads', '1'),
				await winnow('classify', 'many.log', '--threads', '3')
			];
			expect(one.split('\n').length).toBeGreaterThan(lines.length);
			expect(several).toBe(one);
		},
		PATIENCE
	);
});
