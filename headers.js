/**
 * The headers that a host should send with the built site, in one place: `_headers` is written from it at build time for
 * Netlify and Cloudflare Pages, and a test holds `render.yaml` and the files in `deploy/` to it. Everything works without them;
 * they add what a page cannot say of itself.
 */
import { cspHeader, modelHosts } from './csp.js';

/** With every answer. */
export const COMMON_HEADERS = {
	'X-Content-Type-Options': 'nosniff',
	'Referrer-Policy': 'no-referrer',
	'Permissions-Policy':
		'accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()'
};

/**
 * What a meta tag cannot say, or what holds on every page: the pages' own policy, with the hashes of their scripts, is in
 * their meta tag, and both bind.
 */
const PAGE_POLICY = "object-src 'none'; base-uri 'self'; form-action 'none'";

/** Pages that no other page may frame, and that share no group with a page that opens them or that they open. */
export const PAGE_HEADERS = {
	'Content-Security-Policy': `frame-ancestors 'none'; ${PAGE_POLICY}`,
	'Cross-Origin-Opener-Policy': 'same-origin'
};

/** `/embed/` is framed by pages that use the JavaScript API, and opened as the window that asks for consent. */
export const EMBED_HEADERS = { 'Content-Security-Policy': PAGE_POLICY };

/** Scripts of workers: a policy of their own for those that are not started from a blob. */
export const WORKER_HEADERS = { 'Content-Security-Policy': cspHeader() };
export const FETCHER_HEADERS = { 'Content-Security-Policy': cspHeader(modelHosts) };

/** Folders of pages, as the routes have them; `/embed` is no such page. */
export const PAGES = ['', 'about', 'api', 'compare', 'review', 'run', 'storage', 'teach'];

/** Names of the workers' scripts before their hash, but for the fetcher's. */
export const WORKERS = [
	...['classifier', 'embedder', 'llm-asker', 'llm-webllm', 'llm-wllama', 'reader', 'teacher'],
	'viewer'
];
export const FETCHER = 'llm-model-fetcher';

/**
 * The rules in the order in which they are written. A path may match several: hosts then join the values, and two policies
 * bind both, so no path gets two that contradict each other.
 * @param {string} base path that the site is served under; empty for the root
 * @returns {{ path: string, headers: Record<string, string> }[]}
 */
export function headerRules(base) {
	const script = (/** @type {string} */ name) => `${base}/_app/immutable/workers/${name}.worker-*`;
	return [
		{ path: `${base}/*`, headers: COMMON_HEADERS },
		...PAGES.flatMap((page) =>
			page === ''
				? [{ path: `${base}/`, headers: PAGE_HEADERS }]
				: [
						{ path: `${base}/${page}`, headers: PAGE_HEADERS },
						{ path: `${base}/${page}/`, headers: PAGE_HEADERS },
						...(page === 'teach' ? [{ path: `${base}/${page}/:page/`, headers: PAGE_HEADERS }] : [])
					]
		),
		{ path: `${base}/embed/`, headers: EMBED_HEADERS },
		...WORKERS.map((name) => ({ path: script(name), headers: WORKER_HEADERS })),
		{ path: script(FETCHER), headers: FETCHER_HEADERS },
		{ path: `${base}/api/winnow.js`, headers: { 'Access-Control-Allow-Origin': '*' } },
		{
			path: `${base}/_app/immutable/*`,
			headers: { 'Cache-Control': 'public, max-age=31536000, immutable' }
		}
	];
}

/**
 * The text of `_headers`, as Netlify and Cloudflare Pages read it.
 * @param {string} base
 */
export function headersFile(base) {
	return headerRules(base)
		.map(({ path, headers }) =>
			[path, ...Object.entries(headers).map(([name, value]) => `  ${name}: ${value}`)].join('\n')
		)
		.join('\n\n')
		.concat('\n');
}
