/**
 * llama.cpp itself under the site's policy. FAKE is only what it runs: a tiny model of random weights, put where a
 * downloaded one is kept. `llm-model.spec.ts` tries a real one.
 */
import type { Page } from '@playwright/test';
import { wllama } from '../../src/lib/pipeline/llm/engines/wllama';
import { toCsv } from './csv';
import { expect, test } from './fixtures';
import { openPanel } from './llm-steps';
import { classify, openStart } from './steps';
import { tinyGguf } from './tiny-gguf';

const MODEL = wllama.models.find(({ name }) => name === 'SmolLM2 135M');
const UNSURE = [
	['source', 'log_message'],
	...Array.from({ length: 3 }, () => [
		'greenhouse',
		'gardener lamp seven sang quietly while the pump drew a circle'
	]),
	['library', 'borrowed chapters returned folded, shelf keeper unhappy with the corner']
];

test('the engine starts, keeps to the grammar and answers for every message', async ({
	page,
	site
}) => {
	test.setTimeout(180_000);
	await openStart(page, site.url);
	await classify(page, { name: 'unsure.csv', content: toCsv(UNSURE) });
	await keepModel(page, tinyGguf());
	const panel = await openPanel(page);
	await panel.locator(`input[value="${MODEL?.id}"]`).check();
	await expect(panel.getByText(/Stored in this browser/)).toBeVisible();
	await panel.getByRole('button', { name: /^Ask about/ }).click();
	await expect(panel.getByText(/All messages were asked about/)).toBeVisible({ timeout: 120_000 });
	const answers = panel
		.getByRole('region', { name: 'Answers, newest first' })
		.getByRole('listitem');
	const texts = await answers.allInnerTexts();
	expect(texts.length).toBeGreaterThan(0);
	for (const text of texts) expect(text).not.toMatch(/The model (answered|did not)/);
});

/** As `GgufParts` keeps a download: one part, and the seal that it was checked. */
async function keepModel(page: Page, bytes: Buffer): Promise<void> {
	const url = MODEL?.source?.kind === 'gguf' ? MODEL.source.url : '';
	await page.evaluate(
		async ({ address, base64 }) => {
			const binary = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
			const cache = await caches.open('winnow-llm-v1');
			const headers = { 'content-length': String(binary.length) };
			await cache.put(`${address}?winnow-part=0`, new Response(binary, { headers }));
			await cache.put(`${address}?winnow-checked`, new Response('checked'));
		},
		{ address: url, base64: bytes.toString('base64') }
	);
}
