import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type * as ComlinkLibrary from 'comlink';
import type { EmbedderApi } from '../../src/workers/contracts/classifier';
import type { BenchBrowser } from './bench-browser';
import type { Site } from './site';

const WORKERS = '_app/immutable/workers';

/** What the page is told. */
interface Job {
	base: string;
	script: string;
	texts: string[];
}

/**
 * Embeds texts one at a time with the site's own embedder, on a page of its own: no folding, no batches, no template
 * known before, one worker.
 * @returns seconds for all of them, without the start of the model
 */
export async function measureRowByRow(
	browser: BenchBrowser,
	site: Site,
	texts: string[]
): Promise<number> {
	const script = await embedderScript(site);
	const comlink = await readFile(createRequire(import.meta.url).resolve('comlink'), 'utf8');
	return browser.withPage(`${site.url}about/`, async (page) => {
		// Not a script element, which the page's security policy would refuse.
		await page.evaluate(comlink);
		const job: Job = { base: site.url, script, texts };
		return (await page.evaluate(embedOneByOne, job)) / 1_000;
	});
}

/** Address of the built worker, whose name carries a hash. */
async function embedderScript({ folder, url }: Site): Promise<string> {
	const names = await readdir(join(folder, WORKERS));
	const name = names.find((file) => /^embedder\.worker.*\.js$/.test(file));
	if (!name) throw new Error(`There is no embedder worker in ${WORKERS} of the built site.`);
	return `${url}${WORKERS}/${name}`;
}

/** Runs inside the page, with Comlink loaded there. */
async function embedOneByOne({ base, script, texts }: Job): Promise<number> {
	const { Comlink } = globalThis as unknown as { Comlink: typeof ComlinkLibrary };
	const starter = new Blob([`import ${JSON.stringify(script)};`], { type: 'text/javascript' });
	// The policy of the page asks for a trusted address; it leaves this name to workers.
	const { trustedTypes } = globalThis as unknown as {
		trustedTypes?: {
			createPolicy(name: string, rules: object): { createScriptURL(url: string): string };
		};
	};
	const policy = trustedTypes?.createPolicy('default', { createScriptURL: (url: string) => url });
	const address = URL.createObjectURL(starter);
	const worker = new Worker(policy?.createScriptURL(address) ?? address, { type: 'module' });
	const embedder = Comlink.wrap<EmbedderApi>(worker);
	await embedder.init({ base, device: 'wasm' });
	const start = performance.now();
	for (const text of texts) await embedder.embed([text]);
	const milliseconds = performance.now() - start;
	worker.terminate();
	return milliseconds;
}
