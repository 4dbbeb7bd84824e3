import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readLogFile, type ReadFile } from '../../../../src/cli/read-file';
import { previewInput } from '../../../../src/workers/classify/preview-input';
import { withFilesOfArchives } from '../../../../src/workers/read/archives/list-files';

const MODIFIED = Date.parse('2026-11-29T20:00:00Z');
const packed = (name: string, end?: number): File => {
	const bytes = readFileSync(new URL(`../../../fixtures/packed/${name}`, import.meta.url));
	return new File([bytes.subarray(0, end)], name, { lastModified: MODIFIED });
};
const given = (name: string) => ({ file: packed(name), name });
const readAll = (name: string, end?: number): Promise<ReadFile> =>
	readLogFile(packed(name, end), { zone: 'utc' });
const short = ({ rows }: ReadFile): string[] =>
	rows.map(({ time, source, message }) => [time?.slice(11), source, message].join(' '));

/** What `logs.zip` and the tar archives hold; `notes.txt` has no times, `README.md` is no log. */
const MERGED = [
	'09:59:59.000Z logs/old/app.log Worker stopped',
	'10:00:01.000Z logs/app Worker started',
	'10:00:02.500Z logs/web Timeout',
	'10:00:03.000Z logs/app Disk full\n\tat a.b.C(D.java:1)\n\tat a.b.D(D.java:2)',
	'10:00:04.000Z sw1 Link down',
	'10:00:05.000Z logs/web Gr\u00fc\u00dfe',
	'10:00:06.000Z sw1 Link up',
	'10:00:09.000Z logs/app Slow',
	' logs/notes no time here',
	' logs/notes nor here'
];

describe('an archive', () => {
	const tars = ['logs.tar', 'logs.tar.gz', 'logs.tar.bz2', 'logs.tar.xz'];
	const sevens = ['', '-lzma', '-bzip2', '-deflate', '-copy'].map((method) => `logs${method}.7z`);
	it.each(['logs.zip', ...tars, ...sevens])(
		'%s is read as the logs in it, each in its own format, merged by time',
		async (name) => {
			const read = await readAll(name);
			expect(short(read)).toEqual(MERGED);
			expect(read.problems).toEqual([]);
		}
	);

	it('is listed without folders, empty files and what systems put beside files', async () => {
		for (const name of ['logs.zip', 'logs.tar.gz', 'logs.7z']) {
			const files = await withFilesOfArchives([given(name)]);
			expect(files.map((file) => file.name.slice(name.length)).sort()).toEqual([
				'/logs/README.md',
				'/logs/app.log',
				'/logs/hosts.csv',
				'/logs/notes.txt',
				'/logs/old/app.log.1.gz',
				'/logs/web.jsonl'
			]);
			const app = files.find((file) => file.name.endsWith('/app.log'));
			expect(app?.inside).toMatchObject({ archive: name, archiveBytes: files[0]?.file.size });
		}
	});

	it('is read as far as it is chosen', async () => {
		const { input, files } = await previewInput([given('logs.zip')], { zone: 'utc' });
		expect(files.filter(({ unchosen }) => unchosen).map(({ name }) => name)).toEqual([
			'logs.zip/logs/README.md'
		]);
		const chosen = files.map(({ name }) => name.endsWith('web.jsonl'));
		const one = await previewInput(input, { zone: 'utc' }, undefined, chosen);
		expect(one.format).toMatchObject({ kind: 'json' });
		expect(one.format.merged).toBeUndefined();
		expect(one.problems).toEqual([]);
		expect(one.input).toHaveLength(files.length);
		await expect(
			previewInput(
				input,
				{},
				undefined,
				files.map(() => false)
			)
		).rejects.toThrow('No file is chosen.');
	});

	it('with a password is refused, and of one with some locked files the others are read', async () => {
		expect((await readAll('locked.zip')).problems).toEqual([
			'The zip file is protected by a password. Unpack it with the password and drop the logs in it.'
		]);
		expect((await readAll('locked.7z')).problems).toEqual([
			'The 7z file is protected by a password. Unpack it with the password and drop the logs in it.'
		]);
		expect((await readAll('locked-list.7z')).problems[0]).toMatch(/protected by a password/);
		const { rows, problems } = await readAll('partly-locked.zip');
		expect(rows).toHaveLength(3);
		expect(problems[0]).toMatch(/web\.jsonl was left out: It is protected by a password/);
	});

	it('that is a document or an empty one is named', async () => {
		expect((await readAll('letter.docx')).problems).toEqual([
			'This is a Word document, not a text file. Save it as plain text and drop that.'
		]);
		const empty = new File([Buffer.from(`PK\x05\x06${'\0'.repeat(18)}`)], 'a.zip');
		expect((await readLogFile(empty)).problems[0]).toMatch(/This is an empty zip archive/);
	});

	it('that is cut off is said to be damaged', async () => {
		expect((await readAll('logs.zip', 900)).problems[0]).toMatch(/zip file is damaged or cut off/);
		for (const name of ['logs.tar.gz', 'logs.tar.bz2', 'logs.tar.xz'])
			expect((await readAll(name, 300)).problems[0]).toMatch(/damaged or cut off/);
		expect((await readAll('logs.7z', 300)).problems[0]).toMatch(/7z file is damaged or cut off/);
		const { rows, problems } = await readAll('logs.tar', 5_000);
		expect([rows.length > 0, problems.join()]).toEqual([false, expect.stringMatching(/cut off/)]);
	});

	it('that was changed is said to be damaged, and no list makes the reader hang', async () => {
		const bytes = new Uint8Array(await packed('logs-copy.7z').arrayBuffer());
		const at = Buffer.from(bytes).indexOf('Disk full');
		const changed = Uint8Array.from(bytes);
		changed[at] = 0x64;
		const { problems } = await readLogFile(new File([changed], 'a.7z'), { zone: 'utc' });
		expect(problems.join()).toMatch(/its checksum is another one/);
		for (let cut = 0; cut < bytes.length; cut += 7) {
			const flipped = Uint8Array.from(bytes);
			flipped[cut] = (flipped[cut] ?? 0) ^ 0x55;
			await readLogFile(new File([flipped], 'a.7z'), { zone: 'utc' });
		}
	});

	it('that is packed in a way that is not known says so', async () => {
		expect((await readAll('logs-ppmd.7z')).problems).toEqual([
			'It is packed in a way that Winnow does not know. Unpack it and drop the logs in it.'
		]);
	});

	it('that is a bomb is refused by its list, before anything is unpacked', async () => {
		const { BlobReader, BlobWriter, ZipWriter, configure } = await import('@zip.js/zip.js');
		configure({ useWebWorkers: false });
		const writer = new ZipWriter(new BlobWriter());
		await writer.add('a.log', new BlobReader(new Blob([new Uint8Array(120 * 2 ** 20)])));
		const bomb = new File([await writer.close()], 'bomb.zip');
		expect((await readLogFile(bomb)).problems[0]).toMatch(/refused as a decompression bomb/);
	});
});

