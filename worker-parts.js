/**
 * Parts of workers that are loaded when they are needed, such as what opens an archive. SvelteKit tells its service worker
 * of the workers alone, so the build tells of their parts.
 */
import { readdir, readFile, writeFile } from 'node:fs/promises';

const FOLDER = '_app/immutable/workers/chunks';

/**
 * Writes the list where the service worker reads it, before its code.
 * @param {string} client folder of what was built for the browser
 */
export async function listWorkerParts(client) {
	const parts = (await readdir(`${client}/${FOLDER}`)).sort().map((name) => `${FOLDER}/${name}`);
	const script = `${client}/service-worker.js`;
	const code = await readFile(script, 'utf8');
	await writeFile(script, `self.workerParts=${JSON.stringify(parts)};\n${code}`);
}
