import { cp, lstat, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startServer, type RunningServer } from '../../scripts/serve';
import { expect, test as base } from './fixtures';

const build = fileURLToPath(new URL('../../build/', import.meta.url));
/** Large folders that are the same in every copy. */
const LINKED = ['models/all-MiniLM-L6-v2', 'ort'];

/** A copy of the built site whose server can be stopped, and its files changed, without harm to other tests. */
export class Deployment {
	private server: RunningServer | undefined;
	private port = 0;

	constructor(private readonly root: string) {}

	get url(): string {
		return `http://localhost:${this.port}/winnow/`;
	}

	async copy(): Promise<void> {
		const linked = LINKED.map((folder) => join(build, folder));
		await cp(build, this.root, { recursive: true, filter: (path) => !linked.includes(path) });
		for (const folder of LINKED) await symlink(join(build, folder), join(this.root, folder));
	}

	async start(): Promise<void> {
		this.server = await startServer({ root: this.root, base: '/winnow', port: this.port });
		this.port = Number(new URL(this.server.url).port);
	}

	async stop(): Promise<void> {
		await this.server?.close();
		this.server = undefined;
	}

	/** Deploys another version: the same pages, of which the one about the project is marked. */
	async deploy(version: string): Promise<void> {
		await this.stop();
		await this.replace('service-worker.js', await this.builtVersion(), version);
		await this.replace('about/index.html', '<html ', `<html data-version="${version}" `);
		await this.start();
	}

	async write(path: string, text: string | Uint8Array): Promise<void> {
		await this.stop();
		await this.own(path);
		await writeFile(join(this.root, path), text);
		await this.start();
	}

	async remove(path: string): Promise<void> {
		await this.stop();
		await this.own(path);
		await rm(join(this.root, path), { recursive: true });
		await this.start();
	}

	/** Makes the linked folder that a path is in, if any, a copy: the build itself must stay as it is. */
	private async own(path: string): Promise<void> {
		const folder = LINKED.find((linked) => path.startsWith(`${linked}/`));
		if (folder === undefined || !(await lstat(join(this.root, folder))).isSymbolicLink()) return;
		await rm(join(this.root, folder));
		await cp(join(build, folder), join(this.root, folder), { recursive: true });
	}

	private async builtVersion(): Promise<string> {
		const { version } = JSON.parse(await readFile(join(build, '_app/version.json'), 'utf8')) as {
			version: string;
		};
		return version;
	}

	private async replace(path: string, from: string, to: string): Promise<void> {
		const text = await readFile(join(build, path), 'utf8');
		expect(text, `${path} has nothing to replace`).toContain(from);
		await writeFile(join(this.root, path), text.replaceAll(from, to));
	}
}

/** Tests that stop the server or deploy a new version, with `deployment` instead of `site`. */
export const test = base.extend<{ deployment: Deployment }>({
	deployment: async ({ requests }, use) => {
		const root = await mkdtemp(join(tmpdir(), 'winnow-site-'));
		const deployment = new Deployment(root);
		await deployment.copy();
		await deployment.start();
		requests.allow(deployment.url);
		await use(deployment);
		await deployment.stop();
		await rm(root, { recursive: true });
	}
});

export { expect };
