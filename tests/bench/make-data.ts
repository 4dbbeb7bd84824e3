/** A log file as real ones are: several systems, few statements that make most of the rows, values that vary. */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readCorpus } from '../../training/corpus';
import { seededRandom } from '../../training/random';
import type { Random } from '../../training/slots';
import { fillStatement, makeStatements, type Statement } from './statements';

const SEED = 20_260_401;
const START = Date.UTC(2026, 3, 1);
/** Longest time between two rows, in milliseconds. */
const LONGEST_GAP = 80;
const ROWS_PER_WRITE = 5_000;

/** A row that was made up. */
interface MadeRow {
	/** Milliseconds since the epoch. */
	time: number;
	source: string;
	level: string;
	message: string;
}

/**
 * Writes a CSV of `rows` rows with `templates` distinct canonical texts, each at least once and the rest by Zipf's law.
 * The same numbers give the same bytes.
 */
export const writeData = (path: string, rows: number, templates: number): Promise<void> =>
	writeRows(
		[path],
		madeRows(rows, templates),
		rows,
		csvRow,
		'timestamp,source,level,log_message\n'
	);

/** The same rows as log files of equal length. */
export const writeLogs = (
	paths: readonly string[],
	rows: number,
	templates: number
): Promise<void> => writeRows(paths, madeRows(rows, templates), rows, logLine);

/** Writes rows to files, one after the other. */
async function writeRows(
	paths: readonly string[],
	made: Generator<MadeRow, void>,
	rows: number,
	lineOf: (row: MadeRow) => string,
	header = ''
): Promise<void> {
	const perFile = Math.ceil(rows / paths.length);
	for (const path of paths) {
		const file = createWriteStream(path);
		file.write(header);
		for (let from = 0; from < perFile; from += ROWS_PER_WRITE) {
			let block = '';
			for (let row = from; row < Math.min(from + ROWS_PER_WRITE, perFile); row++) {
				const { done, value } = made.next();
				if (done) break;
				block += lineOf(value);
			}
			if (!file.write(block)) await once(file, 'drain');
		}
		file.end();
		await once(file, 'finish');
	}
}

function* madeRows(rows: number, templates: number): Generator<MadeRow, void> {
	const random = seededRandom(SEED);
	const corpus = readCorpus(fileURLToPath(new URL('../../training/corpus/', import.meta.url)));
	const statements = makeStatements(corpus, templates, random);
	let time = START;
	for (const at of zipfOrder(rows, templates, random)) {
		const statement = statements[at] as Statement;
		const { sources, level } = statement;
		time += Math.floor(random() * LONGEST_GAP);
		const source = sources[Math.floor(random() * sources.length)] as string;
		yield { time, source, level, message: fillStatement(statement, random) };
	}
}

/** Statement of each row: every one once, further ones about inversely to their rank, in random order. */
function zipfOrder(rows: number, templates: number, random: Random): Uint32Array {
	const cumulative = new Float64Array(templates);
	let total = 0;
	for (let rank = 0; rank < templates; rank++) cumulative[rank] = total += 1 / (rank + 1);
	const order = new Uint32Array(rows);
	for (let row = 0; row < rows; row++)
		order[row] = row < templates ? row : firstAbove(cumulative, random() * total);
	for (let row = rows - 1; row > 0; row--) {
		const other = Math.floor(random() * (row + 1));
		[order[row], order[other]] = [order[other] as number, order[row] as number];
	}
	return order;
}

/** Position of the first of the ascending numbers that is above `value`. */
function firstAbove(ascending: Float64Array, value: number): number {
	let low = 0;
	let high = ascending.length - 1;
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((ascending[middle] as number) > value) high = middle;
		else low = middle + 1;
	}
	return low;
}

const csvRow = ({ time, source, level, message }: MadeRow): string =>
	`${new Date(time).toISOString()},${cell(source)},${level},${cell(message)}\n`;

const logLine = ({ time, source, level, message }: MadeRow): string =>
	`${new Date(time).toISOString()} ${level.padEnd(5)} [main] ${source}: ${message}\n`;

const cell = (text: string): string =>
	/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
