import { filePaths, inputFiles } from './input-files';
import { readLogFile } from './read-file';
import { READING_HELP, READING_OPTIONS, readingChoice } from './reading-choice';
import { momentOf, parsed, type Command } from './usage';

/** What a run would read from files, row by row. */
export const read: Command = {
	usage: 'read FILE… [options]',
	purpose: 'Prints how each file is read, as one line of JSON a file.',
	help: `${READING_HELP}

A file that cannot be read has no rows, and says why in "problems".

Examples:
  read app.log --zone utc
  read table.csv --columns message=text`,
	async run(args) {
		const { values, positionals } = parsed(args, READING_OPTIONS);
		const choice = readingChoice(values);
		for (const path of await filePaths(positionals)) {
			const [file] = (await inputFiles([path], momentOf(values.now))) as [File];
			const found = await readLogFile(file, choice);
			process.stdout.write(`${JSON.stringify({ case: file.name, ...found })}\n`);
		}
		return 0;
	}
};
