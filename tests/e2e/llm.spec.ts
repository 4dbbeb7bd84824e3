/** The third sieve without a real model: what is loaded when, and what becomes of downloads that go wrong. */
import { toCsv } from './csv';
import { expect, test as base } from './fixtures';
import { openPanel, useHost } from './llm-steps';
import { ModelHost } from './model-host';
import { classify, openStart } from './steps';

/** A GGUF file of the list, and its size; its bytes here are zeros, so its hash can never be right. */
const FILE = 'SmolLM2-135M-Instruct.Q4_1.gguf';
const BYTES = 98_362_432;
const UNSURE = [
	['source', 'log_message'],
	['greenhouse', 'gardener lamp seven sang quietly while the pump drew a circle'],
	['greenhouse', 'gardener lamp seven sang quietly while the pump drew a circle'],
	['library', 'borrowed chapters returned folded, shelf keeper unhappy with the corner']
];

/** Texts of the list of models, the engines, and the panel; minifying keeps them. */
const PARTS = ['SmolLM2', 'createChatCompletion', 'LanguageModel', 'Messages at most'];

const test = base.extend<{ host: ModelHost }>({
	host: async ({ requests }, use) => {
		const host = new ModelHost({ [FILE]: { zeros: BYTES } });
		await host.start();
		requests.allow(host.url);
		await use(host);
		host.stop();
	}
});

test.beforeEach(async ({ page, site }) => {
	await openStart(page, site.url);
	await classify(page, { name: 'unsure.csv', content: toCsv(UNSURE) });
});

test('costs nothing before the panel is opened, and fetches no model before its button is pressed', async ({
	page,
	host,
	requests
}) => {
	await test.step('no script that was loaded holds a part of it', async () => {
		// The service worker stores the panel too, afterwards and for use offline.
		const scripts = requests.all
			.filter((request) => request.serviceWorker() === null)
			.map((request) => request.url())
			.filter((url) => url.endsWith('.js'));
		expect(scripts.some((url) => url.includes('viewer.worker'))).toBe(true);
		for (const url of new Set(scripts)) {
			const code = await (await fetch(url)).text();
			expect(
				PARTS.filter((part) => code.includes(part)),
				url
			).toEqual([]);
		}
	});
	const isOfLlm = (path: string): boolean => /llm|wllama|webllm|model-fetcher/.test(path);
	expect(requests.paths().filter(isOfLlm)).toEqual([]);
	const panel = await openPanel(page);
	await useHost(panel, host.url, FILE);
	await expect(
		panel.getByRole('button', { name: /^Download 98\.4 MB from localhost:\d+$/ })
	).toBeVisible();
	await expect(panel.getByRole('button', { name: /^Ask about/ })).toBeDisabled();
	expect(host.requests).toEqual([]);
	// The engines themselves, of megabytes, are not loaded either.
	expect(requests.paths().filter((path) => /wllama|webllm/.test(path))).toEqual([]);
});

test('with the panel open only the worker that fetches models can reach another host', async ({
	page,
	host,
	problems
}) => {
	problems.allow(/Content Security Policy|violates the following/);
	await useHost(await openPanel(page), host.url, FILE);
	await expect
		.poll(() => Promise.all(page.workers().map((worker) => worker.evaluate(() => self.name))))
		.toContain('model fetcher');
	const reached = await Promise.all(
		page.workers().map(async (worker) => {
			const name = await worker.evaluate(() => self.name);
			const answer = await worker.evaluate(
				(url) =>
					fetch(url, { mode: 'no-cors' }).then(
						() => 'reached',
						() => 'stopped'
					),
				`${host.url}${encodeURIComponent(name)}`
			);
			return `${name}: ${answer}`;
		})
	);
	// One embedder for each processor.
	expect([...new Set(reached)].sort()).toEqual([
		'LLM asker: stopped',
		'classifier: stopped',
		'embedder wasm: stopped',
		'model fetcher: reached',
		'reader: stopped',
		'viewer: stopped'
	]);
	expect(host.requests).toEqual(['model%20fetcher']);
	await test.step('which the page counts, and shows', async () => {
		await page.keyboard.press('Escape');
		await page.getByRole('button', { name: /requests, 1 to other sites$/ }).click();
		const sheet = page.getByRole('dialog', { name: 'Requests since this page was loaded' });
		await expect(sheet).toContainText(/1 of \d+ went\s+to another site/);
		const others = sheet.getByRole('region', { name: 'Other sites' });
		await others.getByText('Show it').click();
		await expect(others.getByRole('listitem')).toHaveText([`${host.url}model%20fetcher`]);
	});
});

