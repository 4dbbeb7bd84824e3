import { parseArgs, type ParseArgsConfig } from 'node:util';

/** A command was called in a way that it does not know. */
export class UsageError extends Error {
	override readonly name = 'UsageError';
}

/** What was worked out could not be written. */
export class OutputError extends Error {
	override readonly name = 'OutputError';
}

/** One command of the program. */
export interface Command {
	/** How it is called, without the program's name. */
	usage: string;
	/** What it does, in one sentence. */
	purpose: string;
	/** The rest of its help: options and examples. */
	help: string;
	/**
	 * @returns the exit code
	 * @throws UsageError for arguments that make no sense
	 */
	run(args: string[]): Promise<number>;
}

/**
 * Arguments by Node's own parser.
 * @throws UsageError for an option that there is none of
 */
export function parsed<T extends NonNullable<ParseArgsConfig['options']>>(
	args: string[],
	options: T
): ReturnType<typeof parseArgs<{ args: string[]; allowPositionals: true; options: T }>> {
	try {
		return parseArgs({ args, allowPositionals: true, options });
	} catch (error) {
		throw new UsageError((error as Error).message.split('. ')[0], { cause: error });
	}
}

/** A moment by ISO 8601, now unless given. @throws UsageError */
export function momentOf(iso: string | undefined): number {
	const moment = iso === undefined ? Date.now() : Date.parse(iso);
	if (Number.isNaN(moment))
		throw new UsageError(`--now: "${iso}" is no date, such as 2026-11-30T12:00:00Z`);
	return moment;
}

/** A share in [0, 1]. @throws UsageError */
export function shareOf(option: string, text: string | undefined): number | undefined {
	if (text === undefined) return undefined;
	const share = Number(text);
	if (text.trim() === '' || !(share >= 0 && share <= 1))
		throw new UsageError(`--${option}: "${text}" is no number from 0 to 1`);
	return share;
}

/** A number of things, one at least. @throws UsageError */
export function countOf(option: string, text: string | undefined): number | undefined {
	if (text === undefined) return undefined;
	if (!/^[1-9]\d{0,3}$/.test(text))
		throw new UsageError(`--${option}: "${text}" is no number from 1 to 9999`);
	return Number(text);
}
