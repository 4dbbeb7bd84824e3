import { chmod, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

/** What breaks off during a run, by the name of the folder that tells that it did. */
export const FAULTS = ['fold-child', 'fold-executor', 'score-child'] as const;

/**
 * Writes the `winnow` command of a checkout with faults, each of which happens once: the program is killed in the midst of
 * its answer, or the executor that it works for.
 *
 * @param folder of the script, and of what tells that a fault has happened
 * @returns the path of the script
 */
export async function faultyWinnow(folder: string): Promise<string> {
	const program = [
		process.execPath,
		'--import',
		resolve('node_modules/tsx/dist/loader.mjs'),
		resolve('src/cli/main.ts')
	].join(' ');
	const path = join(folder, 'winnow.sh');
	await writeFile(path, script(folder, program));
	await chmod(path, 0o755);
	return path;
}

/** `mkdir` succeeds once, whoever comes first. */
const script = (folder: string, program: string): string => `#!/bin/sh
first() { mkdir ${folder}/"$1" 2>/dev/null; }
executor() {
	pid=$$
	while [ "$pid" -gt 1 ]; do
		tr '\\0' ' ' </proc/"$pid"/cmdline | grep -q CoarseGrainedExecutorBackend && break
		pid=$(sed 's/.*) . \\([0-9]*\\).*/\\1/' /proc/"$pid"/stat)
	done
	echo "$pid"
}
if [ "$1" = fold ] && first fold-child; then
	${program} "$@" | { dd bs=1 count=20000 2>/dev/null; kill -9 $$; }
elif [ "$1" = fold ] && first fold-executor; then
	${program} "$@" | { dd bs=1 count=20000 2>/dev/null; kill -9 "$(executor)"; }
elif [ "$1 $2" = 'units score' ] && first score-child; then
	${program} "$@" | { dd bs=1 count=2000 2>/dev/null; kill -9 $$; }
fi
exec ${program} "$@"
`;
