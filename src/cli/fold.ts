import { RuleTally } from '../lib/pipeline/rules/rule-tally';
import { labelGiven, RuleSet } from '../lib/pipeline/rules/rules';
import { unitKey, type LevelClass } from '../lib/pipeline/types';
import { bundleContent, noEmbeddings } from './bundle-content';
import { filePaths, inputFiles, STANDARD_INPUT } from './input-files';
import { openRows, type OpenRow } from '../workers/read/open-rows';
import { READING_HELP, READING_OPTIONS, readingChoice, type ReadingChoice } from './reading-choice';
import type { RowInput } from '../workers/read/row-batches';
import { fileRows, pipedRows } from './row-input';
import { ByteStream } from '../workers/read/byte-stream';
import { momentOf, parsed, type Command } from './usage';
import { writePieces } from './write-pieces';

/** What rows have in common that get the same category. */
interface Unit {
	canonical: string;
	level: LevelClass;
	/** Id of the rule that decides; null where the model is asked. */
	rule: string | null;
	rows: number;
	/** Message and source of the first of the rows. */
	message: string;
	source: string;
}

const OPTIONS = {
	...READING_OPTIONS,
	out: { type: 'string', short: 'o' },
	bundle: { type: 'string' }
} as const;

/** The distinct messages of log files. */
export const fold: Command = {
	usage: 'fold FILE… [options]',
	purpose: 'Prints each distinct message of the files once, with its rows, as one line of JSON.',
	help: `  -o, --out FILE        where to write; the standard output unless given
      --bundle FILE     the bundle whose rules decide; the default bundle unless given
${READING_HELP}

A line has "canonical", the message with its values folded; "level": none, info, warning or error; "rule", the rule that
decides, or null where the model does; "rows", how many there are; and "message" and "source" of the first of them. Rows
with the same canonical, level and rule get the same category in one run. Lines are in the order of these three, so that
those of several machines can be merged; the rows of the same line add up.

Examples:
  fold app.log
  fold "logs/**/*.log" -o messages.jsonl
  classify messages.jsonl --write-shares shares.json -o categories.csv`,
	async run(args) {
		const { values, positionals } = parsed(args, OPTIONS);
		const paths = await filePaths(positionals);
		const { bundle } = await bundleContent(values.bundle, noEmbeddings);
		const now = values.now === undefined ? undefined : momentOf(values.now);
		const input = await rowsOf(paths, readingChoice(values), now);
		for (const { message } of input.preview.problems) console.error(message);
		const units = await foldRows(input, new RuleSet(bundle.rules));
		await writePieces(
			units.map((unit) => `${JSON.stringify(unit)}\n`),
			values.out
		);
		return 0;
	}
};

const rowsOf = async (
	paths: readonly string[],
	choice: ReadingChoice,
	now: number | undefined
): Promise<RowInput> =>
	paths.length === 1 && paths[0] === STANDARD_INPUT
		? pipedRows(new ByteStream(process.stdin), choice)
		: fileRows(await inputFiles(paths, now), choice);

async function foldRows({ batches }: RowInput, rules: RuleSet): Promise<Unit[]> {
	const units = new Map<string, Unit>();
	const tally = new RuleTally();
	for await (const batch of batches)
		for (const row of openRows(batch)) {
			const rule = ruleOf(row, rules, tally);
			const key = `${rule ?? ''}\n${unitKey(row.canonical, row.level)}`;
			const unit = units.get(key);
			if (unit) unit.rows++;
			else units.set(key, firstOf(row, rule));
		}
	return [...units.values()].sort(
		(a, b) =>
			order(a.canonical, b.canonical) ||
			order(a.level, b.level) ||
			order(a.rule ?? '', b.rule ?? '')
	);
}

const firstOf = ({ canonical, level, message, source }: OpenRow, rule: string | null): Unit => ({
	canonical,
	level,
	rule,
	rows: 1,
	message,
	source
});

/** The rule that gives a row its category. */
function ruleOf({ message, source }: OpenRow, rules: RuleSet, tally: RuleTally): string | null {
	const match = rules.match(message, source, undefined, tally);
	const rule = match && rules.rules[match.rule];
	return rule && labelGiven(rule) !== undefined ? rule.id : null;
}

/** By code units: the same on every machine, whatever its language. */
const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
