/** Nothing may leave: every test asserts it by its fixtures, these ones try. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page, Worker } from '@playwright/test';
import { EXAMPLE, toCsv } from './csv';
import { expect, test as base } from './fixtures';
import { classify, openStart } from './steps';

/** A server elsewhere that would answer anyone, and counts who came. */
class Outside {
	hits: string[] = [];
	private readonly server: Server = createServer((request, response) => {
		this.hits.push(request.url ?? '');
		response.setHeader('Access-Control-Allow-Origin', '*').end('hello');
	});

	get url(): string {
		// By this name, since the test browser resolves no other: what stops a request is the policy alone.
		return `http://localhost:${(this.server.address() as AddressInfo).port}/`;
	}

	async start(): Promise<void> {
		await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
	}

	stop(): void {
		this.server.close();
		this.server.closeAllConnections();
	}
}

const test = base.extend<{ outside: Outside }>({
	outside: async ({}, use) => {
		const outside = new Outside();
		await outside.start();
		await use(outside);
		outside.stop();
	}
});

/** One message that no rule settles, so that the encoder is needed. */
const CONTENT = toCsv([...EXAMPLE, ['app3', 'The nightly ledger was rebuilt from three shards']]);

test('the page says that the file stays here', async ({ page, site }) => {
	await openStart(page, site.url);
	await expect(
		page.getByText('Your file stays on this device: nothing is uploaded.')
	).toBeVisible();
});

test('neither the page nor any worker can reach another site', async ({
	page,
	site,
	outside,
	problems,
	requests
}) => {
	problems.allow(/Content Security Policy|violates the following|requires 'TrustedScriptURL'/);
	await openStart(page, site.url);
	await classify(page, { name: 'example.csv', content: CONTENT });
	await test.step('the server would answer, were it asked', async () => {
		expect(await fetch(outside.url).then((response) => response.text())).toBe('hello');
		requests.allow(outside.url);
		const free = await page.context().newPage();
		await free.goto(outside.url);
		expect(await free.evaluate(fetchIt, `${outside.url}free`)).toBe('answered');
		await free.close();
		expect(outside.hits).toContain('/free');
		outside.hits = [];
	});
	await test.step('the page', async () => {
		expect(await page.evaluate(fetchIt, outside.url)).toBe('stopped by connect-src');
		await page.evaluate(tryOtherWays, outside.url);
	});
	const workers = await appWorkers(page);
	const names = new Set(workers.map(([name]) => name));
	expect([...names].sort()).toEqual(['classifier', 'embedder wasm', 'reader', 'viewer']);
	for (const [name, worker] of workers)
		await test.step(name, async () => {
			expect(await worker.evaluate(fetchIt, outside.url)).toBe('stopped by connect-src');
			await worker.evaluate(tryOtherWays, outside.url);
		});
	// Time for what was not awaited.
	await page.waitForTimeout(500);
	expect(outside.hits).toEqual([]);
});

test('nothing but the site is asked for, from the first visit to the result', async ({
	page,
	site,
	requests
}) => {
	await openStart(page, site.url);
	await classify(page, { name: 'example.csv', content: CONTENT });
	const { origin } = new URL(site.url);
	const asked = requests.all.map((request) => request.url());
	expect(asked.filter((url) => !url.startsWith(origin) && !url.startsWith('blob:'))).toEqual([]);
	// The workers' requests are among those that are looked at.
	expect(requests.paths()).toContain('/winnow/models/all-MiniLM-L6-v2/onnx/model_quantized.onnx');
	const uploads = requests.all.filter((request) => request.method() !== 'GET');
	expect(uploads.map((request) => request.url())).toEqual([]);
});

/** The app's own workers with what they call themselves; their scripts are blobs, which say nothing. */
function appWorkers(page: Page): Promise<[name: string, worker: Worker][]> {
	return Promise.all(
		page
			.workers()
			.map(async (worker): Promise<[string, Worker]> => [
				await worker.evaluate(() => self.name),
				worker
			])
	);
}

/** Runs in the browser: what becomes of a request, and which directive stopped it. */
function fetchIt(url: string): Promise<string> {
	return new Promise((resolve) => {
		const target = 'document' in globalThis ? document : globalThis;
		target.addEventListener('securitypolicyviolation', (event) =>
			resolve(`stopped by ${(event as SecurityPolicyViolationEvent).effectiveDirective}`)
		);
		fetch(url, { mode: 'no-cors' }).then(
			() => resolve('answered'),
			// The event says more, and may come a moment later.
			() => setTimeout(() => resolve('failed'), 1_000)
		);
	});
}

/** Runs in the browser: the other ways out. Whether one worked is seen at the server. */
async function tryOtherWays(url: string): Promise<void> {
	const attempts = [
		() => void navigator.sendBeacon?.(`${url}beacon`, 'secret'),
		() => void new WebSocket(`${url.replace('http', 'ws')}socket`),
		() => void new EventSource(`${url}events`),
		() => {
			const request = new XMLHttpRequest();
			request.open('GET', `${url}xhr`);
			request.send();
		},
		() => import(/* @vite-ignore */ `${url}module.js`),
		() => void (new Image().src = `${url}image`),
		() => void new Worker(`${url}worker.js`, { type: 'module' })
	];
	await Promise.allSettled(attempts.map(async (attempt) => attempt()));
}
