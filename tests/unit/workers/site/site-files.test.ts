import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { expect, it } from 'vitest';
import {
	isModelFetcher,
	isServed,
	isStoredOnUse,
	siteFiles
} from '../../../../src/workers/site/site-files';

const WORKERS = '/winnow/_app/immutable/workers/';
/** All workers of the third sieve, as the build names their scripts. */
const LLM = readdirSync(new URL('../../../../src/workers/llm', import.meta.url), {
	recursive: true,
	encoding: 'utf8'
})
	.filter((path) => path.endsWith('.worker.ts'))
	.map((path) => `${WORKERS}${basename(path, '.ts')}-Ab1.js`);
const OTHER = `${WORKERS}viewer.worker-Ab1.js`;

it('leaves the third sieve’s engines out of what a first visit stores, and stores them on use', () => {
	const { shell } = siteFiles(
		{
			base: '/winnow',
			version: '1',
			build: [...LLM, OTHER],
			files: ['/winnow/llm/wllama.wasm', '/winnow/llm/models/x.gguf', '/winnow/sample.csv'],
			prerendered: ['/winnow/']
		},
		'https://example.org'
	);
	expect(LLM.length).toBeGreaterThanOrEqual(4);
	expect(shell).toContain(OTHER);
	expect(shell).toContain('/winnow/sample.csv');
	expect(shell.filter((path) => /llm|model-fetcher/.test(path))).toEqual([]);
	for (const path of [...LLM, '/winnow/llm/wllama.wasm'])
		expect(isStoredOnUse('/winnow', path)).toBe(true);
	expect(isStoredOnUse('/winnow', OTHER)).toBe(false);
});

it('does not answer for models of the site’s own host, which have a cache of their own', () => {
	expect(isServed('/winnow', '/winnow/llm/models/x.gguf')).toBe(false);
	expect(isServed('/winnow', '/winnow/llm/wllama.wasm')).toBe(true);
});

it('knows the one worker that may reach other hosts', () => {
	expect(LLM.filter(isModelFetcher)).toEqual([`${WORKERS}llm-model-fetcher.worker-Ab1.js`]);
	expect(isModelFetcher(OTHER)).toBe(false);
});
