/**
 * WebLLM on a software adapter. Without a compiled model everything but the library itself is real; `WINNOW_MLC` names a
 * folder with a whole one, and the last test runs it. See README, "A language model".
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { testBrowser } from './launch';
import { toCsv } from './csv';
import { expect, test as base } from './fixtures';
import { openPanel, useHost } from './llm-steps';
import { ModelHost, type ModelFiles } from './model-host';
import { classify, openStart, type TestFile } from './steps';

const ID = 'Qwen2.5-0.5B-Instruct-q4f32_1-MLC';
const FOLDER = `${ID}/resolve/main/`;
const LIBRARY = `${FOLDER}Qwen2-0.5B-Instruct-q4f32_1_cs1k-webgpu.wasm`;
/** A WebAssembly module without anything in it. */
const EMPTY_MODULE = Buffer.from([0, 97, 115, 109, 1, 0, 0, 0]);
const SHARD_BYTES = 4_000_000;

const FILES: ModelFiles = {
	[`${FOLDER}mlc-chat-config.json`]: {
		text: JSON.stringify({ tokenizer_files: ['tokenizer.json'], vocab_size: 8 })
	},
	[`${FOLDER}tensor-cache.json`]: { text: tensorCache([SHARD_BYTES, SHARD_BYTES]) },
	[`${FOLDER}tokenizer.json`]: { text: '{}' },
	[`${FOLDER}params_shard_0.bin`]: { zeros: SHARD_BYTES },
	[`${FOLDER}params_shard_1.bin`]: { zeros: SHARD_BYTES },
	[LIBRARY]: { text: EMPTY_MODULE }
};

/** Names the shards of a model and their sizes. */
function tensorCache(sizes: readonly number[]): string {
	const records = sizes.map((nbytes, i) => ({
		dataPath: `params_shard_${i}.bin`,
		nbytes,
		records: []
	}));
	return JSON.stringify({ records });
}

const test = base.extend<{ host: ModelHost }>({
	installedBrowser: [
		async ({}, use) => {
			const { args = [], ...browser } = await testBrowser('chromium');
			const gpu = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'];
			await use({ ...browser, args: [...args, ...gpu] });
		},
		{ scope: 'worker' }
	],
	host: async ({ requests }, use) => {
		const host = new ModelHost({ ...FILES });
		await host.start();
		requests.allow(host.url);
		await use(host);
		host.stop();
	}
});

const FILE = {
	name: 'unsure.csv',
	content: toCsv([
		['source', 'log_message'],
		['greenhouse', 'gardener lamp seven sang quietly while the pump drew a circle']
	])
};
/** A folder in MLC's layout with the library beside its files, small enough for a software adapter. */
const WHOLE = process.env['WINNOW_MLC'];

test('files come once, a broken one alone again; a library that is none fails in plain words, and nothing is lost', async ({
	page,
	site,
	host,
	requests
}) => {
	const panel = await prepared(page, site.url, host);
	await expect(panel.getByText(/WebGPU is there, but only in software/)).toBeVisible();
	await panel.getByLabel('Show models that cannot run').check();
	await expect(panel.getByText(/Needs 16-bit floating point \(shader-f16\)/).first()).toBeVisible();
	await test.step('a download that breaks off keeps whole files', async () => {
		host.breakAfter = 3_000_000;
		await panel.getByRole('button', { name: /^Download about 320\.0 MB from localhost/ }).click();
		await expect(panel.getByRole('alert')).toContainText('could not be downloaded');
		host.breakAfter = Infinity;
		host.requests.length = 0;
		await goOn(panel);
		await expect(panel.getByText(/Stored in this browser, 8\.0 MB/)).toBeVisible();
		expect(names(host)).toEqual(['params_shard_0.bin', 'params_shard_1.bin']);
	});
	await test.step('the engine starts in its worker, finds the files in the cache, and says what is wrong', async () => {
		host.requests.length = 0;
		await panel.getByRole('button', { name: /^Ask about/ }).click();
		await expect(panel.getByRole('alert')).toContainText('Qwen2.5 0.5B could not be started', {
			timeout: 60_000
		});
		expect(requests.paths().some((path) => path.includes('webllm.worker'))).toBe(true);
		expect(host.requests).toEqual([]);
		// The worker was ended; everything can be tried again.
		await expect(panel.getByRole('button', { name: /^Ask about/ })).toBeEnabled();
	});
	await test.step('the files can be deleted', async () => {
		await panel.getByRole('button', { name: /^Delete the files/ }).click();
		await expect(panel.getByText('Not downloaded yet.')).toBeVisible();
	});
});

test('a download can be cancelled, and goes on with the file that it was at', async ({
	page,
	site,
	host
}) => {
	const panel = await prepared(page, site.url, host);
	host.delay = 20;
	await panel.getByRole('button', { name: /^Download/ }).click();
	await expect.poll(() => panel.innerText()).toMatch(/Downloading\s+[1-9][\d.]*\s+MB/);
	await panel.getByRole('button', { name: 'Cancel the download' }).click();
	await expect(panel.getByRole('alert')).toContainText('The download was cancelled');
	host.delay = 0;
	host.requests.length = 0;
	await goOn(panel);
	await expect(panel.getByText(/Stored in this browser, 8\.0 MB/)).toBeVisible();
	expect(names(host)).not.toContain('mlc-chat-config.json');
	expect(names(host)).toContain('params_shard_1.bin');
});

