import { findingsCommand } from './findings';
import { readCommand } from './read';

/** What can be asked for: `npm run -s COMMAND -- ARGUMENTS`. Gives the exit code. */
const COMMANDS: Record<string, (args: string[]) => Promise<number>> = {
	read: readCommand,
	findings: findingsCommand
};

const [name = '', ...args] = process.argv.slice(2);
const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
if (command) process.exitCode = await command(args);
else {
	console.error(`Give one of these commands: ${Object.keys(COMMANDS).join(', ')}.`);
	process.exitCode = 2;
}
