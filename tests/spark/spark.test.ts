/** The Spark example on a cluster of several processes, some of which are killed, says what one run of all files says. */
import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, delimiter, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { classify } from '../../src/cli/classify';
import { writeLogs } from '../bench/make-data';
import { sparkEnvironment } from './environment';
import { faultyWinnow, FAULTS } from './faults';

const environment = await sparkEnvironment();
if ('missing' in environment)
	process.stderr.write(`\nSKIPPED: the test of examples/spark, since ${environment.missing}.\n`);

/** Milliseconds. A run takes two minutes of processor time. */
const PATIENCE = 1_800_000;
const FIXTURES = ['log4j.log', 'python-logging.log', 'nginx-error.log', 'spring-boot.log'];
const MADE = { rows: 4_000, templates: 60, files: 3 };

type Row = Record<string, unknown>;

describe.skipIf('missing' in environment)('the Spark example', () => {
	let folder: string;
	let logs: string;

	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), 'winnow-spark-'));
		logs = join(folder, 'logs');
		await mkdir(logs);
		for (const name of FIXTURES)
			await copyFile(join('tests/fixtures/formats', name), join(logs, name));
		const made = Array.from({ length: MADE.files }, (_, at) => join(logs, `made-${at}.log`));
		await writeLogs(made, MADE.rows, MADE.templates);
		const packed = made[0] as string;
		await writeFile(`${packed}.gz`, gzipSync(await readFile(packed)));
	});
	afterAll(async () => {
		await rm(folder, { recursive: true });
		// What the workers of a local cluster leave in Spark's own folder.
		await rm(join(await sparkHome(), 'work'), { recursive: true, force: true });
	});

	it(
		'gives rows the categories of one run, though processes are killed',
		async () => {
			const whole = join(folder, 'whole.jsonl');
			const paths = (await readdir(logs)).sort().map((name) => join(logs, name));
			await classify.run([...paths, '--zone', 'utc', '-o', whole]);
			const expected = (await readFile(whole, 'utf8'))
				.trim()
				.split('\n')
				.map((line) => outcomeOf(JSON.parse(line) as Row));

			await submit(folder, await faultyWinnow(folder));
			for (const fault of FAULTS)
				expect((await stat(join(folder, fault))).isDirectory()).toBe(true);
			const rows = await rowsIn(join(folder, 'categories'));
			expect(new Set(rows.map(({ family }) => family)).size).toBeGreaterThan(1);
			expect(rows.map(outcomeOf)).toEqual(expected);
		},
		PATIENCE
	);
});

async function sparkHome(): Promise<string> {
	const { bin } = environment as { bin: string };
	const code = 'import pyspark; print(pyspark.__path__[0])';
	const { stdout } = await promisify(execFile)(join(bin, 'python'), ['-c', code]);
	return stdout.trim();
}

/** Runs the command of docs/spark.md in a folder with `logs` in it. */
async function submit(folder: string, winnow: string): Promise<void> {
	const { bin } = environment as { bin: string };
	const text = await readFile('docs/spark.md', 'utf8');
	const command = /^spark-submit (?:.*\\\n)*.*$/m.exec(text)?.[0] ?? '';
	const here = command.replace('examples/spark/', `${resolve('examples/spark')}/`);
	expect(here).toContain(`local-cluster`);
	const settings = ['spark.ui.enabled false', 'spark.log.level WARN'];
	await writeFile(join(folder, 'spark-defaults.conf'), settings.join('\n'));
	const env = {
		...process.env,
		PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}`,
		PYTHONDONTWRITEBYTECODE: '1',
		SPARK_CONF_DIR: folder,
		SPARK_LOCAL_IP: '127.0.0.1',
		WINNOW: winnow
	};
	await promisify(execFile)('sh', ['-c', here], {
		cwd: folder,
		env,
		maxBuffer: 64 * 1024 * 1024
	});
}

/** Rows of a folder that Spark has written, in the order of files and rows. */
async function rowsIn(output: string): Promise<Row[]> {
	const files = (await readdir(output, { recursive: true })).filter((path) =>
		path.endsWith('.parquet')
	);
	const rows: Row[] = [];
	for (const path of files) {
		const file = await asyncBufferFromFile(join(output, path));
		const family = /family=([^/]*)/.exec(path)?.[1] ?? '';
		for (const row of await parquetReadObjects({ file }))
			rows.push({ ...row, family: decodeURIComponent(family) });
	}
	const placeOf = ({ file, row }: Row): string =>
		`${basename(String(file))} ${String(row).padStart(9, '0')}`;
	return rows.sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
}

function outcomeOf(row: Row): Row {
	const time = row['time_iso'] ?? row['time'] ?? '';
	return {
		time: time instanceof Date ? time.toISOString() : time,
		message: row['message'] ?? row['log_message'],
		template: row['template'],
		label: row['target_label'],
		confidence: row['confidence'],
		tier: row['tier'],
		rule: row['rule'],
		needsReview: row['needs_review'],
		family: row['family'],
		certainty: row['certainty'],
		familyConfidence: row['family_confidence']
	};
}
