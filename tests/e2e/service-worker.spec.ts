import type { BrowserContext, Page } from '@playwright/test';
import { ENCODER_FILES, ENCODER_ID } from '../../src/lib/pipeline/embed/encoder-revision';
import { expect, test } from './deployment';
import { distinctMessages } from './messages';
import { choose, exported, finished, someClassified, started } from './steps';

/** The part of a service worker's global scope that the tests look at. */
interface WorkerScope {
	registration: ServiceWorkerRegistration;
}

test('the site loads without its server, every page and a page without its last slash', async ({
	page,
	deployment,
	problems
}) => {
	await installed(page, deployment.url);
	await deployment.stop();
	// The browser looks for a new service worker and says that it found no server.
	problems.allow(/ERR_CONNECTION_REFUSED/);
	for (const path of ['', 'about/', 'about', 'run/?id=none']) {
		await page.goto(deployment.url + path);
		await expect(page.getByRole('banner')).toBeVisible();
	}
	expect(page.url()).toBe(`${deployment.url}run/?id=none`);
});

test('a file that the host lacks does not prevent the installation, and is not called ready', async ({
	page,
	deployment,
	problems
}) => {
	problems.allow(/404/);
	await deployment.remove('icons/icon-512.png');
	await installed(page, deployment.url);
	expect(await offlineStatus(page)).toBe(false);
});

test('ready means that every file is stored, the encoder with the right bytes', async ({
	page,
	deployment
}) => {
	await deployment.write('models/default.bundle.json', '{}');
	await installed(page, deployment.url);
	expect(await offlineStatus(page)).toBe(false);
	const folder = `${deployment.url}models/${ENCODER_ID}/`;
	const paths = ENCODER_FILES.int8.map(({ path }) => path);
	await storeEncoder(page, folder, paths);
	expect(await offlineStatus(page)).toBe(true);
	await removeStored(page, folder + paths[0]);
	expect(await offlineStatus(page)).toBe(false);
	await storeEncoder(page, folder, paths);
	await removeStored(page, `${deployment.url}ort/ort-wasm-simd-threaded.wasm`);
	await deployment.stop();
	expect(await offlineStatus(page)).toBe(false);
	await deployment.start();
	expect(await offlineStatus(page)).toBe(true);
});

test('an encoder of another revision does not count', async ({ page, deployment }) => {
	await deployment.write('models/default.bundle.json', '{}');
	await installed(page, deployment.url);
	const folder = `${deployment.url}models/${ENCODER_ID}/`;
	await storeEncoder(
		page,
		folder,
		ENCODER_FILES.int8.map(({ path }) => path)
	);
	await page.evaluate(async (url) => {
		const cache = await caches.open('winnow-encoder-v1');
		await cache.put(url, new Response('other bytes'));
	}, `${folder}config.json`);
	expect(await offlineStatus(page)).toBe(false);
});

test('caches of the models and of other sites on the origin are left alone', async ({
	page,
	deployment
}) => {
	const others = ['winnow-encoder-v1', 'transformers-cache', 'webllm/model', 'winnow-shell-/x/@1'];
	await page.goto(deployment.url);
	await page.evaluate((names) => Promise.all(names.map((name) => caches.open(name))), others);
	await installed(page, `${deployment.url}about/`);
	await updated(page, `${deployment.url}about/`, () => deployment.deploy('v2'));
	await page.reload();
	await expect(page.locator('html')).toHaveAttribute('data-version', 'v2');
	await expect.poll(() => shellCaches(page)).toEqual(['winnow-shell-/winnow/@v2']);
	expect(await page.evaluate(() => caches.keys())).toEqual(expect.arrayContaining(others));
});

test('reloading the only tab brings the new version', async ({ page, deployment }) => {
	await installed(page, `${deployment.url}about/`);
	await updated(page, `${deployment.url}about/`, () => deployment.deploy('v2'));
	await expect(page.locator('html')).not.toHaveAttribute('data-version');
	await page.reload();
	await expect(page.locator('html')).toHaveAttribute('data-version', 'v2');
	await expect.poll(() => shellCaches(page)).toEqual(['winnow-shell-/winnow/@v2']);
});

test('a deployment does not take the files of open tabs away', async ({
	page,
	context,
	deployment
}) => {
	await installed(page, deployment.url);
	const second = await context.newPage();
	await second.goto(`${deployment.url}about/`);
	await updated(page, deployment.url, () => deployment.deploy('v2'));
	await deployment.remove('_app/immutable');
	await second.reload();
	await expect(second.locator('html')).not.toHaveAttribute('data-version');
	// Opened by the router, so that its code, never loaded before, has to come from the cache.
	await page.getByRole('link', { name: /about/i }).first().click();
	await expect(page).toHaveURL(/about/);
	await expect(page.getByRole('main')).toBeVisible();
});

