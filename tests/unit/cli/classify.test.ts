import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Papa from 'papaparse';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { classify } from '../../../src/cli/classify';
import { loadSieves } from '../../../src/cli/run-files';

let folder: string;
let printed: string;
let said: string[];

beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'winnow-'));
	printed = '';
	said = [];
	vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
		printed += Buffer.from(text as Uint8Array).toString();
		return true;
	});
	vi.spyOn(console, 'error').mockImplementation((text) => void said.push(String(text)));
});
afterEach(async () => {
	vi.restoreAllMocks();
	await rm(folder, { recursive: true });
});

const LOG = [
	'2026-11-20T08:00:00Z INFO  [main] shop.Web: order 17 of ann@shop.test shipped',
	'2026-11-20T08:00:01Z ERROR [main] shop.Store: java.net.ConnectException: Connection refused',
	'\tat shop.Store.open(Store.java:17)',
	'2026-11-20T08:00:02Z INFO  [main] sshd: Failed password for root from 10.0.0.7 port 22 ssh2'
].join('\n');

async function file(name: string, content = LOG): Promise<string> {
	const path = join(folder, name);
	await writeFile(path, content);
	return path;
}

type Row = Record<string, string>;
const tableOf = (csv: string): Row[] =>
	Papa.parse<Row>(csv.replace('\ufeff', ''), { header: true, skipEmptyLines: true }).data;

describe('rows', () => {
	it('are written as the page exports them, in order, with time, template and what decided', async () => {
		expect(await classify.run([await file('app.log'), '--zone', 'utc', '--no-model'])).toBe(0);
		const rows = tableOf(printed);
		expect(rows.map(({ row, time_iso: time }) => [row, time])).toEqual([
			['1', '2026-11-20T08:00:00.000Z'],
			['2', '2026-11-20T08:00:01.000Z'],
			['3', '2026-11-20T08:00:02.000Z']
		]);
		expect(rows[1]?.['log_message']).toContain('Store.java:17');
		expect(rows[2]).toMatchObject({
			target_label: 'SecurityAlert',
			tier: 'rule',
			certainty: 'sure',
			family: 'problem'
		});
		expect(rows[0]).toMatchObject({ certainty: 'unknown', needs_review: 'true' });
	});

	it('go to a file, in the format of its name', async () => {
		const [log, out] = [await file('app.log'), join(folder, 'out.jsonl')];
		await classify.run([log, '-o', out, '--no-model', '--mask']);
		const rows = (await readFile(out, 'utf8')).trim().split('\n');
		expect(rows).toHaveLength(3);
		expect(JSON.parse(rows[0] as string)).toMatchObject({ row: 1 });
		expect(rows[0]).not.toContain('ann@shop.test');
		expect(printed).toBe('');
		const parquet = join(folder, 'out.bin');
		await classify.run([log, '-o', parquet, '--output', 'parquet', '--no-model']);
		expect((await readFile(parquet)).subarray(0, 4).toString()).toBe('PAR1');
	});

	it('of several files are one run, merged by time', async () => {
		const early = '2026-11-20T07:59:00Z INFO  [main] shop.Boot: ready\n';
		await classify.run([await file('b.log'), await file('a.log', early), '--no-model']);
		expect(tableOf(printed)).toHaveLength(4);
	});
});

describe('rows by themselves', () => {
	it('come out as in their run, by its shares or none', async () => {
		const [log, shares] = [await file('app.log'), join(folder, 'shares.json')];
		const args = [log, '--zone', 'utc', '--no-model'];
		await classify.run(args);
		const whole = printed;
		printed = '';
		await classify.run([...args, '--shares', 'none', '--fail-on', 'SecurityAlert']);
		expect(printed).toBe(whole);
		expect(said).toContain('SecurityAlert: 1 row');
		const { classes } = (await loadSieves({ model: false })).cascade.tree;
		const zeros = classes.map(() => 0);
		const priors = { units: 0, classes, shares: zeros, shift: zeros, levels: [0, 0, 0, 0] };
		await writeFile(shares, JSON.stringify(priors));
		printed = '';
		await classify.run([...args, '--shares', shares]);
		expect(printed).toBe(whole);
	});

	it.each([
		['no JSON', '{', /has no shares of a run/],
		[
			'a number that is none',
			'{"units":1,"classes":[],"shares":["a"],"shift":[],"levels":[]}',
			/shares\.0/
		],
		[
			'other categories',
			'{"units":1,"classes":["A"],"shares":[1],"shift":[0],"levels":[]}',
			/categories/
		]
	])('refuse shares with %s', async (_what, content, reason) => {
		const shares = await file('shares.json', content);
		const call = classify.run([await file('app.log'), '--shares', shares, '--no-model']);
		await expect(call).rejects.toThrow(reason);
	});

	it('have no summary', async () => {
		const call = classify.run([
			await file('app.log'),
			'--shares',
			'none',
			'--summary',
			'--no-model'
		]);
		await expect(call).rejects.toThrow('need a whole run');
	});
});

describe('the summary', () => {
	it('stands in place of the rows', async () => {
		await classify.run([await file('app.log'), '--summary', '--no-model']);
		expect(printed).toMatch(/^### app\.log\n/);
		expect(printed).toContain('3 rows, 3 distinct messages');
	});
});

describe('the exit code', () => {
	it('tells whether rows are of a category or family that is named', async () => {
		const log = await file('app.log');
		expect(await classify.run([log, '--no-model', '--fail-on', 'SecurityAlert'])).toBe(3);
		expect(said).toContain('SecurityAlert: 1 row');
		expect(await classify.run([log, '--no-model', '--fail-on', 'IOError, problem'])).toBe(3);
		expect(await classify.run([log, '--no-model', '--fail-on', 'DatabaseError'])).toBe(0);
	});
});

describe('a call that makes no sense', () => {
	it.each([
		[[], 'Name at least one file.'],
		[['a.log', '--output', 'xml'], '--output: "xml" is none of csv, jsonl, parquet'],
		[['a.log', '--threshold', '2'], '--threshold: "2" is no number from 0 to 1'],
		[['a.log', '--now', 'soon'], '--now: "soon" is no date'],
		[['a.log', '--no-model', '--fail-on', 'Disk'], 'there is no category "Disk"'],
		[['a.log', '--colour'], "Unknown option '--colour'"]
	])('%j is refused: %s', async (args, reason) => {
		await expect(classify.run(args)).rejects.toThrow(reason);
	});

	it('names a file that cannot be written, and refuses shares without the model', async () => {
		const log = await file('app.log');
		const path = join(folder, 'no', 'such', 'out.csv');
		await expect(classify.run([log, '-o', path, '--no-model'])).rejects.toThrow(
			`${path} cannot be written: ENOENT`
		);
		await expect(
			classify.run([log, '--write-shares', join(folder, 'x'), '--no-model'])
		).rejects.toThrow('leave --no-model out');
	});

	it('names a file that cannot be read', async () => {
		const path = join(folder, 'gone.log');
		await expect(classify.run([path, '--no-model'])).rejects.toThrow(`${path} cannot be read`);
	});

	it('says what is wrong with a bundle', async () => {
		const bundle = await file('bundle.json', '{"schema": 1}');
		const log = await file('app.log');
		await expect(classify.run([log, '--bundle', bundle, '--no-model'])).rejects.toThrow(
			/The bundle is not valid/
		);
	});
});
