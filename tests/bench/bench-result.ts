/** What a bench writes with `--json`: the figures, and under which conditions they were measured. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, release, totalmem, type } from 'node:os';
import { fileURLToPath } from 'node:url';
import { BenchBrowser } from './bench-browser';
import type { BenchFigures } from './figures';
import type { FilterTimes } from './filters';
import type { Growth } from './growth';
import type { Killed } from './kill';

const project = fileURLToPath(new URL('../../', import.meta.url));

export interface Conditions {
	/** Day, as in `2026-11-30`. */
	date: string;
	/** Version of the project and short commit, with a `+` when files of the site were changed. */
	version: string;
	processor: string;
	/** Logical processors. */
	cores: number;
	memoryGB: number;
	system: string;
	browser: string;
	/** In words, such as "shared with a test run". */
	note?: string;
}

/** The file that was dropped. */
export interface MeasuredFile {
	name: string;
	bytes: number;
}

export type BenchResult = { conditions: Conditions } & (
	| { kind: 'file'; input: MeasuredFile; runs: number; figures: BenchFigures }
	| { kind: 'growth'; figures: Growth }
	| { kind: 'filters'; input: MeasuredFile; runs: number; figures: FilterTimes[] }
	| { kind: 'kill'; input: MeasuredFile; figures: Killed[] }
);

/** @param profile folder for a browser that is only asked for its version */
export async function conditionsNow(profile: string, note?: string): Promise<Conditions> {
	const browser = await BenchBrowser.start(profile);
	const version = browser.browser.version();
	await browser.stop();
	const [processor] = cpus();
	return {
		date: new Date().toISOString().slice(0, 10),
		version: projectVersion(),
		processor: processor?.model ?? 'unknown',
		cores: cpus().length,
		memoryGB: Math.round(totalmem() / 2 ** 30),
		system: `${type()} ${release().split('.', 2).join('.')}`,
		browser: `Chromium ${version}`,
		...(note === undefined ? {} : { note })
	};
}

function projectVersion(): string {
	const { version } = JSON.parse(readFileSync(`${project}package.json`, 'utf8')) as {
		version: string;
	};
	try {
		const git = (...args: string[]): string =>
			execFileSync('git', args, { cwd: project, encoding: 'utf8' }).trim();
		const changed = git('status', '--porcelain', '--', 'src', 'static', 'package-lock.json');
		return `${version} (${git('rev-parse', '--short', 'HEAD')}${changed === '' ? '' : '+'})`;
	} catch {
		// A copy without its history.
		return version;
	}
}