test('a new version is told of while a run goes on, which ends as it began; a press brings the version', async ({
	page,
	deployment
}) => {
	test.setTimeout(240_000);
	await installed(page, deployment.url);
	// Workers of a first visit may have started ahead of the service worker, which then does not answer for them.
	await page.reload();
	await started(page);
	const rows = distinctMessages(1_000);
	await choose(page, { name: 'long.log', content: rows.join('\n') });
	// The model is loaded then: the server stops for a moment while the new version is put there.
	await someClassified(page);
	await updated(page, page.url(), () => deployment.deploy('v2'));
	await deployment.remove('_app/immutable');
	await expect(page.getByText('A newer version of Winnow is ready')).toBeVisible();
	await finished(page);
	expect((await exported(page)).cells).toHaveLength(rows.length);
	await page.keyboard.press('Escape');
	await page.getByRole('link', { name: /about/i }).first().click();
	await expect(page).toHaveURL(/about/);
	await expect(page.locator('html')).not.toHaveAttribute('data-version');
	await page.getByRole('button', { name: 'Reload to update' }).click();
	await expect(page.locator('html')).toHaveAttribute('data-version', 'v2');
	await expect(page.getByRole('button', { name: 'Reload to update' })).toBeHidden();
});

test('scripts of workers carry the policy', async ({ page, deployment }) => {
	await installed(page, deployment.url);
	await page.reload();
	const policies = await page.evaluate(async () => {
		const [cache] = (await caches.keys()).filter((name) => name.startsWith('winnow-shell-'));
		const stored = await (await caches.open(cache as string)).keys();
		const scripts = stored.map(({ url }) => url).filter((url) => url.includes('/workers/'));
		const answers = await Promise.all(scripts.map((url) => fetch(url)));
		return answers.map(({ headers }) => headers.get('content-security-policy'));
	});
	expect(policies.length).toBeGreaterThanOrEqual(3);
	for (const policy of policies) expect(policy).toContain("connect-src 'self'");
});

test('a worker loaded from its own address cannot reach other sites either', async ({
	page,
	deployment,
	problems
}) => {
	await installed(page, deployment.url);
	problems.allow(/Content Security Policy/);
	const script = await page.evaluate(async () => {
		const [name] = (await caches.keys()).filter((key) => key.startsWith('winnow-shell-'));
		const stored = await (await caches.open(name as string)).keys();
		return stored.map(({ url }) => url).find((url) => url.includes('/workers/')) as string;
	});
	const [worker] = await Promise.all([
		page.waitForEvent('worker'),
		page.evaluate((url) => {
			// As if a script had got past Trusted Types: the policy of this name is asked for what has none.
			const { trustedTypes } = globalThis as unknown as {
				trustedTypes: { createPolicy: (name: string, rules: object) => void };
			};
			trustedTypes.createPolicy('default', { createScriptURL: (given: string) => given });
			new Worker(url, { type: 'module' });
		}, script)
	]);
	const blocked = await worker.evaluate(
		() =>
			new Promise<string>((resolve) => {
				addEventListener('securitypolicyviolation', ({ effectiveDirective }) =>
					resolve(effectiveDirective)
				);
				fetch('https://example.com/').catch(() => undefined);
			})
	);
	expect(blocked).toBe('connect-src');
});

/** Opens a page and waits until the service worker answers for it. */
async function installed(page: Page, url: string): Promise<void> {
	await page.goto(url);
	await page.evaluate(() => navigator.serviceWorker.ready);
	await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
}

/** Deploys, lets the browser find the new version and waits until it is installed. */
async function updated(page: Page, url: string, deploy: () => Promise<void>): Promise<void> {
	expect(page.url()).toBe(url);
	await deploy();
	await page.evaluate(async () => (await navigator.serviceWorker.ready).update());
	// The page knows a moment before the service workers do, and it is the old one that lets the new one take over.
	await expect.poll(() => workersSeeWaiting(page.context())).toEqual([true, true]);
}

function workersSeeWaiting(context: BrowserContext): Promise<boolean[]> {
	return Promise.all(
		context.serviceWorkers().map((worker) =>
			worker.evaluate(() => {
				const { registration } = self as unknown as WorkerScope;
				return registration.waiting !== null;
			})
		)
	);
}

/** Asks the service worker, as the page does, and waits for its answer. */
async function offlineStatus(page: Page): Promise<boolean> {
	return page.evaluate(async () => {
		const { active } = await navigator.serviceWorker.ready;
		return new Promise<boolean>((resolve) => {
			navigator.serviceWorker.addEventListener('message', ({ data }) => {
				// It also tells what it asks for.
				if (data.type === 'offline-ready') resolve(data.ready);
			});
			active?.postMessage({ type: 'offline-status' });
		});
	});
}

/** Stores files as the embedder does. */
async function storeEncoder(page: Page, folder: string, paths: string[]): Promise<void> {
	const urls = paths.map((path) => folder + path);
	await page.evaluate(async (all) => {
		const cache = await caches.open('winnow-encoder-v1');
		for (const url of all) await cache.put(url, await fetch(url));
	}, urls);
}

async function removeStored(page: Page, url: string): Promise<void> {
	await page.evaluate(async (removed) => {
		for (const name of await caches.keys()) await (await caches.open(name)).delete(removed);
	}, url);
}

const shellCaches = (page: Page): Promise<string[]> =>
	page.evaluate(async () =>
		(await caches.keys()).filter((name) => name.startsWith('winnow-shell-/winnow/'))
	);
