import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startServer, type RunningServer } from '../../scripts/serve';

const project = fileURLToPath(new URL('../../', import.meta.url));

/** The served site and the folder it is served from. */
export interface Site extends RunningServer {
	folder: string;
}

/**
 * Serves a copy of the built site, which is built first when it is missing: a build that somebody starts meanwhile would
 * change what is measured.
 */
export async function serveSite(temporary: string): Promise<Site> {
	if (!existsSync(join(project, 'build', 'index.html'))) build();
	const folder = join(temporary, 'site');
	await cp(join(project, 'build'), folder, { recursive: true });
	const server = await startServer({ root: folder, base: '/', port: 0 });
	return { ...server, folder };
}

function build(): void {
	const { status, stdout, stderr, error } = spawnSync('npm', ['run', 'build'], {
		cwd: project,
		encoding: 'utf8',
		// npm is a script on Windows.
		shell: process.platform === 'win32'
	});
	if (error) throw error;
	if (status !== 0) throw new Error(`The site could not be built.\n${stdout}\n${stderr}`);
}
