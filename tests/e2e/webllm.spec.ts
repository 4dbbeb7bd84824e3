/**
 * WebLLM on a software adapter, as far as it goes without a compiled model: everything but the library itself, which
 * cannot be made here, is real. See README, "A language model".
 */
import { findBrowser } from '../../scripts/browser';
import { toCsv } from './csv';
import { expect, test as base } from './fixtures';
import { openPanel, useHost } from './llm-steps';
import { ModelHost } from './model-host';
import { classify, openStart } from './steps';

const ID = 'Qwen2.5-0.5B-Instruct-q4f32_1-MLC';
const FOLDER = `${ID}/resolve/main/`;
const LIBRARY = `${FOLDER}Qwen2-0.5B-Instruct-q4f32_1_cs1k-webgpu.wasm`;
/** A WebAssembly module without anything in it. */
const EMPTY_MODULE = Buffer.from([0, 97, 115, 109, 1, 0, 0, 0]);
const SHARD_BYTES = 4_000_000;

const FILES = {
	[`${FOLDER}mlc-chat-config.json`]: {
		text: JSON.stringify({ tokenizer_files: ['tokenizer.json'], vocab_size: 8 })
	},
	[`${FOLDER}tensor-cache.json`]: {
		text: JSON.stringify({
			records: [0, 1].map((i) => ({
				dataPath: `params_shard_${i}.bin`,
				nbytes: SHARD_BYTES,
				records: []
			}))
		})
	},
	[`${FOLDER}tokenizer.json`]: { text: '{}' },
	[`${FOLDER}params_shard_0.bin`]: { zeros: SHARD_BYTES },
	[`${FOLDER}params_shard_1.bin`]: { zeros: SHARD_BYTES },
	[LIBRARY]: { text: EMPTY_MODULE }
};

const test = base.extend<{ host: ModelHost }>({
	installedBrowser: [
		async ({}, use) => {
			const browser = await findBrowser();
			const gpu = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'];
			await use({ ...browser, args: [...browser.args, ...gpu] });
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

const UNSURE = [
	['source', 'log_message'],
	['greenhouse', 'gardener lamp seven sang quietly while the pump drew a circle']
];

// Has not passed yet: the button that goes on after a broken file is not offered.
test('files come once, a broken one alone again; a library that is none fails in plain words, and nothing is lost', async ({
	page,
	site,
	host,
	requests
}) => {
	await openStart(page, site.url);
	await classify(page, { name: 'unsure.csv', content: toCsv(UNSURE) });
	const panel = await openPanel(page);
	await expect(panel.getByText(/WebGPU is there, but only in software/)).toBeVisible();
	await panel.getByLabel('Show models that cannot run').check();
	await expect(panel.getByText(/Needs 16-bit floating point \(shader-f16\)/).first()).toBeVisible();
	await useHost(panel, host.url, ID);
	await test.step('a download that breaks off keeps whole files', async () => {
		host.breakAfter = 3_000_000;
		await panel.getByRole('button', { name: /^Download about 320\.0 MB from localhost/ }).click();
		await expect(panel.getByRole('alert')).toContainText('could not be downloaded');
		host.breakAfter = Infinity;
		host.requests.length = 0;
		await panel.getByRole('button', { name: /^Go on downloading/ }).click();
		await expect(panel.getByText(/Stored in this browser, 8\.0 MB/)).toBeVisible();
		expect(host.requests.map((path) => path.replace(FOLDER, ''))).toEqual([
			'params_shard_0.bin',
			'params_shard_1.bin'
		]);
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
