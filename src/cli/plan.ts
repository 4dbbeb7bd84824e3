import { filePaths } from './input-files';
import { READING_HELP, READING_OPTIONS, readingChoice } from './reading-choice';
import { planReading } from './reading-plan';
import { momentOf, parsed, type Command } from './usage';
import { writePieces } from './write-pieces';

const OPTIONS = { ...READING_OPTIONS, out: { type: 'string', short: 'o' } } as const;

/** How the files of a run are to be read, for those who read them one by one. */
export const plan: Command = {
	usage: 'plan FILE… [options]',
	purpose: 'Prints how a run would read the files, so that each can be read by itself in that way.',
	help: `  -o, --out FILE        where to write; the standard output unless given
${READING_HELP}

A run looks at the start of all its files before it reads any: formats of lines, fields of JSON and the order of day and
month that one file shows hold for all. With a plan a file is read as in that run, on whatever machine.

Examples:
  plan "logs/**/*.log" --zone utc -o plan.json
  fold --rows --plan plan.json logs/web/app.log`,
	async run(args) {
		const { values, positionals } = parsed(args, OPTIONS);
		const paths = await filePaths(positionals);
		const now = values.now === undefined ? undefined : momentOf(values.now);
		const made = await planReading(paths, readingChoice(values), now);
		for (const problem of made.problems) console.error(problem);
		await writePieces([`${JSON.stringify(made)}\n`], values.out);
		return 0;
	}
};
