import { fileURLToPath } from 'node:url';

/** The builds that the servers are tried with; the second one's models come from a host of the test's own. */
export const MODEL_PORT = 4199;
export const BUILDS = [
	{ base: '', modelBase: '' },
	{ base: '/winnow', modelBase: `http://127.0.0.1:${MODEL_PORT}/` }
] as const;

/** Folder that a server is given as its root: the build is in it, under its base. */
export const folderOf = (base: string): string =>
	fileURLToPath(
		new URL(`../../.cache/deployment/${base === '' ? 'root' : 'sub'}`, import.meta.url)
	);
