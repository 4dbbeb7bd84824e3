import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startServer, type RunningServer } from '../../../scripts/serve';
import { differences } from '../../../scripts/verify-deployment';
import { sourceVersion } from '../../../source-version.js';

let folder: string;
let server: RunningServer;

beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'winnow-build-'));
	await mkdir(join(folder, 'built/about'), { recursive: true });
	await writeFile(join(folder, 'built/index.html'), 'start');
	await writeFile(join(folder, 'built/about/index.html'), 'about');
	await writeFile(join(folder, 'built/404.html'), 'not found');
	await writeFile(join(folder, 'built/a.js'), 'a');
	await writeFile(join(folder, 'built/_headers'), 'read by the host');
	await cp(join(folder, 'built'), join(folder, 'deployed'), { recursive: true });
});
afterEach(async () => {
	await server.close();
	await rm(folder, { recursive: true });
});

const compared = async () => {
	server = await startServer({ root: join(folder, 'deployed'), base: '/x', port: 0 });
	return differences(join(folder, 'built'), new URL(server.url));
};

describe('differences', () => {
	it('finds none in a site that is the build', async () => {
		expect(await compared()).toEqual([]);
	});

	it('names files that are not as built', async () => {
		await writeFile(join(folder, 'deployed/about/index.html'), 'evil');
		await rm(join(folder, 'deployed/a.js'));
		expect(await compared()).toEqual([
			{ path: 'a.js', problem: 'is answered with 404' },
			{ path: 'about/index.html', problem: 'differs' }
		]);
	});
});

describe('sourceVersion', () => {
	it('is the same for the same sources, and another for another path', async () => {
		server = await startServer({ root: join(folder, 'deployed'), base: '/x', port: 0 });
		expect(sourceVersion('.', '')).toBe(sourceVersion('.', ''));
		expect(sourceVersion('.', '/winnow')).not.toBe(sourceVersion('.', ''));
	});
});
