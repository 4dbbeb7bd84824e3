/**
 * How much processor time a search through a run takes, beside looking at each message by itself, in one process.
 *
 *     npx tsx tests/bench/search.ts [--rows N] [--templates N] [--turns N]
 *
 * The run is in memory, as CSV: reading and decoding it is no part of it. Both ways have to mark the same rows.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ROWS_PER_CHUNK } from '../../src/lib/pipeline/constants';
import { CsvScanner } from '../../src/lib/pipeline/read/csv-scanner';
import type { RowFilter } from '../../src/lib/pipeline/view/filter';
import { rowsWithText } from '../../src/workers/view/rows-with-text';
import { runRecord } from '../unit/support/records';
import { rowsOneByOne, runInMemory } from '../unit/support/searched-run';
import { writeData } from './make-data';

type Search = Pick<RowFilter, 'text' | 'regex'>;

/** As in the bench of filters, and what no literal text is told of. */
const SEARCHES: readonly Search[] = [
	...['timeout', 'the', 'zzzz-nowhere', 'e'].map((text) => ({ text })),
	...['time.?out', 'time.*out', '[for]+ \\d', 'zzzz\\d', '\\d{3} ms$', '^[A-Z][a-z]+ed\\b'].map(
		(text) => ({ text, regex: true })
	)
];

const { values } = parseArgs({
	options: {
		rows: { type: 'string', default: '1000000' },
		templates: { type: 'string', default: '500' },
		turns: { type: 'string', default: '3' }
	}
});
const turns = Number(values.turns);
const run = await generatedRun(Number(values.rows), Number(values.templates));
console.log(
	`${run.searched.table.rowCount} rows; processor time in ms, the least of ${turns} turns`
);
for (const search of SEARCHES) {
	const times = { search: Infinity, byRow: Infinity };
	let found = new Uint8Array();
	for (let turn = 0; turn < turns; turn++) {
		const inChunks = await timed(() => rowsWithText(run.searched, search));
		const oneByOne = await timed(async () => rowsOneByOne(run, search));
		if (!Buffer.from(inChunks.result).equals(oneByOne.result))
			throw new Error(`The search for ${search.text} finds other rows.`);
		found = inChunks.result as Uint8Array<ArrayBuffer>;
		times.search = Math.min(times.search, inChunks.time);
		times.byRow = Math.min(times.byRow, oneByOne.time);
	}
	const hits = found.reduce((sum, mark) => sum + mark, 0);
	const name = search.regex ? `/${search.text}/` : `"${search.text}"`;
	console.log(
		`${name}: ${Math.round(times.search)}, row by row ${Math.round(times.byRow)} (${hits} rows)`
	);
}

async function generatedRun(rows: number, templates: number) {
	const folder = await mkdtemp(join(tmpdir(), 'winnow-bench-'));
	try {
		const path = join(folder, 'generated.csv');
		await writeData(path, rows, templates);
		const text = await readFile(path, 'utf8');
		const { ends } = new CsvScanner(',', []).push(text, true);
		const [header = '', ...raws] = Array.from(ends, (end, row) => text.slice(ends[row - 1], end));
		const columns = header.trimEnd().split(',');
		const { format } = runRecord('run');
		const layout = {
			format: { ...format, kind: 'csv' as const, columns },
			mapping: { message: columns.indexOf('log_message'), defaultSource: 'file' },
			extraColumns: 0
		};
		return runInMemory(layout, raws, ROWS_PER_CHUNK, ['']);
	} finally {
		await rm(folder, { recursive: true });
	}
}

async function timed<T>(work: () => Promise<T>): Promise<{ result: T; time: number }> {
	const before = process.cpuUsage();
	const result = await work();
	const { user, system } = process.cpuUsage(before);
	return { result, time: (user + system) / 1_000 };
}
