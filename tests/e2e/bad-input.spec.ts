/** Bad input gives a message that says what, where and what to do; good rows of it are classified all the same. */
import { gzipSync } from 'node:zlib';
import { expect, test } from './fixtures';
import {
	choose,
	classify,
	exported,
	finished,
	inputProblems,
	openStart,
	paste,
	toStart,
	type TestFile
} from './steps';

const PNG = Buffer.from(
	'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
	'base64'
);
const HEADER = 'source,log_message\n';
const MESSAGES = ['Timeout', 'Disk full', 'ERROR 404'];
const LABELS = ['NetworkError', 'IOError', 'HttpStatus'];
const GOOD = `${HEADER}${MESSAGES.map((message) => `app,${message}`).join('\n')}\n`;

const REFUSED: [what: string, file: TestFile, message: RegExp][] = [
	['an empty file', { name: 'empty.csv', content: '' }, /file is empty: there is no line/],
	['only blank lines', { name: 'blank.log', content: '\n\n  \n' }, /file is empty/],
	['only a header', { name: 'header.csv', content: HEADER }, /a header line but no rows below it/],
	[
		'a picture',
		{ name: 'picture.csv', content: PNG },
		/PNG image, not a text file.* copy the log itself/
	],
	[
		'unknown binary',
		{ name: 'core.log', content: Uint8Array.from({ length: 4_000 }, (_, at) => (at * 7) % 31) },
		/looks like a binary file/
	],
	[
		'a gzip file that is cut off',
		{ name: 'cut.csv.gz', content: gzipSync(GOOD).subarray(0, 40) },
		/gzip file is damaged or cut off after [\d,]+ unpacked bytes \((?!Failed to execute)/
	]
];

test('what holds no rows is refused with a reason, and the page goes on', async ({
	page,
	site
}) => {
	await openStart(page, site.url);
	for (const [what, file, message] of REFUSED)
		await test.step(what, async () => {
			await choose(page, file);
			const alert = page.getByRole('alert');
			await expect(alert).toContainText(`${file.name} was not read`);
			await expect(alert).toContainText(message);
			await alert.getByRole('button', { name: 'Dismiss' }).click();
			await expect(alert).toBeHidden();
		});
	await classify(page, { name: 'good.csv', content: GOOD });
	await toStart(page);
	await expect(page.getByRole('link', { name: /^Open / })).toHaveCount(1);
});

interface Case {
	what: string;
	file: TestFile;
	/** All cells of the input's columns as they should come out again. */
	columns?: string[];
	cells: string[][];
	labels?: string[];
	/** What has to be said, one pattern for each problem. */
	said: RegExp[];
}

const NUL = '\0';
const CASES: Case[] = [
	{
		what: 'an odd delimiter that the header shows',
		file: { name: 'caret.csv', content: GOOD.replaceAll(',', '^') },
		cells: MESSAGES.map((message) => ['app', message]),
		labels: LABELS,
		said: []
	},
	{
		what: 'ragged rows',
		file: {
			name: 'ragged.csv',
			content: 'source,log_message,note\napp,Timeout,a\napp,Disk full\nb,ERROR 404,c,more\napp\n'
		},
		columns: ['source', 'log_message', 'note', 'extra 1'],
		cells: [
			['app', 'Timeout', 'a', ''],
			['app', 'Disk full', '', ''],
			['b', 'ERROR 404', 'c', 'more'],
			['app', '', '', '']
		],
		labels: [...LABELS, 'Unclassified'],
		said: [
			/row 2, column note Row 2 has 2 cells, expected 3: "note" is taken as empty/,
			/row 3 Row 3 has 4 cells, expected 3: the cells after "note" are kept as extra columns/,
			/row 4, column log_message Row 4 has 1 cell, expected 3/
		]
	},
	{
		what: 'NUL bytes',
		file: {
			name: 'nul.csv',
			content: `${HEADER}app,Timeout\napp,Disk${NUL} full\napp,ERROR 404\n`
		},
		cells: [
			['app', 'Timeout'],
			['app', 'Disk full'],
			['app', 'ERROR 404']
		],
		said: [/1 NUL character was passed over/]
	},
	{
		what: 'invalid UTF-8',
		file: {
			name: 'broken.csv',
			content: Buffer.concat([
				Buffer.from(`${HEADER}app,Timeout\napp,Ger`),
				Buffer.of(0xff),
				Buffer.from('t fällt über älteres aus\napp,ERROR 404\n')
			])
		},
		cells: [
			['app', 'Timeout'],
			['app', 'Ger\uFFFDt fällt über älteres aus'],
			['app', 'ERROR 404']
		],
		said: [/row 2 .*not valid UTF-8.*choose another encoding/]
	},
	{
		what: 'headers that are there twice, empty or named like a prototype',
		file: {
			name: 'headers.csv',
			content:
				'__proto__,log_message,x,x,,constructor\np1,Timeout,1,2,3,c1\np2,Disk full,4,5,6,c2\n'
		},
		columns: ['__proto__', 'log_message', 'x', 'x (2)', 'column 5', 'constructor'],
		cells: [
			['p1', 'Timeout', '1', '2', '3', 'c1'],
			['p2', 'Disk full', '4', '5', '6', 'c2']
		],
		labels: LABELS.slice(0, 2),
		said: [/line 1, column x .*"x" is there more than once/]
	},
	{
		what: 'a quotation mark that is never closed',
		file: {
			name: 'quote.csv',
			content: `${HEADER}app,Timeout\napp,"Disk full\napp,ERROR 404\n`
		},
		cells: [
			['app', 'Timeout'],
			['app', '"Disk full'],
			['app', 'ERROR 404']
		],
		said: [/row 2 .*a quotation mark is opened but never closed/]
	},
	{
		what: 'blank lines',
		file: { name: 'gaps.log', content: 'Timeout\n\n\nDisk full\n\nERROR 404' },
		columns: ['source', 'log_message'],
		cells: MESSAGES.map((message) => ['gaps', message]),
		labels: LABELS,
		said: [/3 blank lines were passed over/]
	}
];

test('rows of a damaged table come out complete and in order, and each damage has its place', async ({
	page,
	site
}) => {
	await openStart(page, site.url);
	for (const { what, file, columns = ['source', 'log_message'], cells, labels, said } of CASES)
		await test.step(what, async () => {
			await classify(page, file);
			const problems = await inputProblems(page);
			expect(problems).toHaveLength(said.length);
			for (const [at, pattern] of said.entries()) expect(problems[at]).toMatch(pattern);
			const output = await exported(page);
			expect(output.columns.slice(0, columns.length + 1)).toEqual([...columns, 'target_label']);
			expect(output.cells.map((row) => row.slice(0, columns.length))).toEqual(cells);
			if (labels) expect(output.column('target_label')).toEqual(labels);
			await toStart(page);
		});
});

test('a table without a message column asks for one', async ({ page, site }) => {
	await openStart(page, site.url);
	await choose(page, { name: 'numbers.csv', content: 'id,amount\n1,20\n2,30\n' });
	await expect(page.getByText('no column is named like a message')).toBeVisible();
	await expect(page.getByRole('button', { name: 'Classify' })).toBeDisabled();
	await page.getByRole('button', { name: 'Cancel' }).click();
	await expect(page.getByRole('heading', { name: 'Drop a log file here' })).toBeVisible();
});

test('a wrong delimiter is mended by hand', async ({ page, site }) => {
	await openStart(page, site.url);
	// No column has a known name, so nothing says that the caret is more than a character of the message.
	await classify(page, { name: 'caret.csv', content: 'a^b\n1^Timeout\n2^Disk full\n' });
	expect((await exported(page)).cells.map(([message]) => message)).toEqual([
		'a^b',
		'1^Timeout',
		'2^Disk full'
	]);
	await page.getByRole('button', { name: 'Import settings' }).click();
	await page.getByRole('combobox', { name: 'Delimiter' }).selectOption({ label: 'caret' });
	await expect(page.getByLabel('First row names the columns')).toBeChecked();
	await page.getByRole('combobox', { name: 'Message' }).selectOption({ label: 'b' });
	await page.getByRole('button', { name: 'Classify' }).click();
	await finished(page);
	const { columns, column } = await exported(page);
	expect(columns.slice(0, 3)).toEqual(['a', 'b', 'target_label']);
	expect(column('target_label')).toEqual(['NetworkError', 'IOError']);
});

test('lone surrogates in pasted text spoil only themselves', async ({ page, site }) => {
	await openStart(page, site.url);
	await paste(page, `Timeout\nwrong \uD83D here and \uDE00 there\nfine 😀 pair\nDisk full`);
	await finished(page);
	const { column } = await exported(page);
	expect(column('log_message')).toEqual([
		'Timeout',
		'wrong \uFFFD here and \uFFFD there',
		'fine 😀 pair',
		'Disk full'
	]);
	expect(column('target_label')[3]).toBe('IOError');
	const problems = await inputProblems(page);
	expect(problems).toHaveLength(1);
	expect(problems[0]).toMatch(/row 2/);
});
