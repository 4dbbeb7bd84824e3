/**
 * Compares a deployed site with a build of the same sources, file by file.
 *
 *     BASE_PATH=/winnow npm run build
 *     npm run verify-deployment -- https://example.org/winnow/
 *
 * Builds are reproducible, so whoever has the sources can tell whether a site is made of them and of nothing else. It ends
 * with 1 when a file is missing or differs.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** Read by the host, which does not serve it. */
const NOT_SERVED = new Set(['_headers']);
/** Requests at once. */
const AT_ONCE = 8;

export interface Difference {
	path: string;
	problem: string;
}

/**
 * @param root folder of the build
 * @param site address of the deployed site
 */
export async function differences(root: string, site: URL): Promise<Difference[]> {
	const entries = await readdir(root, { recursive: true, withFileTypes: true });
	const paths = entries
		.filter((entry) => entry.isFile())
		.map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
		.filter((path) => !NOT_SERVED.has(path))
		.sort();
	const found: Difference[] = [];
	const compareNext = async (): Promise<void> => {
		for (let path = paths.shift(); path !== undefined; path = paths.shift()) {
			const problem = await problemOf(root, path, site);
			if (problem !== undefined) found.push({ path, problem });
		}
	};
	await Promise.all(Array.from({ length: AT_ONCE }, compareNext));
	return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}

async function problemOf(root: string, path: string, site: URL): Promise<string | undefined> {
	// Hosts answer with the page of a folder, and may redirect from its file.
	const response = await fetch(new URL(path.replace(/(^|\/)index\.html$/, '$1'), site));
	const served = new Uint8Array(await response.arrayBuffer());
	if (!response.ok && path !== '404.html') return `is answered with ${response.status}`;
	return hashOf(served) === hashOf(await readFile(join(root, path))) ? undefined : 'differs';
}

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

async function main(): Promise<void> {
	const [address] = process.argv.slice(2);
	if (address === undefined) throw new Error('Which site? npm run verify-deployment -- URL');
	const site = new URL(address.endsWith('/') ? address : `${address}/`);
	const found = await differences(fileURLToPath(new URL('../build/', import.meta.url)), site);
	for (const { path, problem } of found) console.log(`${path} ${problem}`);
	console.log(
		found.length === 0 ? `${site.href} is this build.` : `${found.length} files are not as built.`
	);
	process.exitCode = found.length === 0 ? 0 : 1;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main();
