/**
 * Types, lint, format, dead code and imports, two parts at a time. What a part learned of unchanged files it keeps below
 * `.cache/`; the rules on imports and on dead code look across files and are worked out each time.
 *
 *     npm run check          all files
 *     npm run check:fast     files changed since the branch left main, and what they need
 */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { styleText } from 'node:util';

const PROJECT = path.resolve(import.meta.dirname, '..');
const LANES = 2;
const CODE = /\.(?:ts|js|svelte)$/;

interface Part {
	name: string;
	/** Commands of `node_modules/.bin`, one after the other, for these changed files; undefined for all files. */
	commands: (files: readonly string[] | undefined) => string[][];
	/** Whether a change of a file makes the part necessary. */
	concerns: (file: string) => boolean;
}

const cached = (name: string): string[] => [
	...['--cache', '--cache-strategy', 'content'],
	...['--cache-location', `.cache/${name}`]
];

/** A TypeScript project, for which types are checked with `lib` and `types` of its own. */
const types = (name: string, project: string, concerns: RegExp): Part => ({
	name: `types of ${name}`,
	commands: () => [
		['tsc', '-p', project, '--incremental', '--tsBuildInfoFile', `.cache/tsc/${name}.json`]
	],
	concerns: (file) => concerns.test(file) && CODE.test(file)
});

/** The longest first. */
const PARTS: readonly Part[] = [
	{
		name: 'Svelte',
		commands: () => [
			['svelte-kit', 'sync'],
			['svelte-check', '--fail-on-warnings', '--incremental', '--output', 'human']
		],
		concerns: (file) => /^src\/(?:lib|routes|api|workers)\//.test(file) && CODE.test(file)
	},
	{
		name: 'lint',
		commands: (files) => [
			[
				'eslint',
				'--max-warnings',
				'0',
				'--no-warn-ignored',
				...cached('eslint'),
				...(files?.filter(isCode) ?? ['.'])
			]
		],
		concerns: isCode
	},
	{
		name: 'format',
		commands: (files) => [
			[
				...['prettier', '--check', '--log-level', 'warn', '--ignore-unknown'],
				...[...cached('prettier'), ...(files ?? ['.'])]
			]
		],
		concerns: () => true
	},
	types('tools', 'tsconfig.node.json', /^(?:src|scripts|training|tests)\/|^[^/]+$/),
	types('workers', 'src/workers', /^src\/(?:workers|lib\/(?:pipeline|store))\//),
	types('core', 'src/lib/pipeline', /^src\/lib\/pipeline\//),
	{
		name: 'imports',
		commands: () => [['tsx', 'scripts/check-imports.ts']],
		concerns: (file) => /^(?:src|scripts|training)\//.test(file) && CODE.test(file)
	},
	{ name: 'dead code', commands: () => [['knip']], concerns: () => false }
];

function isCode(file: string): boolean {
	return CODE.test(file) && !file.startsWith('static/');
}

/** Files that differ from where the branch left main, new ones included. */
function changedFiles(): string[] {
	const git = (...args: string[]): string[] =>
		execFileSync('git', args, { cwd: PROJECT, encoding: 'utf8' }).split('\n').filter(Boolean);
	const branches = git('branch', '--all', '--format=%(refname:short)');
	const main = ['main', 'origin/main'].find((name) => branches.includes(name));
	const base = main ? git('merge-base', main, 'HEAD')[0] : undefined;
	const changed = git('diff', '--name-only', '--diff-filter=d', base ?? 'HEAD');
	const untracked = git('ls-files', '--others', '--exclude-standard');
	return [...new Set([...changed, ...untracked])].filter((file) =>
		existsSync(`${PROJECT}/${file}`)
	);
}

/** @returns whether the part found nothing */
async function run(part: Part, files: readonly string[] | undefined): Promise<boolean> {
	const start = performance.now();
	let output = '';
	let passed = true;
	for (const [program = '', ...args] of part.commands(files)) {
		const { status, text } = await runCommand(program, args);
		output += text;
		if (status !== 0) passed = false;
	}
	const seconds = ((performance.now() - start) / 1_000).toFixed(1);
	const mark = passed ? styleText('green', '✓') : styleText('red', '✗');
	console.log(`${mark} ${part.name}, ${seconds} s`);
	if (!passed) console.log(output.trim());
	return passed;
}

function runCommand(program: string, args: string[]): Promise<{ status: number; text: string }> {
	return new Promise((resolve, reject) => {
		// Programs of node_modules are scripts on Windows.
		const child = spawn(program, args, { cwd: PROJECT, shell: process.platform === 'win32' });
		let text = '';
		const add = (chunk: Buffer): void => void (text += chunk.toString());
		child.stdout.on('data', add);
		child.stderr.on('data', add);
		child.on('error', reject);
		child.on('close', (status) => resolve({ status: status ?? 1, text }));
	});
}

async function main(): Promise<void> {
	const files = process.argv.includes('--changed') ? changedFiles() : undefined;
	const waiting = PARTS.filter(({ concerns }) => !files || files.some(concerns));
	if (files) console.log(`${files.length} changed files`);
	let passed = true;
	const lane = async (): Promise<void> => {
		for (let part = waiting.shift(); part; part = waiting.shift())
			if (!(await run(part, files))) passed = false;
	};
	await Promise.all(Array.from({ length: LANES }, lane));
	if (!passed) process.exitCode = 1;
}

await main();
