import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { startServer } from '../../scripts/serve';

/** A sub-path, as on GitHub Pages: a site that works here works at a root too, and seldom the other way round. */
const BASE_PATH = '/winnow';
const project = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Builds the site and serves it for all tests, which find its address in `WINNOW_URL`. With `WINNOW_SKIP_BUILD=1` the
 * tests take what is in `build/`, which must have been built with `BASE_PATH=/winnow`.
 */
export default async function globalSetup(): Promise<() => Promise<void>> {
	if (process.env['WINNOW_SKIP_BUILD'] !== '1') build();
	const server = await startServer({ root: `${project}build`, base: BASE_PATH, port: 0 });
	process.env['WINNOW_URL'] = server.url;
	return server.close;
}

function build(): void {
	const { status, stdout, stderr, error } = spawnSync('npm', ['run', 'build'], {
		cwd: project,
		env: { ...process.env, BASE_PATH },
		encoding: 'utf8',
		// npm is a script on Windows.
		shell: process.platform === 'win32'
	});
	if (error) throw error;
	if (status !== 0) throw new Error(`The site could not be built.\n${stdout}\n${stderr}`);
}
