/**
 * Asks a real model, in the browser and through the page, about a fixed sample of the messages that the first two sieves
 * leave, and compares it with what costs nothing: the nearest labelled examples.
 *
 *     npx tsx tests/bench/llm.ts --gguf SmolLM2-135M-Instruct.Q4_1.gguf --file LABELLED.csv [--count 40] [--out ANSWERS.json]
 *
 * The site must be built for `/`. The answers' file is written while it grows; a later call asks only what it lacks.
 * `npm run eval -- FILE.csv --llm ANSWERS.json` reads it.
 */
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from '@playwright/test';
import Papa from 'papaparse';
import type { LlmLogEntry } from '../../src/lib/store/schema';
import type { EvaluatedRow } from '../../src/cli/evaluate-rows';
import { evaluateSources, readDefaultBundle, readLabelledCsv } from '../../training/evaluate';
import {
	compareThirdSieve,
	fixedSample,
	reportThirdSieve,
	uncertainTemplates
} from '../../training/third-sieve';
import { ModelHost } from '../e2e/model-host';
import { BenchBrowser } from './bench-browser';
import { serveSite } from './site';

/** Milliseconds for all answers. */
const PATIENCE = 3_600_000;
/** Milliseconds between two writes of the answers' file. */
const KEEP_EVERY = 10_000;

const { values } = parseArgs({
	options: {
		gguf: { type: 'string' },
		file: { type: 'string' },
		count: { type: 'string', default: '40' },
		out: { type: 'string' }
	}
});

async function main(): Promise<void> {
	if (!values.gguf || !values.file)
		throw new Error(
			'Usage: tsx tests/bench/llm.ts --gguf MODEL.gguf --file LABELLED.csv [--count N] [--out FILE]'
		);
	const { cascade, examples } = readDefaultBundle();
	if (!examples) throw new Error('The default bundle has no examples to compare with.');
	const rows = await evaluateSources(readLabelledCsv(values.file), cascade);
	const sample = fixedSample(uncertainTemplates(rows), Number(values.count));
	const known = knownAnswers(basename(values.gguf));
	const isKnown = ({ canonical }: EvaluatedRow): boolean =>
		known.some(({ text }) => text === canonical);
	const left = sample.filter((row) => !isKnown(row));
	console.log(`${left.length} of ${sample.length} to ask`);
	const log = left.length > 0 ? await askInBrowser(values.gguf, left, known) : known;
	const answers = new Map(log.map(({ text = '', label }) => [text, label]));
	console.log(reportThirdSieve(await compareThirdSieve(sample, examples, answers)));
	console.log(describe(log));
}

/** Answers of the model that an earlier call has written. */
function knownAnswers(model: string): LlmLogEntry[] {
	if (!values.out || !existsSync(values.out)) return [];
	const entries = JSON.parse(readFileSync(values.out, 'utf8')) as LlmLogEntry[];
	return entries.filter((entry) => entry.model === model);
}

async function keep(log: readonly LlmLogEntry[]): Promise<void> {
	if (values.out) await writeFile(values.out, JSON.stringify(log, null, '\t'));
}

async function askInBrowser(
	gguf: string,
	sample: readonly EvaluatedRow[],
	known: readonly LlmLogEntry[]
): Promise<LlmLogEntry[]> {
	const temporary = await mkdtemp(join(tmpdir(), 'winnow-llm-'));
	const site = await serveSite(temporary);
	const host = new ModelHost({ [basename(gguf)]: { path: gguf } });
	await host.start();
	const browser = await BenchBrowser.start(join(temporary, 'profile'));
	try {
		return await browser.withPage(site.url, async (page) => {
			await start(page, host.url, basename(gguf), sample);
			return answered(page, known);
		});
	} finally {
		await browser.stop();
		host.stop();
		await site.close();
		await rm(temporary, { recursive: true, force: true });
	}
}

/** Classifies the sample and lets the model begin with it. */
async function start(
	page: Page,
	hostUrl: string,
	model: string,
	sample: readonly EvaluatedRow[]
): Promise<void> {
	const csv = Papa.unparse([
		['source', 'log_message'],
		...sample.map(({ source, message }) => [source, message])
	]);
	await page
		.getByLabel('Log file', { exact: true })
		.setInputFiles({ name: 'sample.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
	await page.getByRole('button', { name: 'Ask a language model' }).click({ timeout: 120_000 });
	const panel = page.getByRole('dialog', { name: 'Ask a language model' });
	await panel.locator(`input[type=radio][value="${model}"]`).check();
	await panel.getByLabel(/^Model host/).fill(hostUrl);
	await panel.getByLabel(/^Model host/).blur();
	await panel.getByRole('button', { name: /^Download/ }).click();
	await panel.getByText(/Stored in this browser/).waitFor({ timeout: 300_000 });
	await panel.getByLabel('Messages at most').fill(String(sample.length));
	await panel.getByLabel('Minutes at most').fill('600');
	await panel.getByLabel('Keep the messages').check();
	await panel.getByRole('button', { name: /^Ask about/ }).click();
}

/** Waits for the end and keeps what is answered until then, every few seconds. */
async function answered(page: Page, known: readonly LlmLogEntry[]): Promise<LlmLogEntry[]> {
	const end = page.getByText(/asked about\.|is used up|failed/).first();
	for (const begun = Date.now(); ;) {
		const ended = await end.waitFor({ timeout: KEEP_EVERY }).then(
			() => true,
			() => Date.now() - begun > PATIENCE
		);
		const log = [...known, ...(await page.evaluate(readLog))];
		await keep(log);
		if (ended) return log;
	}
}

/** Runs in the page. */
function readLog(): Promise<LlmLogEntry[]> {
	return new Promise((resolve, reject) => {
		const opening = indexedDB.open('winnow');
		opening.onerror = () => reject(new Error('The database cannot be opened.'));
		opening.onsuccess = () => {
			const reading = opening.result.transaction('llmLog').objectStore('llmLog').getAll();
			reading.onsuccess = () => resolve(reading.result as LlmLogEntry[]);
		};
	});
}

function describe(log: readonly LlmLogEntry[]): string {
	const sorted = log.map(({ milliseconds }) => milliseconds / 1_000).sort((a, b) => a - b);
	const at = (share: number): string =>
		(sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(1);
	const valid = log.filter(({ problem }) => problem === undefined).length;
	const first = log.filter(({ tries }) => tries === 1).length;
	const mean = (of: (entry: LlmLogEntry) => number): string =>
		(log.reduce((sum, entry) => sum + of(entry), 0) / log.length).toFixed(1);
	const unsure = log.filter(({ confidence }) => (confidence ?? 1) < 0.5).length;
	return [
		`answers ${log.length}, valid ${valid}, valid at the first try ${first}`,
		`seconds per answer: median ${at(0.5)}, least ${at(0)}, 90 % ${at(0.9)}, most ${at(1)}`,
		`tokens on average: prompt ${mean(({ promptTokens }) => promptTokens)}, answer ${mean(({ completionTokens }) => completionTokens)}; below half of the labels' probability ${unsure}`
	].join('\n');
}

main().catch((error: Error) => {
	console.error(error.message);
	process.exitCode = 1;
});
