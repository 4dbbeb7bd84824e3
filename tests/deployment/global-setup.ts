import { spawnSync } from 'node:child_process';
import { cp, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { BUILDS, folderOf } from './builds';

const project = fileURLToPath(new URL('../../', import.meta.url));

/** Builds the site for the root and for a sub-path. With `WINNOW_SKIP_BUILD=1` those of the last time are taken. */
export default async function globalSetup(): Promise<void> {
	if (process.env['WINNOW_SKIP_BUILD'] === '1') return;
	for (const { base, modelBase } of BUILDS) {
		const { status, stdout, stderr } = spawnSync('npm', ['run', 'build'], {
			cwd: project,
			env: { ...process.env, BASE_PATH: base, MODEL_BASE: modelBase },
			encoding: 'utf8',
			// npm is a script on Windows.
			shell: process.platform === 'win32'
		});
		if (status !== 0) throw new Error(`The site could not be built.\n${stdout}\n${stderr}`);
		await rm(folderOf(base), { recursive: true, force: true });
		await cp(`${project}build`, `${folderOf(base)}${base}`, { recursive: true });
	}
}
