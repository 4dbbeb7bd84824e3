import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** What the build is made of. Files that the build obtains are pinned by hashes in the sources. */
const SOURCES = [
	...['src', 'static', 'scripts', 'csp.js', 'headers.js', 'source-version.js', 'svelte.config.js'],
	...['worker-parts.js', 'vite.config.ts', 'package.json', 'package-lock.json', 'NOTICE']
];
const OBTAINED = ['static/models/all-MiniLM-L6-v2', 'static/ort', 'static/llm'];

/**
 * A version of the site that is the same for the same sources, so that two builds have the same bytes. Without it the
 * framework takes the time of the build.
 * @param {string} root folder of the project
 * @param {string} base path that the site is built for
 */
export function sourceVersion(root, base) {
	const hash = createHash('sha256').update(base);
	for (const source of SOURCES)
		for (const path of filesOf(join(root, source))) {
			const name = relative(root, path).split(sep).join('/');
			if (OBTAINED.some((folder) => name.startsWith(`${folder}/`))) continue;
			hash.update(`\0${name}\0`).update(readFileSync(path));
		}
	return hash.digest('hex').slice(0, 16);
}

/**
 * Files in the order of their names, which differs from machine to machine as they are listed.
 * @param {string} path
 * @returns {string[]}
 */
function filesOf(path) {
	if (!statSync(path).isDirectory()) return [path];
	return readdirSync(path)
		.sort((a, b) => (a < b ? -1 : 1))
		.flatMap((name) => filesOf(join(path, name)));
}
