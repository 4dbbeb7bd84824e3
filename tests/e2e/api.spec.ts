import { EXAMPLE, EXAMPLE_LABELS, toCsv } from './csv';
import { allow, expect, test } from './foreign-page';
import { RUN_TIMEOUT, openStart } from './steps';

/** Starts the same call as the documentation shows; the answer is left on the page's window. */
const CLASSIFY = async ({
	moduleUrl,
	csv
}: {
	moduleUrl: string;
	csv: string;
}): Promise<unknown> => {
	const { connect } = await import(moduleUrl);
	const winnow = await connect();
	const phases = new Set<string>();
	const rows = await winnow.classify(
		[
			{ id: 1, source: 'app1', log_message: 'Connection failed due to timeout' },
			null,
			{ id: 3, source: 'app2', log_message: 'FileNotFoundError: dataset.csv missing' }
		],
		{ onProgress: ({ phase }: { phase: string }) => phases.add(phase) }
	);
	const fromCsv = await winnow.classify(csv);
	const text = await winnow.classifyCsv(new Blob([csv]));
	const error = await winnow.classify('a,b\n1,2\n').catch((reason: Error) => reason.message);
	const aborted = await winnow
		.classify(csv, { signal: AbortSignal.abort() })
		.catch((reason: Error) => reason.name);
	winnow.close();
	const frames = document.querySelectorAll('iframe').length;
	return { rows, fromCsv, text, error, aborted, frames, phases: [...phases] };
};

/** Resolves with what it was refused with, or with the connection, which no test can take out of the page. */
const CONNECT = async (moduleUrl: string): Promise<unknown> =>
	(await import(moduleUrl)).connect().catch((reason: Error) => reason.message);

interface Answer {
	rows: Record<string, unknown>[];
	fromCsv: Record<string, unknown>[];
	text: string;
	error: string;
	aborted: string;
	frames: number;
	phases: string[];
}

test('a page of another origin asks the visitor, then classifies', async ({
	page,
	site,
	foreign
}) => {
	test.setTimeout(2 * RUN_TIMEOUT);
	await page.goto(foreign.url);
	const answer = page.evaluate(CLASSIFY, {
		moduleUrl: site.at('api/winnow.js'),
		csv: toCsv(EXAMPLE)
	});
	await allow(page, foreign.origin);
	const { rows, fromCsv, text, error, aborted, frames, phases } = (await answer) as Answer;
	expect(rows.map((row) => row['target_label'])).toEqual([
		'NetworkError',
		'Unclassified',
		'IOError'
	]);
	expect(rows[0]).toMatchObject({ id: 1, source: 'app1', needs_review: false });
	expect(typeof rows[0]?.['confidence']).toBe('number');
	expect(rows[1]).toMatchObject({ problem: 'Row 2 is neither an object nor a text.' });
	expect(fromCsv.map((row) => row['target_label'])).toEqual(EXAMPLE_LABELS);
	expect(text.split('\r\n')[0]).toBe(
		'"source","log_message","target_label","confidence","tier","rule","needs_review","family","certainty","family_confidence"'
	);
	expect(error).toContain('no column for the log message; its columns are "a", "b"');
	expect(aborted).toBe('AbortError');
	expect(frames).toBe(0);
	expect(phases).toContain('loading-model');

	// What is allowed is listed, and can be taken back.
	await page.goto(site.at('api/'));
	await expect(page.getByText(foreign.origin)).toBeVisible();
	await page.getByRole('button', { name: 'Revoke' }).click();
	await expect(page.getByText(foreign.origin)).toHaveCount(0);
	await test.step('a tab that is opened later is asked again', async () => {
		const later = await page.context().newPage();
		await later.goto(foreign.url);
		void later.evaluate(CONNECT, site.at('api/winnow.js')).catch(() => undefined);
		const asking = later.frameLocator('iframe[title=Winnow]');
		const [window] = await Promise.all([
			later.waitForEvent('popup'),
			asking.getByRole('button', { name: 'Decide' }).click()
		]);
		await expect(window.getByRole('button', { name: 'Allow' })).toBeVisible();
		await later.close();
	});

	// No run is stored: neither here nor for the site itself.
	await openStart(page, site.url);
	await expect(page.getByRole('link', { name: /example|pasted/i })).toHaveCount(0);
});

