import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { classify } from '../../../src/cli/classify';
import { fold } from '../../../src/cli/fold';
import { plan } from '../../../src/cli/plan';
import { units } from '../../../src/cli/units';
import { UsageError } from '../../../src/cli/usage';
import { Printed } from '../support/printed';
import { TestFolder } from '../support/test-folder';

const folder = new TestFolder();
const printed = new Printed();
const FORMATS = 'tests/fixtures/formats';
const PATIENCE = 600_000;

type Row = Record<string, unknown>;
const linesIn = async (path: string): Promise<Row[]> =>
	(await readFile(path, 'utf8'))
		.split('\n')
		.filter((line) => line !== '')
		.map((line) => JSON.parse(line) as Row);
const keyOf = ({ canonical, level, rule }: Row): string => JSON.stringify([canonical, level, rule]);

/** Rows of files in the way of a cluster: each file by itself, the units judged apart. */
async function inSteps(paths: readonly string[]): Promise<Row[]> {
	const [planned, found, scored, shares, verdicts] = [
		'plan.json',
		'units.jsonl',
		'scored.jsonl',
		'shares.json',
		'verdicts.jsonl'
	].map((name) => folder.at(name)) as [string, string, string, string, string];
	await plan.run([...paths, '--zone', 'utc', '-o', planned]);
	const rows: Row[] = [];
	for (const [at, path] of paths.entries()) {
		const file = folder.at(`rows-${at}.jsonl`);
		await fold.run(['--rows', '--plan', planned, path, '-o', file]);
		rows.push(...(await linesIn(file)).filter((line) => 'row' in line));
	}
	const distinct = new Map(rows.map((row) => [keyOf(row), row]));
	await folder.file(
		'units.jsonl',
		[...distinct.values()]
			.map(({ canonical, level, rule }) => `${JSON.stringify({ canonical, level, rule })}\n`)
			.join('')
	);
	await units.run(['score', found, '-o', scored]);
	await units.run(['shares', scored, '-o', shares]);
	await units.run(['judge', scored, '--shares', shares, '-o', verdicts]);
	const judged = new Map((await linesIn(verdicts)).map((line) => [keyOf(line), line]));
	return rows.map((row) => ({ ...judged.get(keyOf(row)), ...row }));
}

const outcomeOf = (row: Row): Row => ({
	template: row['canonical'] ?? row['template'],
	time: row['time_iso'] ?? row['time'] ?? '',
	label: row['target_label'],
	confidence: row['confidence'],
	certainty: row['certainty'],
	family: row['family'],
	familyConfidence: row['family_confidence'],
	tier: row['tier'],
	rule: row['rule'] ?? ''
});

describe('files that are read one by one and judged in steps', () => {
	let lines: string[];
	let tables: string[];
	beforeAll(async () => {
		const files = (await readdir(FORMATS)).filter((name) => !/\.(md|expected\.json)$/.test(name));
		lines = files.filter((name) => name.endsWith('.log')).map((name) => join(FORMATS, name));
		tables = files.filter((name) => !name.endsWith('.log')).map((name) => join(FORMATS, name));
	});

	/** Of rows that are merged by time, those of one time may come in another order. */
	const sorted = (rows: readonly Row[]): string[] =>
		rows.map((row) => JSON.stringify(outcomeOf(row))).sort();

	it.each([
		['logs of all formats', () => lines],
		['tables beside them, each in its own way', () => [...lines.slice(0, 12), ...tables]]
	])(
		'are what one run makes of them: %s',
		async (_, paths) => {
			const whole = folder.at('whole.jsonl');
			const shares = folder.at('whole-shares.json');
			await classify.run([
				...[...paths(), '--zone', 'utc', '-o', whole],
				...['--write-shares', shares]
			]);
			const rows = await inSteps(paths());
			expect(rows.length).toBeGreaterThan(40);
			expect(sorted(rows)).toEqual(sorted(await linesIn(whole)));
			expect(await readFile(folder.at('shares.json'), 'utf8')).toBe(await readFile(shares, 'utf8'));
		},
		PATIENCE
	);
});

describe('a program that stays', () => {
	const UNIT = { canonical: 'order # shipped', level: 'info', rule: null, id: 7 };

	it('answers what was asked at an empty line, and keeps what else a line has', async () => {
		const asked = new PassThrough();
		vi.spyOn(process, 'stdin', 'get').mockReturnValue(asked as unknown as typeof process.stdin);
		const done = units.run(['score']);
		asked.write(`${JSON.stringify(UNIT)}\n\n`);
		await vi.waitUntil(() => printed.text.endsWith('\n'), { timeout: PATIENCE });
		expect(printed.lines).toEqual([
			{ ...UNIT, score: { probabilities: expect.any(String), similarity: expect.any(Number) } }
		]);
		asked.end(JSON.stringify({ ...UNIT, rule: 'connection-refused' }));
		expect(await done).toBe(0);
		expect(printed.lines[1]).toEqual({ ...UNIT, rule: 'connection-refused' });
	});

	it('folds the files that are named to it, and says where each ends', async () => {
		const log = await folder.file('app.log', '2026-11-20T08:00:00Z INFO order 17 shipped\n');
		await plan.run([log, '-o', folder.at('one.json')]);
		const asked = new PassThrough();
		vi.spyOn(process, 'stdin', 'get').mockReturnValue(asked as unknown as typeof process.stdin);
		const done = fold.run(['--rows', '--plan', folder.at('one.json')]);
		asked.write(`${log}\n`);
		await vi.waitUntil(() => printed.text.includes('"rows":0'), { timeout: PATIENCE });
		expect(printed.lines).toEqual([
			{ file: log, rows: 1 },
			expect.objectContaining({ row: 1, canonical: 'order # shipped', level: 'info', rule: null }),
			{ file: log, rows: 0, problems: [] }
		]);
		asked.end('other.log\n');
		await expect(done).rejects.toThrow('other.log is not in the plan.');
	});
});

it('writes rows that any reader of JSON takes', async () => {
	const escaped =
		'{"message":"x \\ud800 y","level":"info"}\n{"message":"C:\\\\ud800","level":"info"}\n';
	await fold.run(['--rows', await folder.file('half.jsonl', escaped)]);
	expect(printed.text).not.toContain('"x \\ud800');
	expect(printed.lines.slice(1, 3).map(({ message }) => message)).toEqual([
		'x \ufffd y',
		'C:\\ud800'
	]);
});

describe('what makes no sense', () => {
	it('is no step', () => expect(units.run(['fold'])).rejects.toThrow(UsageError));

	it('is a line without a unit', async () => {
		const file = await folder.file('wrong.jsonl', '{"canonical":"order","level":"loud"}\n');
		await expect(units.run(['score', file])).rejects.toThrow(/^level: /);
	});

	it('is a message without a score', async () => {
		const file = await folder.file('bare.jsonl', '{"canonical":"order","level":"info"}\n');
		await expect(units.run(['judge', file])).rejects.toThrow('"order" has no score');
	});

	it('is a plan of another version', async () => {
		const file = await folder.file('old.json', '{"version":0}');
		await expect(fold.run(['--rows', '--plan', file, 'app.log'])).rejects.toThrow(
			'has no plan of a reading'
		);
	});
});
