import { sha256 } from '../bundle/sha256';
import { isImmutable, type EncoderFile, type SiteFiles } from './site-files';

/** Answers that will not change by asking again. */
const GONE = new Set([404, 410]);

/** The files of one version of the site in Cache Storage. */
export class SiteCache {
	private filling: Promise<void> | undefined;

	constructor(
		private readonly base: string,
		private readonly files: SiteFiles
	) {}

	/**
	 * Stores the shell. A file that the host does not have is left out, for one such must not prevent the installation
	 * for ever; after any other failure the browser tries the installation again later.
	 */
	async install(): Promise<void> {
		const cache = await this.open();
		const stored = await Promise.allSettled(
			this.files.shell.map((path) => this.store(cache, path))
		);
		const failed = stored.find((result) => result.status === 'rejected');
		if (failed) throw failed.reason;
	}

	/** Stores whatever is still missing, the runtime included. Failures are left to the next call. */
	fill(): Promise<void> {
		this.filling ??= this.storeMissing().finally(() => (this.filling = undefined));
		return this.filling;
	}

	/** Removes the other versions of this site. Caches of the models, and of other sites on the origin, stay. */
	async removeOthers(): Promise<void> {
		const { cacheName, cachePrefix } = this.files;
		const names = (await caches.keys()).filter(
			(name) => name.startsWith(cachePrefix) && name !== cacheName
		);
		await Promise.all(names.map((name) => caches.delete(name)));
	}

	async match(path: string): Promise<Response | undefined> {
		// Whatever a host lets its answers vary by, there is one of each.
		return (await this.open()).match(path, { ignoreVary: true });
	}

	async put(path: string, response: Response): Promise<void> {
		await (await this.open()).put(path, response);
	}

	/** Whether everything is stored that classifying without a network needs. */
	async isComplete(): Promise<boolean> {
		if ((await this.missing(await this.open())).length > 0) return false;
		return (await Promise.all(this.files.encoder.map(isStored))).every(Boolean);
	}

	private open(): Promise<Cache> {
		return caches.open(this.files.cacheName);
	}

	private async storeMissing(): Promise<void> {
		const cache = await this.open();
		const missing = await this.missing(cache);
		await Promise.allSettled(missing.map((path) => this.store(cache, path)));
	}

	private async missing(cache: Cache): Promise<string[]> {
		const stored = new Set((await cache.keys()).map(({ url }) => new URL(url).pathname));
		const { shell, runtime } = this.files;
		return [...shell, ...runtime].filter((path) => !stored.has(encodeURI(path)));
	}

	private async store(cache: Cache, path: string): Promise<void> {
		// A host may let the browser keep files for minutes: those could be of the version before.
		const mode = isImmutable(this.base, path) ? 'default' : 'no-cache';
		const response = await fetch(path, { cache: mode });
		if (response.ok) return cache.put(path, withoutRedirect(response));
		if (!GONE.has(response.status))
			throw new Error(`${path} could not be stored: the server answered ${response.status}.`);
		console.warn(`${path} is not on the server; the site will not be complete offline.`);
	}
}

/** A file of another encoder revision has the same address, so its bytes decide. */
async function isStored({ url, sha256: expected }: EncoderFile): Promise<boolean> {
	const response = await caches.match(url);
	return response !== undefined && (await sha256(await response.arrayBuffer())) === expected;
}

/** Browsers refuse to show a page from an answer that went through a redirection. */
function withoutRedirect(response: Response): Response {
	if (!response.redirected) return response;
	const { body, status, statusText, headers } = response;
	return new Response(body, { status, statusText, headers });
}