describe('a packed file', () => {
	it.each(['app.log.bz2', 'app.log.xz'])('%s is unpacked', async (name) => {
		const { rows, format } = await readAll(name);
		expect(rows.slice(0, 3).map(({ level, message }) => [level, message.slice(0, 9)])).toEqual([
			['INFO', 'Worker st'],
			['ERROR', 'Disk full'],
			['WARN', 'Slow']
		]);
		expect(rows[0]?.source).toBe('app');
		expect(format).toMatchObject(name.endsWith('xz') ? { xz: true } : { bzip2: true });
	});

	it('of several, one after the other, is read to its end', async () => {
		expect((await readAll('app.log.bz2')).rows.at(-1)?.message).toBe('Last');
		const one = packed('app.log.xz');
		const { rows } = await readLogFile(new File([one, one], 'two.log.xz'), { zone: 'utc' });
		expect(rows.map(({ message }) => message.slice(0, 4))).toEqual([
			...['Work', 'Disk', 'Slow'],
			...['Work', 'Disk', 'Slow']
		]);
	});

	it('is said to be damaged when it is', async () => {
		for (const name of ['app.log.bz2', 'app.log.xz'])
			expect((await readAll(name, 60)).problems[0]).toMatch(/file is damaged or cut off after/);
	});
});

describe('an Excel file', () => {
	it('is read by its first sheet, with its dates', async () => {
		const { rows, format } = await readAll('events.xlsx');
		expect(rows).toEqual([
			{
				time: '2026-11-20T10:00:03.000Z',
				level: 'Error',
				severity: 'error',
				source: 'web1',
				message: 'Disk full on /dev/sda1 & more'
			},
			{
				time: '2026-11-20T10:00:04.000Z',
				level: 'Information',
				severity: 'info',
				source: 'events',
				message: 'Line one\nLine two'
			}
		]);
		expect(format).toMatchObject({
			kind: 'csv',
			table: 'xlsx',
			columns: ['Time', 'Level', 'Message', 'Host']
		});
	});
});

describe('a Parquet file', () => {
	it.each(['UNCOMPRESSED', 'SNAPPY', 'GZIP'] as const)('packed as %s is read', async (codec) => {
		const { parquetWriteBuffer } = await import('hyparquet-writer');
		const buffer = parquetWriteBuffer({
			columnData: [
				{
					name: 'time',
					data: [new Date('2026-11-20T10:00:03Z'), new Date('2026-11-20T10:00:04Z')]
				},
				{ name: 'level', data: ['error', 'info'] },
				{ name: 'message', data: ['Disk "full"', 'two\nlines'] },
				{ name: 'count', data: [1n, 2n] }
			],
			codec,
			compressors: { GZIP: (bytes) => Uint8Array.from(gzipSync(bytes)) }
		});
		const { rows, problems } = await readLogFile(new File([buffer], 'a.parquet'), {
			zone: 'utc'
		});
		expect(problems).toEqual([]);
		expect(rows.map(({ time, level, message }) => [time, level, message])).toEqual([
			['2026-11-20T10:00:03.000Z', 'error', 'Disk "full"'],
			['2026-11-20T10:00:04.000Z', 'info', 'two\nlines']
		]);
	});

	it('packed as zstd, as pyarrow writes it, is read', async () => {
		const { rows, problems } = await readAll('orders-zstd.parquet');
		expect([rows.length, problems]).toEqual([300, []]);
		expect(rows[299]).toMatchObject({
			time: '2026-11-20T10:04:59.000Z',
			level: 'info',
			message: 'Order 299 of the shop is done'
		});
		expect(rows.filter(({ severity }) => severity === 'error')).toHaveLength(100);
	});

	it('that is damaged is said to be', async () => {
		const { problems } = await readLogFile(new File(['PAR1 and nothing more'], 'a.parquet'));
		expect(problems[0]).toMatch(/Parquet file is damaged or cut off/);
	});
});
