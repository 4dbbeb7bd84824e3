/**
 * Fills in the configuration of a web server, for the site as it was built, and prints it.
 *
 *     npx tsx scripts/server-config.ts nginx --base /winnow --root /usr/share/nginx/html --port 8080
 *     npx tsx scripts/server-config.ts caddy --root /srv/www
 *
 * With the `BASE_PATH` and the `MODEL_BASE` of the build.
 */
import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { modelHosts } from '../csp.js';

const FILES = { nginx: 'nginx.conf', caddy: 'Caddyfile' } as const;

export interface ServerPlace {
	/** Such as `/winnow`; empty for the root. */
	base: string;
	/** Folder that holds the build, under `base`. */
	root: string;
	port: number;
	/** Where the model fetcher may connect to. */
	hosts?: readonly string[];
}

/** @throws Error for a place that would end a value of the file before its end */
export async function serverConfig(
	server: keyof typeof FILES,
	{ base, root, port, hosts = modelHosts }: ServerPlace
): Promise<string> {
	if (!/^(\/[\w.-]+)*$/.test(base))
		throw new Error(`The base path "${base}" is none, such as /winnow.`);
	if (!/^[\w/.-]+$/.test(root))
		throw new Error(`The folder "${root}" has characters that do not fit.`);
	const values: Record<string, string> = {
		BASE_PATH: base,
		ROOT: root,
		PORT: String(port),
		MODEL_HOSTS: hosts.join(' ')
	};
	const template = await readFile(new URL(`../deploy/${FILES[server]}`, import.meta.url), 'utf8');
	return template.replace(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] as string);
}

async function main(): Promise<void> {
	const { values, positionals } = parseArgs({
		allowPositionals: true,
		options: {
			base: { type: 'string', default: '' },
			root: { type: 'string', default: '/var/www/html' },
			port: { type: 'string', default: '8080' }
		}
	});
	const [server] = positionals;
	if (server !== 'nginx' && server !== 'caddy') throw new Error('Which server? nginx or caddy');
	const { root, port } = values;
	const base = values.base.replace(/\/+$/, '');
	process.stdout.write(await serverConfig(server, { base, root, port: Number(port) }));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main();