/** Connects twice, one after the other, and tells what the frame stored and how often the model was fetched. */
const TWICE = async (moduleUrl: string): Promise<string[][]> => {
	const { connect } = await import(moduleUrl);
	const labels: string[][] = [];
	for (const message of ['Connection failed due to timeout', 'Disk full']) {
		const winnow = await connect();
		const rows = await winnow.classify([message]);
		labels.push(rows.map((row: Record<string, unknown>) => String(row['target_label'])));
		// Kept for the test to look into its frame.
		if (message === 'Disk full') Object.assign(window, { winnow });
		else winnow.close();
	}
	return labels;
};

test('the frame on another site has storage of its own: it sees nothing of the visitor, and keeps the model', async ({
	page,
	site,
	foreign,
	requests
}) => {
	test.setTimeout(2 * RUN_TIMEOUT);
	await openStart(page, site.url);
	await page.evaluate(async () => {
		localStorage.setItem('mine', 'private');
		await caches.open('winnow-mine');
		await new Promise((resolve, reject) => {
			const opened = indexedDB.open('mine');
			opened.onsuccess = resolve;
			opened.onerror = reject;
		});
	});
	const modelFetches = (): number =>
		requests.paths().filter((path) => path.endsWith('model_quantized.onnx')).length;
	await page.goto(foreign.url);
	const answer = page.evaluate(TWICE, site.at('api/winnow.js'));
	await allow(page, foreign.origin);
	expect(await answer).toEqual([['NetworkError'], ['IOError']]);
	expect(modelFetches()).toBe(1);
	const frame = page.frames().find((one) => one.url().startsWith(site.at('embed/')));
	const stored = await frame?.evaluate(async () => ({
		origin: location.origin,
		mine: localStorage.getItem('mine'),
		caches: await caches.keys(),
		databases: (await indexedDB.databases()).map(({ name }) => name)
	}));
	expect(stored).toMatchObject({ origin: new URL(site.url).origin, mine: null });
	expect(stored?.caches).not.toContain('winnow-mine');
	expect(stored?.caches).toContain('winnow-encoder-v1');
	expect(stored?.databases).not.toContain('mine');
	await page.goto(site.url);
	expect(await page.evaluate(() => localStorage.getItem('mine'))).toBe('private');
	// What the frame fetched and stored is not the site's either.
	expect(await page.evaluate(() => caches.keys())).not.toContain('winnow-encoder-v1');
});

test('a page that the visitor refuses gets an error', async ({ page, site, foreign }) => {
	await page.goto(foreign.url);
	const answer = page.evaluate(CONNECT, site.at('api/winnow.js'));
	const frame = page.frameLocator('iframe[title=Winnow]');
	await frame.getByRole('button', { name: 'Refuse' }).click();
	expect(await answer).toBe('The visitor does not let this page use Winnow.');
	expect(await page.locator('iframe').count()).toBe(0);
});

test('the page about it shows how, and tries it', async ({ page, site }) => {
	await page.goto(site.at('about/'));
	await page.getByRole('link', { name: 'JavaScript API' }).click();
	await expect(page.getByText(site.at('api/winnow.js'))).toBeVisible();
	await page.getByRole('button', { name: 'Classify' }).click();
	const answer = page.getByLabel('Answer');
	await expect(answer).toHaveValue(/"NetworkError".*\r?\n.*"IOError"/, { timeout: RUN_TIMEOUT });
	await page.getByLabel('CSV').fill('no,who\n1,2\n');
	await page.getByRole('button', { name: 'Classify' }).click();
	await expect(page.getByRole('alert')).toContainText('Call one of them log_message.');
});
