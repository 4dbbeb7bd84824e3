import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readLogFile, type ReadFile } from '../../../../src/cli/read-file';
import { withFilesOfArchives } from '../../../../src/workers/read/archives/list-files';
import { packedFixture, tarOf, zipOf } from '../../support/packed-files';

const line = (second: number, text: string): string => `2026-11-20 10:00:0${second} INFO ${text}\n`;
const file = (bytes: Uint8Array<ArrayBuffer>, name: string): File => new File([bytes], name);
const read = (bytes: Uint8Array<ArrayBuffer>, name: string): Promise<ReadFile> =>
	readLogFile(file(bytes, name), { zone: 'utc' });
const messages = ({ rows }: ReadFile): string[] =>
	rows.map(({ source, message }) => `${source}: ${message}`);

describe('an archive in an archive', () => {
	it('is opened, whatever the kinds are, and all logs are merged by time', async () => {
		const tar = await tarOf({ 'deep/c.log': line(2, 'third') });
		const inner = {
			'b.tgz': Uint8Array.from(gzipSync(tar)),
			'old.zip': await zipOf({ 'd.log': line(3, 'fourth') }),
			'logs.7z': packedFixture('logs-copy.7z')
		};
		for (const [name, bytes] of [
			['all.zip', await zipOf({ 'a.log': line(1, 'first'), ...inner })],
			['all.tar.gz', gzipSync(await tarOf({ 'a.log': line(1, 'first'), ...inner }))]
		] as const) {
			const found = await read(Uint8Array.from(bytes), name);
			expect(found.problems).toEqual([]);
			expect(messages(found)).toEqual(
				expect.arrayContaining(['a: first', 'deep/c: third', 'd: fourth', 'logs/web: Timeout'])
			);
			expect(found.rows).toHaveLength(3 + 10);
		}
	});

	it('is listed under the names of both', async () => {
		const inner = await zipOf({ 'x/app.log': line(1, 'one'), 'README.md': 'text' });
		const outer = file(await zipOf({ 'inner.zip': inner }), 'outer.zip');
		const files = await withFilesOfArchives([{ file: outer, name: outer.name }]);
		expect(files.map(({ name }) => name)).toEqual([
			'outer.zip/inner.zip/x/app.log',
			'outer.zip/inner.zip/README.md'
		]);
		expect(files[0]?.inside).toMatchObject({
			kind: 'zip',
			archive: 'outer.zip/inner.zip',
			archiveBytes: inner.length,
			within: { kind: 'zip', archive: 'outer.zip', archiveBytes: outer.size, at: 0 }
		});
		// One file for both: it is unpacked once.
		expect(files[0]?.file).toBe(files[1]?.file);
	});

	it('that cannot be opened is left out with the reason, and the others are read', async () => {
		const bytes = await zipOf({
			'a.log': line(1, 'first'),
			'cut.zip': (await zipOf({ 'b.log': line(2, 'second'.repeat(50)) })).slice(0, 90),
			'secret.zip': packedFixture('locked.zip')
		});
		const { rows, problems } = await read(bytes, 'all.zip');
		expect(rows.map(({ message }) => message)).toEqual(['first']);
		expect(problems).toEqual([
			expect.stringMatching(/^all\.zip\/cut\.zip was left out: The zip file is damaged or cut off/),
			expect.stringMatching(/^all\.zip\/secret\.zip was left out: .* protected by a password/)
		]);
	});

	it('that is a log by the name of an archive is read as a log', async () => {
		const { rows, problems } = await read(await zipOf({ 'odd.zip': line(1, 'first') }), 'all.zip');
		expect([rows.map(({ message }) => message), problems]).toEqual([['first'], []]);
	});

	it('is opened three deep, and not deeper', async () => {
		let bytes = await zipOf({ 'a.log': line(1, 'first') });
		for (const name of ['third.zip', 'second.zip']) bytes = await zipOf({ [name]: bytes });
		expect((await read(bytes, 'first.zip')).rows).toHaveLength(1);
		const { rows, problems } = await read(await zipOf({ 'one.zip': bytes }), 'all.zip');
		expect(rows).toEqual([]);
		expect(problems[0]).toMatch(/Archives are opened 3 deep/);
	});

	it('is refused when only all of them together are a bomb', async () => {
		const zeros = new Uint8Array(3 * 2 ** 20);
		const inner = await zipOf({ 'a.log': zeros });
		const outer = await zipOf(
			Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`${at}.zip`, inner]))
		);
		const packed = Uint8Array.from(gzipSync(await tarOf({ 'outer.zip': outer })));
		const { rows, problems } = await read(packed, 'all.tar.gz');
		expect(rows).toEqual([]);
		expect(problems[0]).toMatch(/archive file unpacks to more than .*decompression bomb/);
	});
});
