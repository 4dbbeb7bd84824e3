import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { serverConfig } from '../../scripts/server-config';

/** Web servers that serve a folder. */
export const SERVERS = ['nginx', 'caddy', 'python'] as const;
export type Server = (typeof SERVERS)[number];

export interface ServerOptions {
	server: Server;
}

const PROGRAMS = { nginx: 'nginx', caddy: 'caddy', python: 'python3' } as const;
/** What says its version, and so that it is there. */
const VERSION = { nginx: ['-v'], caddy: ['version'], python: ['--version'] } as const;
/** Milliseconds until a server that does not answer is given up. */
const PATIENCE = 20_000;

/** What the server says of its version; undefined where it is not installed. */
export function versionOf(server: Server): string | undefined {
	const { status, stdout, stderr } = spawnSync(PROGRAMS[server], [...VERSION[server]], {
		encoding: 'utf8'
	});
	return status === 0 ? (stdout + stderr).trim().split('\n')[0] : undefined;
}

/** A server on a folder, until it is stopped. */
export class RunningServer {
	private constructor(
		/** Address of the site, ending with a slash. */
		readonly url: string,
		private readonly child: ChildProcess,
		private readonly folder: string
	) {}

	/**
	 * @param root folder that holds the build under `base`
	 * @param hosts which the model fetcher may reach
	 */
	static async start(
		server: Server,
		place: { root: string; base: string; hosts: readonly string[] }
	): Promise<RunningServer> {
		const port = await freePort();
		const folder = await mkdtemp(join(tmpdir(), 'winnow-server-'));
		const [command, ...args] = await commandOf(server, { ...place, port }, folder);
		const child = spawn(command as string, args, { cwd: folder, stdio: 'ignore' });
		const running = new RunningServer(`http://localhost:${port}${place.base}/`, child, folder);
		await running.answers();
		return running;
	}

	async stop(): Promise<void> {
		const ended = new Promise((resolve) => this.child.once('exit', resolve));
		this.child.kill();
		await ended;
		await rm(this.folder, { recursive: true, force: true });
	}

	private async answers(): Promise<void> {
		for (const end = Date.now() + PATIENCE; Date.now() < end; await setTimeout(100)) {
			if (this.child.exitCode !== null) throw new Error('The server ended at its start.');
			const response = await fetch(this.url).catch(() => undefined);
			if (response?.ok) return;
		}
		throw new Error('The server does not answer.');
	}
}

type Place = Parameters<typeof serverConfig>[1];

async function commandOf(server: Server, place: Place, folder: string): Promise<string[]> {
	const { root, port } = place;
	if (server === 'python')
		return [...`python3 -m http.server ${port} --directory`.split(' '), root];
	const config = await serverConfig(server, place);
	if (server === 'caddy') {
		await writeFile(join(folder, 'Caddyfile'), config);
		return ['caddy', 'run', '--adapter', 'caddyfile', '--config', 'Caddyfile'];
	}
	await writeFile(join(folder, 'site.conf'), config);
	await writeFile(join(folder, 'nginx.conf'), nginxAround(folder));
	return ['nginx', '-p', folder, '-c', join(folder, 'nginx.conf'), '-g', 'daemon off;'];
}

/** What a distribution's nginx.conf has around a site; nothing is written outside the folder. */
function nginxAround(folder: string): string {
	const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
		.map((name) => `${name}_temp_path ${folder}/${name};`)
		.join('\n\t');
	// Root alone may set the user; what it serves is the test's own.
	const user = process.getuid?.() === 0 ? 'user root;\n' : '';
	return `${user}pid ${folder}/nginx.pid;
error_log ${folder}/error.log;
events {}
http {
	access_log off;
	${temporary}
	include ${folder}/site.conf;
}
`;
}

function freePort(): Promise<number> {
	return new Promise((resolve, reject) => {
		const server = createServer().once('error', reject);
		server.listen(0, '127.0.0.1', () => {
			const { port } = server.address() as AddressInfo;
			server.close(() => resolve(port));
		});
	});
}
