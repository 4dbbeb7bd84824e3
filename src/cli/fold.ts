import { InputError } from '../lib/pipeline/read/input-error';
import { RuleSet } from '../lib/pipeline/rules/rules';
import { unitKey } from '../lib/pipeline/types';
import { bundleContent, noEmbeddings } from './bundle-content';
import { filePaths, inputFiles, STANDARD_INPUT } from './input-files';
import { linesOf } from './json-lines';
import { READING_HELP, READING_OPTIONS, readingChoice, type ReadingChoice } from './reading-choice';
import { plannedRows, planReading, readPlan, type ReadingPlan } from './reading-plan';
import { RowFolder, type FoldedRow, type Unit } from './row-folder';
import { ByteStream } from '../workers/read/byte-stream';
import type { RowInput } from '../workers/read/row-batches';
import { fileRows, pipedRows } from './row-input';
import { momentOf, parsed, UsageError, type Command } from './usage';
import { writePieces } from './write-pieces';

/** A unit with its rows. */
interface CountedUnit extends Unit {
	rows: number;
	/** Message and source of the first of the rows. */
	message: string;
	source: string;
}

const OPTIONS = {
	...READING_OPTIONS,
	out: { type: 'string', short: 'o' },
	bundle: { type: 'string' },
	rows: { type: 'boolean', default: false },
	plan: { type: 'string' }
} as const;

/** The distinct messages of log files. */
export const fold: Command = {
	usage: 'fold FILE… [options]',
	purpose: 'Prints each distinct message of the files once, with its rows, as one line of JSON.',
	help: `  -o, --out FILE        where to write; the standard output unless given
      --bundle FILE     the bundle whose rules decide; the default bundle unless given
      --rows            print every row with the message that it is folded to
      --plan FILE       with --rows: read each file as the run that "plan" was asked about does; without FILE…, names of
                        its files are read from the standard input, one a line
${READING_HELP}

A line has "canonical", the message with its values folded; "level": none, info, warning or error; "rule", the rule that
decides, or null where the model does; "rows", how many there are; and "message" and "source" of the first of them. Rows
with the same canonical, level and rule get the same category in one run. Lines are in the order of these three, so that
those of several machines can be merged; the rows of the same line add up.

With --rows, a line {"file":…,"rows":N} stands before every N rows, and one with "rows":0 and "problems" ends a file. A row
has its number in the file, its time, level ("said"), source and message, and the three of its unit.

Examples:
  fold app.log
  fold "logs/**/*.log" -o messages.jsonl
  fold --rows app.log
  classify messages.jsonl --write-shares shares.json -o categories.csv`,
	async run(args) {
		const { values, positionals } = parsed(args, OPTIONS);
		const { bundle } = await bundleContent(values.bundle, noEmbeddings);
		const rules = new RuleSet(bundle.rules);
		const now = values.now === undefined ? undefined : momentOf(values.now);
		const choice = readingChoice(values);
		if (values.rows) {
			const isPiped = values.plan !== undefined && positionals.length === 0;
			const paths = isPiped ? linesOf(process.stdin) : await filePaths(positionals);
			const plan = Array.isArray(paths)
				? await planOf(values.plan, paths, choice, now)
				: await readPlan(values.plan as string);
			await writePieces(rowLines(plan, paths, rules), values.out);
			return 0;
		}
		if (values.plan !== undefined) throw new UsageError('--plan goes with --rows.');
		const input = await rowsOf(await filePaths(positionals), choice, now);
		for (const { message } of input.preview.problems) console.error(message);
		const units = await foldRows(input, rules);
		await writePieces(
			units.map((unit) => `${JSON.stringify(unit)}\n`),
			values.out
		);
		return 0;
	}
};

const planOf = (
	given: string | undefined,
	paths: readonly string[],
	choice: ReadingChoice,
	now: number | undefined
): Promise<ReadingPlan> =>
	given === undefined ? planReading(paths, choice, now) : readPlan(given);

const rowsOf = async (
	paths: readonly string[],
	choice: ReadingChoice,
	now: number | undefined
): Promise<RowInput> =>
	paths.length === 1 && paths[0] === STANDARD_INPUT
		? pipedRows(new ByteStream(process.stdin), choice)
		: fileRows(await inputFiles(paths, now), choice);

async function foldRows({ batches }: RowInput, rules: RuleSet): Promise<CountedUnit[]> {
	const units = new Map<string, CountedUnit>();
	const folder = new RowFolder(rules);
	for await (const batch of batches)
		for (const row of folder.fold({ batch })) {
			const key = `${row.rule ?? ''}\n${unitKey(row.canonical, row.level)}`;
			const unit = units.get(key);
			if (unit) unit.rows++;
			else units.set(key, firstOf(row));
		}
	return [...units.values()].sort(
		(a, b) =>
			order(a.canonical, b.canonical) ||
			order(a.level, b.level) ||
			order(a.rule ?? '', b.rule ?? '')
	);
}

const firstOf = ({ canonical, level, rule, message, source }: FoldedRow): CountedUnit => ({
	canonical,
	level,
	rule,
	rows: 1,
	message,
	source
});

/** Every row of some files of a plan, in blocks that say before them how many come. */
async function* rowLines(
	plan: ReadingPlan,
	paths: AsyncIterable<string> | readonly string[],
	rules: RuleSet
): AsyncGenerator<string> {
	const files = new Map(plan.files.map((file) => [file.path, file]));
	for await (const path of paths) {
		const file = files.get(path);
		if (!file) throw new InputError(`${path} is not in the plan.`);
		const { pieces, problems } = await plannedRows(plan, file);
		const folder = new RowFolder(rules);
		let before = 0;
		for await (const piece of pieces) {
			const rows = folder.fold(piece);
			if (rows.length === 0) continue;
			const lines = rows.map((row, at) => `${rowLine(row, before + at + 1)}\n`);
			before += rows.length;
			yield `${JSON.stringify({ file: path, rows: rows.length })}\n${lines.join('')}`;
		}
		yield `${JSON.stringify({ file: path, rows: 0, problems: problems() })}\n`;
	}
}

/** A half of a character, which JSON may escape and no other text can hold, as JSON writes it. */
const HALF_CHARACTER = /(?<!\\)((?:\\\\)*)\\ud[89a-f][\da-f]{2}/g;

function rowLine({ time, said, source, message, ...unit }: FoldedRow, row: number): string {
	const { canonical, level, rule } = unit;
	const iso = Number.isNaN(time) ? null : new Date(time).toISOString();
	const line = JSON.stringify({ row, time: iso, said, source, message, canonical, level, rule });
	return line.includes('\\ud') ? line.replace(HALF_CHARACTER, '$1\\ufffd') : line;
}

/** By code units: the same on every machine, whatever its language. */
const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
