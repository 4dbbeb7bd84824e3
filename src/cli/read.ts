import { inputFiles } from './input-files';
import { readLogFile } from './read-file';
import { momentOf, parsed, UsageError, zoneOf, type Command } from './usage';

const OPTIONS = { zone: { type: 'string' }, now: { type: 'string' } } as const;

/** What a run would read from files, row by row. */
export const read: Command = {
	usage: 'read FILE… [--zone utc|local] [--now ISO]',
	purpose: 'Prints how each file is read, as one line of JSON a file.',
	help: `      --zone utc|local  zone of times that name none; local unless given
      --now ISO         date of the files, by which a year that they leave out is found

A file that cannot be read has no rows, and says why in "problems".

Example:
  read app.log --zone utc`,
	async run(args) {
		const { values, positionals } = parsed(args, OPTIONS);
		if (positionals.length === 0) throw new UsageError('Name at least one file.');
		const zone = zoneOf(values.zone);
		for (const path of positionals) {
			const [file] = (await inputFiles([path], momentOf(values.now))) as [File];
			const found = await readLogFile(file, zone);
			process.stdout.write(`${JSON.stringify({ case: file.name, ...found })}\n`);
		}
		return 0;
	}
};