test('says what the device can run, which model it suggests, and what would be asked', async ({
	page
}) => {
	const panel = await openPanel(page);
	await expect(panel.getByText('No WebGPU: the graphics processor cannot be used.')).toBeVisible();
	await expect(panel.getByText(/llama\.cpp can run on the processor/)).toBeVisible();
	await expect(panel.getByRole('radio', { name: /suggested for this device/ })).toHaveCount(1);
	await expect(panel.getByText(/^2 distinct messages wait, 3 rows\./)).toBeVisible();
	await panel.getByLabel('Messages at most').fill('1');
	await expect(panel.getByText(/asks about 1 distinct message, .* at most 2 rows/)).toBeVisible();
	await panel.getByLabel('Show models that cannot run').check();
	await expect(
		panel.getByText(/Needs WebGPU, which this browser does not offer/).first()
	).toBeVisible();
	await page.keyboard.press('Escape');
	await expect(panel).toBeHidden();
});

test('a download that breaks off goes on where it was; a file with a wrong hash is refused and deleted', async ({
	page,
	host
}) => {
	const half = BYTES / 2;
	host.breakAfter = half;
	const panel = await openPanel(page);
	await useHost(panel, host.url, FILE);
	await panel.getByRole('button', { name: /^Download/ }).click();
	await expect(panel.getByRole('alert')).toContainText('could not be downloaded');
	// What the browser had received when the connection went is kept; a little of what was sent may be lost with it.
	await expect(panel.getByText(/ MB of 98\.4 MB are here/)).toBeVisible();
	host.breakAfter = Infinity;
	await panel.getByRole('button', { name: /^Go on downloading/ }).click();
	await expect(panel.getByRole('alert')).toContainText('is not the expected file', {
		timeout: 60_000
	});
	const [whole, rest = ''] = host.requests;
	const from = Number(/ bytes=(\d+)-$/.exec(rest)?.[1]);
	expect([whole, rest.split(' ')[0], host.requests.length]).toEqual([FILE, FILE, 2]);
	expect(from).toBeGreaterThan(half / 2);
	expect(from).toBeLessThanOrEqual(half);
	await expect(panel.getByText('Not downloaded yet.')).toBeVisible();
	await expect(panel.getByRole('button', { name: /^Ask about/ })).toBeDisabled();
});

test('a download can be cancelled, survives a restart in part, and can be deleted', async ({
	page,
	host,
	site,
	profile
}) => {
	host.delay = 5;
	const panel = await openPanel(page);
	await useHost(panel, host.url, FILE);
	await panel.getByRole('button', { name: /^Download/ }).click();
	await expect
		.poll(() => panel.innerText(), { timeout: 30_000 })
		.toMatch(/Downloading\s+[1-9][\d.]*\s+MB/);
	await panel.getByRole('button', { name: 'Cancel the download' }).click();
	await expect(panel.getByRole('alert')).toContainText('The download was cancelled');
	const run = page.url();
	const { page: after } = await profile.restart();
	await after.goto(new URL(run, site.url).href);
	const again = await openPanel(after);
	await expect(again.getByRole('button', { name: /^Go on downloading/ })).toBeVisible();
	await again.getByRole('button', { name: /^Delete the files/ }).click();
	await expect(again.getByText('Not downloaded yet.')).toBeVisible();
});

test('a host without the file, and an address that is none, are told in plain words', async ({
	page,
	host,
	problems
}) => {
	problems.allow(/404/);
	const panel = await openPanel(page);
	await useHost(panel, `${host.url}other/`, FILE);
	await panel.getByRole('button', { name: /^Download/ }).click();
	await expect(panel.getByRole('alert')).toContainText('the server answered 404');
	await panel.getByLabel(/^Model host/).fill('not an address');
	await panel.getByLabel(/^Model host/).blur();
	await expect(panel.getByRole('alert')).toContainText('is no address');
});

test('no room left while caching keeps what is there and says so', async ({ page, host }) => {
	const panel = await openPanel(page);
	await useHost(panel, host.url, FILE);
	const session = await page.context().newCDPSession(page);
	const { origin } = new URL(page.url());
	await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 70_000_000 });
	await panel.getByRole('button', { name: /^Download/ }).click();
	await expect(panel.getByRole('alert')).toContainText('no more room', { timeout: 60_000 });
	await expect(panel.getByText(/are here; the download goes on from there/)).toBeVisible();
});
