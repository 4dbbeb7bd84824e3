/**
 * Makes the site work without a network. Each version of it is stored as a whole, in a cache of its own, and answered
 * from there first: a tab gets its page, code, runtime and bundle from one and the same version, and a deployment cannot
 * take the files of an open tab away. A new version waits until no tab uses the old one, or takes over when the only
 * tab is reloaded.
 *
 * From a page: `{type: 'offline-status'}`. To the pages: `{type: 'offline-ready', ready: boolean}`, and
 * `{requested: string[]}` of what it asks for itself and of what any page or worker asks other sites for.
 */
import { base, build, files, prerendered, version } from '$service-worker';
import { cspHeader, modelHosts } from '../csp.js';
import { SiteCache } from './workers/site/site-cache';
import { tellRequests } from './workers/requests/tell-requests';
import {
	isModelFetcher,
	isServed,
	isStoredOnUse,
	isWorkerScript,
	siteFiles
} from './workers/site/site-files';

const worker = self as unknown as ServiceWorkerGlobalScope & { workerParts?: string[] };
const { origin } = worker.location;
/** Written by `worker-parts.js`; there are none while the site is developed. */
const parts = (worker.workerParts ?? []).map((path) => `${base}/${path}`);
const cache = new SiteCache(
	base,
	siteFiles({ base, version, build: [...build, ...parts], files, prerendered }, origin)
);
const policy = cspHeader();
const fetcherPolicy = cspHeader(modelHosts);
/** Set once this version has asked the next one to take over; a page of this version would then lose its files. */
let handedOver = false;

tellRequests((message) => void tellPages(message));

worker.addEventListener('install', (event) => event.waitUntil(cache.install()));

// The first visit's page counts as using this version, since it was loaded a moment ago.
worker.addEventListener('activate', (event) =>
	event.waitUntil(cache.removeOthers().then(() => worker.clients.claim()))
);

worker.addEventListener('message', (event) => {
	const type = (event.data as { type?: unknown } | null)?.type;
	if (type === 'offline-status') event.waitUntil(fillAndReport());
	if (type === 'take-over') event.waitUntil(worker.skipWaiting());
});

worker.addEventListener('fetch', (event) => {
	const { request } = event;
	const url = new URL(request.url);
	if (url.origin !== origin) event.waitUntil(tellPages({ requested: [request.url] }));
	if (request.method !== 'GET' || request.headers.has('range')) return;
	if (url.origin !== origin || !isServed(base, url.pathname)) return;
	if (request.mode === 'navigate') event.respondWith(pageFor(request, url));
	else event.respondWith(fileFor(event, url.pathname));
});

async function fillAndReport(): Promise<void> {
	await cache.fill();
	await report(await cache.isComplete());
}

const report = (ready: boolean): Promise<void> => tellPages({ type: 'offline-ready', ready });

/** Tells every page of this site. The origin may hold other sites. */
async function tellPages(message: object): Promise<void> {
	const clients = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true });
	for (const client of clients)
		if (client.url.startsWith(`${origin}${base}/`)) client.postMessage(message);
}

async function pageFor(request: Request, url: URL): Promise<Response> {
	if (await handsOver(request)) return reloadAtOnce();
	if (!handedOver) return storedPage(request, url);
	return fetch(request).catch(() => storedPage(request, url));
}

async function storedPage(request: Request, url: URL): Promise<Response> {
	const page = await cache.match(url.pathname.replace(/\/index\.html$/, '/'));
	if (page) return page;
	// Pages refer to their files relatively: without its last slash a page would not find them.
	if (await cache.match(`${url.pathname}/`))
		return Response.redirect(`${url.origin}${url.pathname}/${url.search}`);
	return fetch(request);
}

async function fileFor(event: FetchEvent, path: string): Promise<Response> {
	const response = (await cache.match(path)) ?? (await fetchFile(event, path));
	return isWorkerScript(base, path) || event.request.destination === 'worker'
		? withPolicy(response, isModelFetcher(path) ? fetcherPolicy : policy)
		: response;
}

async function fetchFile(event: FetchEvent, path: string): Promise<Response> {
	const response = await fetch(event.request);
	if (response.ok && isStoredOnUse(base, path))
		// Storage that is full costs a download next time, nothing more.
		event.waitUntil(cache.put(path, response.clone()).catch(() => undefined));
	return response;
}

/** A page's own policy does not bind a worker that is loaded from its address; this header does. */
function withPolicy(response: Response, policy: string): Response {
	const { body, status, statusText } = response;
	const headers = new Headers(response.headers);
	headers.set('Content-Security-Policy', policy);
	return new Response(body, { status, statusText, headers });
}

/**
 * Lets a waiting version take over when the only tab is being reloaded. A reload alone would never bring the new
 * version: the browser keeps the old page, and with it this worker, until the new page has begun to load.
 */
async function handsOver(request: Request): Promise<boolean> {
	const { waiting } = worker.registration;
	if (handedOver || !waiting || request.cache !== 'no-cache') return false;
	if ((await worker.clients.matchAll({ type: 'window' })).length > 1) return false;
	waiting.postMessage({ type: 'take-over' });
	handedOver = true;
	return true;
}

/** An empty page that the browser loads again, by when the new version answers. */
function reloadAtOnce(): Response {
	return new Response('', { headers: { Refresh: '0', 'Content-Type': 'text/html' } });
}