test('a file of another size, and one that is not there, are told with their address and not kept', async ({
	page,
	site,
	host,
	problems
}) => {
	problems.allow(/404/);
	const panel = await prepared(page, site.url, host);
	const shard = `${FOLDER}params_shard_1.bin`;
	host.files[shard] = { zeros: SHARD_BYTES - 1 };
	await panel.getByRole('button', { name: /^Download/ }).click();
	await expect(panel.getByRole('alert')).toContainText(
		`params_shard_1.bin has ${SHARD_BYTES - 1} bytes, expected ${SHARD_BYTES}`
	);
	host.files[shard] = undefined;
	await goOn(panel);
	await expect(panel.getByRole('alert')).toContainText(
		'params_shard_1.bin: the server answered 404'
	);
	host.files[shard] = { zeros: SHARD_BYTES };
	host.requests.length = 0;
	await goOn(panel);
	await expect(panel.getByText(/Stored in this browser, 8\.0 MB/)).toBeVisible();
	expect(names(host)).toEqual(['params_shard_1.bin']);
});

test('no room left while caching keeps the whole files and says so', async ({
	page,
	site,
	host
}) => {
	const panel = await prepared(page, site.url, host);
	host.files[`${FOLDER}params_shard_1.bin`] = { zeros: MUCH };
	host.files[`${FOLDER}tensor-cache.json`] = { text: tensorCache([SHARD_BYTES, MUCH]) };
	const session = await page.context().newCDPSession(page);
	const { origin } = new URL(page.url());
	await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: ROOM });
	await panel.getByRole('button', { name: /^Download/ }).click();
	await expect(panel.getByRole('alert')).toContainText('no more room', { timeout: 60_000 });
	await expect(panel.getByText(/4\.0 MB of .* are here/)).toBeVisible();
	await session.send('Storage.overrideQuotaForOrigin', { origin });
	await goOn(panel);
	await expect(panel.getByText(/Stored in this browser/)).toBeVisible({ timeout: 60_000 });
});

test('a whole model answers under the grammar, can be stopped, and is loaded again when the device is lost', async ({
	page,
	site,
	host,
	problems
}) => {
	test.skip(
		!WHOLE,
		'WINNOW_MLC is not set: no compiled model to run. See docs/language-models.md.'
	);
	test.setTimeout(900_000);
	// Of the library: it waits twice for the buffer of the device that is lost.
	problems.allow(/mapAsync/);
	for (const name of readdirSync(WHOLE as string))
		host.files[FOLDER + name] = { path: join(WHOLE as string, name) };
	const words = ['lamp', 'pump', 'moth', 'harp'];
	const rows = words.map((word) => ['garden', `the ${word} sang while the ${word} drew a circle`]);
	const content = toCsv([['source', 'log_message'], ...rows]);
	const panel = await prepared(page, site.url, host, { name: 'garden.csv', content });
	const ask = panel.getByRole('button', { name: /^Ask about/ });
	const answers = panel
		.getByRole('region', { name: 'Answers, newest first' })
		.getByRole('listitem');
	await panel.getByRole('button', { name: /^Download/ }).click();
	await expect(panel.getByText(/Stored in this browser/)).toBeVisible({ timeout: 60_000 });
	await test.step('stopped in the middle of an answer', async () => {
		await ask.click();
		await expect(answers).toHaveCount(1, { timeout: 300_000 });
		await panel.getByRole('button', { name: 'Stop' }).click();
		await expect(panel.getByText(/^Stopped\. 1 answer/).first()).toBeVisible();
	});
	await test.step('the device is lost in the middle of an answer', async () => {
		await ask.click();
		await expect(answers).toHaveCount(1, { timeout: 300_000 });
		await loseDevice(page);
		await expect(panel.getByText(/^All messages were asked about\. 3 answers/).first()).toBeVisible(
			{ timeout: 300_000 }
		);
	});
	for (const text of await answers.allInnerTexts())
		expect(text).not.toMatch(/The model (answered|did not)/);
});

/** Room of the site in the test of a full disk; it holds the encoder too. */
const ROOM = 70_000_000;
/** Does not fit beside the encoder. */
const MUCH = 60_000_000;

/** Classifies a file, opens the panel and chooses the model and its host. */
async function prepared(
	page: Page,
	url: string,
	host: ModelHost,
	file: TestFile = FILE
): Promise<Locator> {
	await openStart(page, url);
	await classify(page, file);
	const panel = await openPanel(page);
	await useHost(panel, host.url, ID);
	return panel;
}

const goOn = (panel: Locator): Promise<void> =>
	panel.getByRole('button', { name: /^Go on downloading/ }).click();

/** Files that the host was asked for. */
const names = (host: ModelHost): string[] => host.requests.map((path) => path.replace(FOLDER, ''));

/** Destroys the graphics device of the model's worker when that next uses it. */
async function loseDevice(page: Page): Promise<void> {
	for (const worker of page.workers())
		await worker.evaluate(() => {
			if (self.name !== 'webllm') return;
			const { prototype } = GPUDevice;
			const original = prototype.createCommandEncoder;
			prototype.createCommandEncoder = function (descriptor) {
				prototype.createCommandEncoder = original;
				this.destroy();
				return original.call(this, descriptor);
			};
		});
}
