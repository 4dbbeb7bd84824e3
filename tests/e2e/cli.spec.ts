/** The command line and the page say the same. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from './fixtures';
import { classifySampleFile, downloaded, openStart } from './steps';

test('the command line writes the bytes that the page exports', async ({ page, site }) => {
	test.setTimeout(180_000);
	await openStart(page, site.url);
	await classifySampleFile(page);
	const exported = await downloaded(page, 'CSV');
	const { stdout } = await promisify(execFile)(
		process.execPath,
		['--import', 'tsx', 'src/cli/main.ts', 'classify', 'static/sample.csv'],
		{ maxBuffer: 64 * 1024 * 1024, encoding: 'buffer' }
	);
	expect(stdout.equals(exported.bytes)).toBe(true);
});
