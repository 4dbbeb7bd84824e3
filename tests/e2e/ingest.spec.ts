import { gzipSync } from 'node:zlib';
import { EXAMPLE, EXAMPLE_LABELS, toCsv, utf16 } from './csv';
import { expect, test } from './fixtures';
import {
	classify,
	classifyNext,
	classifySample,
	classifySampleFile,
	drop,
	exported,
	finished,
	openStart,
	paste,
	summary,
	toStart
} from './steps';

const LINES = EXAMPLE.slice(1).map(([, message]) => message as string);

test('the sample has 1,500 rows of several systems and all fifteen categories', async ({
	page,
	site
}) => {
	await openStart(page, site.url);
	await classifySample(page);
	expect(await summary(page, 'total events')).toBe(1_500);
	expect(await summary(page, 'unique sources')).toBeGreaterThan(5);
	const { cells, column } = await exported(page);
	expect(cells).toHaveLength(1_500);
	const categories = new Set(column('target_label').filter((label) => label !== 'Unclassified'));
	expect([...categories].sort()).toHaveLength(15);
});

test('a file is taken by picker, by drop anywhere and by paste anywhere', async ({
	page,
	site
}) => {
	await openStart(page, site.url);
	await test.step('picker', async () => {
		const [chooser] = await Promise.all([
			page.waitForEvent('filechooser'),
			page.getByRole('button', { name: 'Choose files' }).click()
		]);
		const buffer = Buffer.from(toCsv(EXAMPLE));
		await chooser.setFiles({ name: 'picked.csv', mimeType: 'text/csv', buffer });
		await finished(page);
		await expect(page.getByRole('heading', { name: 'picked.csv' })).toBeVisible();
	});
	await test.step('drop, on the page of a run', async () => {
		await drop(page, { name: 'dropped.csv', content: toCsv(EXAMPLE) });
		await expect(page.getByRole('heading', { name: 'dropped.csv' })).toBeVisible();
		await finished(page);
		expect((await exported(page)).column('target_label')).toEqual(EXAMPLE_LABELS);
	});
	await test.step('paste of a table', async () => {
		await toStart(page);
		await paste(page, toCsv(EXAMPLE));
		await finished(page);
		await expect(page.getByRole('heading', { name: 'Pasted text' })).toBeVisible();
		expect((await exported(page)).column('source')).toEqual(['app1', 'app2']);
	});
	await test.step('paste of lines', async () => {
		await toStart(page);
		await paste(page, LINES.join('\n'));
		await finished(page);
		expect((await exported(page)).column('target_label')).toEqual(EXAMPLE_LABELS);
	});
});

test('plain text is read one message a line, with the file name as its source', async ({
	page,
	site
}) => {
	await openStart(page, site.url);
	for (const name of ['plain.log', 'plain.txt']) {
		await test.step(name, async () => {
			await classify(page, { name, content: LINES.join('\n') });
			const { column } = await exported(page);
			expect(column('log_message')).toEqual(LINES);
			expect(column('source')).toEqual(['plain', 'plain']);
			expect(column('target_label')).toEqual(EXAMPLE_LABELS);
			await toStart(page);
		});
	}
});

const READINGS: [what: string, name: string, content: string | Uint8Array, shown: string][] = [
	['gzip of a table', 'a.csv.gz', gzipSync(toCsv(EXAMPLE)), 'UTF-8, gzip'],
	['semicolons', 'b.csv', toCsv(EXAMPLE, { delimiter: ';' }), 'semicolon, with a header'],
	['tabs', 'c.csv', toCsv(EXAMPLE, { delimiter: '\t' }), 'tab, with a header'],
	['tabs in a text file', 'd.txt', toCsv(EXAMPLE, { delimiter: '\t' }), 'tab, with a header'],
	['UTF-16 with its mark', 'e.csv', utf16(toCsv(EXAMPLE)), 'UTF-16 LE'],
	['UTF-8 with its mark', 'f.csv', `\uFEFF${toCsv(EXAMPLE)}`, 'UTF-8'],
	['CRLF line ends', 'g.csv', toCsv(EXAMPLE, { newline: '\r\n' }), 'comma, with a header'],
	['no last line end', 'h.csv', toCsv(EXAMPLE).trimEnd(), 'comma, with a header']
];

test('delimiters, encodings, line ends and gzip are found without asking', async ({
	page,
	site
}) => {
	await openStart(page, site.url);
	for (const [what, name, content, shown] of READINGS)
		await test.step(what, async () => {
			await classify(page, { name, content });
			await expect(page.getByText('read as ')).toContainText(shown);
			const { columns, cells, column } = await exported(page);
			expect(columns.slice(0, 3)).toEqual(['source', 'log_message', 'target_label']);
			expect(cells.map((row) => row.slice(0, 2))).toEqual(EXAMPLE.slice(1));
			expect(column('target_label')).toEqual(EXAMPLE_LABELS);
			await toStart(page);
		});
});

test('gzip of lines, as log rotation leaves it', async ({ page, site }) => {
	await openStart(page, site.url);
	await classify(page, { name: 'syslog.log.gz', content: gzipSync(LINES.join('\n')) });
	const { name, column } = await exported(page);
	expect(name).toBe('syslog-classified.csv');
	expect(column('log_message')).toEqual(LINES);
	expect(column('source')).toEqual(['syslog', 'syslog']);
});

test('quoted line breaks, quotes, delimiters and other columns come out as they went in', async ({
	page,
	site
}) => {
	const rows = [
		['id', 'service', 'message', 'note'],
		['1', 'api', 'Traceback:\n  File "a.py", line 3\nKeyError: 17', 'two, parts'],
		['2', 'käse', 'Naïve 日本語 message, with "quotes"', ''],
		['3', 'api', 'Timeout', '  kept  spaces  ']
	];
	await openStart(page, site.url);
	await classify(page, { name: 'other.csv', content: toCsv(rows) });
	const { columns, cells } = await exported(page);
	expect(columns.slice(0, 5)).toEqual([...(rows[0] as string[]), 'target_label']);
	expect(cells.map((row) => row.slice(0, 4))).toEqual(rows.slice(1));
	expect(cells[2]?.[4]).toBe('NetworkError');
	await test.step('the same with CRLF inside of a cell', async () => {
		const crlf = 'source,log_message\r\na,"Timeout\r\nafter 3 s"\r\nb,Disk full\r\n';
		await classifyNext(page, { name: 'crlf.csv', content: crlf });
		expect((await exported(page)).column('log_message')).toEqual([
			'Timeout\r\nafter 3 s',
			'Disk full'
		]);
	});
});

test('the workers start when a file is about to come, and the encoder once it is stored', async ({
	page,
	site
}) => {
	const started = (): Promise<string[]> =>
		Promise.all(page.workers().map((worker) => worker.evaluate(() => self.name)));
	const comeNear = (): Promise<void> => page.getByRole('button', { name: 'Choose files' }).hover();
	await openStart(page, site.url);
	await page.mouse.move(0, 0);
	await comeNear();
	await expect.poll(started).toEqual(expect.arrayContaining(['classifier', 'reader', 'viewer']));
	expect(await started()).not.toContain('embedder wasm');
	await classifySampleFile(page);
	await expect(page.getByText('Ready offline')).toBeVisible();
	await openStart(page, site.url);
	await page.mouse.move(0, 0);
	await comeNear();
	await expect.poll(started).toContain('embedder wasm');
});
