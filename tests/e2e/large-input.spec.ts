/** Wide tables, very long lines and large files that are cut off. */
import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { toCsv } from './csv';
import { expect, test } from './fixtures';
import { classify, exported, inputProblems, openStart, toStart } from './steps';

const HEADER = 'source,log_message\n';
const MESSAGES = ['Timeout', 'Disk full', 'ERROR 404'];
const LABELS = ['NetworkError', 'IOError', 'HttpStatus'];
/** Characters of a log line that are kept; of a longer one it is said how many are not. */
const LINE_KEPT = 2 ** 20;
const CUT: unknown = expect.stringMatching(
	/A line of 10,000,000 characters was cut after 1,048,576: the other 8,951,424 are left out/
);

test('a table of 300 columns and one with a line of 10 MB are classified', async ({
	page,
	site
}) => {
	test.setTimeout(120_000);
	await openStart(page, site.url);
	await test.step('300 columns', async () => {
		const columns = Array.from({ length: 300 }, (_, at) => (at === 250 ? 'message' : `c${at}`));
		const rows = MESSAGES.map((message, row) =>
			columns.map((name, at) => (name === 'message' ? message : `${row}.${at}`))
		);
		await classify(page, { name: 'wide.csv', content: toCsv([columns, ...rows]) });
		const output = await exported(page);
		expect(output.columns.slice(0, 300)).toEqual(columns);
		expect(output.cells.map((row) => row.slice(0, 300))).toEqual(rows);
		expect(output.column('target_label')).toEqual(LABELS);
		await toStart(page);
	});
	await test.step('10 MB in one line', async () => {
		const huge = 'Connection reset by peer '.repeat(400_000);
		const content = `Timeout\n${huge}\nDisk full\n`;
		await classify(page, { name: 'huge.log', content });
		await checkHuge(page, huge);
	});
	await test.step('nothing but 10 MB in one line', async () => {
		await toStart(page);
		const huge = 'x'.repeat(10_000_000);
		await classify(page, { name: 'only.log', content: huge });
		expect((await exported(page)).column('log_message')[0]).toHaveLength(LINE_KEPT);
		expect(await inputProblems(page)).toEqual([CUT]);
	});
});

async function checkHuge(page: Page, huge: string): Promise<void> {
	const { column } = await exported(page);
	const messages = column('log_message');
	expect(messages).toHaveLength(3);
	// Compared as a whole, a difference would be printed as a whole.
	expect(messages[1] === huge.slice(0, LINE_KEPT)).toBe(true);
	expect(await inputProblems(page)).toEqual([CUT]);
	expect([messages[0], messages[2]]).toEqual(['Timeout', 'Disk full']);
	expect(column('target_label')[2]).toBe('IOError');
}

test('of a large gzip file that is cut off, the rows before the cut are kept', async ({
	page,
	site
}) => {
	const words = 'alpha bravo charlie delta echo foxtrot golf hotel india juliet'.split(' ');
	const rows = Array.from(
		{ length: 60_000 },
		(_, row) => `app,Job ${words[row % 10]} for ${words[row % 7]} ended after ${Math.sin(row)} s`
	);
	const whole = gzipSync(`${HEADER}${rows.join('\n')}\n`);
	await openStart(page, site.url);
	const content = whole.subarray(0, Math.floor(whole.length * 0.8));
	await classify(page, { name: 'cut.csv.gz', content });
	await expect(page.getByText('gzip file is damaged or cut off')).toBeVisible();
	const output = await exported(page);
	expect(output.column('target_label')).not.toContain('');
	const messages = output.cells.map((row) => row.slice(0, 2).join(','));
	expect(messages.length).toBeGreaterThan(20_000);
	expect(messages.length).toBeLessThan(60_000);
	expect(messages.every((message, at) => message === rows[at])).toBe(true);
});
