import { isMainThread } from 'node:worker_threads';
import { InputError } from '../lib/pipeline/read/input-error';
import { bundle } from './bundle';
import { classify } from './classify';
import { program, serveEncoder } from './encoder-threads';
import { evaluation } from './eval';
import { explain } from './explain';
import { findings } from './findings';
import { fold } from './fold';
import { plan } from './plan';
import { read } from './read';
import { train } from './train';
import { units } from './units';
import { OutputError, UsageError, type Command } from './usage';

/** A call that a command does not know. */
const MISUSED = 2;

/** What can be asked for: `npm run -s winnow -- COMMAND ARGUMENTS`. */
const COMMANDS: Record<string, Command> = {
	classify,
	explain,
	findings,
	fold,
	plan,
	read,
	units,
	train,
	eval: evaluation,
	bundle
};

/** Gives the exit code. */
async function execute(command: string, rest: string[]): Promise<number> {
	if (command === '--help' || command === '-h') return print(overview());
	const found = Object.hasOwn(COMMANDS, command) ? COMMANDS[command] : undefined;
	if (!found) {
		console.error(`There is no command "${command}".\n\n${overview()}`);
		return MISUSED;
	}
	if (rest.includes('--help') || rest.includes('-h')) return print(helpOf(found));
	try {
		return await found.run(rest);
	} catch (error) {
		if (error instanceof UsageError) {
			console.error(
				`${error.message}\n\nUsage: winnow ${found.usage}\nHelp:  winnow ${command} --help`
			);
			return MISUSED;
		}
		// What a person can mend is said in one line; all else is a fault of the program, with its place.
		const isPlain = error instanceof InputError || error instanceof OutputError;
		console.error(isPlain ? error.message : error);
		return 1;
	}
}

function print(text: string): number {
	process.stdout.write(`${text}\n`);
	return 0;
}

function helpOf({ usage, purpose, help }: Command): string {
	return `winnow ${usage}\n\n${purpose}\n\n${help}`;
}

function overview(): string {
	const width = Math.max(...Object.keys(COMMANDS).map((one) => one.length));
	const lines = Object.entries(COMMANDS).map(
		([one, { purpose }]) => `  ${one.padEnd(width)}  ${purpose}`
	);
	return `winnow COMMAND …\n\n${lines.join('\n')}\n\nwinnow COMMAND --help says more.`;
}

if (isMainThread) {
	program.script = import.meta.url;
	const [name = '--help', ...args] = process.argv.slice(2);
	process.exitCode = await execute(name, args);
} else serveEncoder();
