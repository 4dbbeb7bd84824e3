import { execFile } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

const FOLDER = resolve('.cache/spark');
/** Milliseconds to obtain Spark and what it needs; half a gigabyte, once for a checkout. */
const SETUP_PATIENCE = 300_000;

/** Where Python with Spark is, or why there is none. */
export type SparkEnvironment = { bin: string } | { missing: string };

/**
 * The environment of the example, by its own script. It is made when it is not there yet, and Java and Python are and the
 * Python package index can be reached.
 */
export async function sparkEnvironment(): Promise<SparkEnvironment> {
	const bin = join(FOLDER, 'bin');
	const stamp = join(FOLDER, 'requirements.txt');
	const wanted = await readFile('examples/spark/requirements.txt', 'utf8');
	if ((await readFile(stamp, 'utf8').catch(() => '')) === wanted)
		return (await hasJava()) ? { bin } : { missing: 'there is no Java' };
	try {
		await rm(FOLDER, { recursive: true, force: true });
		await mkdir(FOLDER, { recursive: true });
		await run(resolve('examples/spark/setup.sh'), [FOLDER], { timeout: SETUP_PATIENCE });
		await writeFile(stamp, wanted);
		return { bin };
	} catch (error) {
		const { stderr, killed, message } = error as Error & { stderr?: string; killed?: boolean };
		const said = stderr?.trim().split('\n').at(-1) ?? message;
		const seconds = SETUP_PATIENCE / 1_000;
		return { missing: killed ? `it could not be set up within ${seconds} s` : said };
	}
}

const hasJava = (): Promise<boolean> =>
	run('java', ['-version']).then(
		() => true,
		() => false
	);
