/**
 * Builds the command line as a package that runs on Node without a checkout: the program as one file, the encoder, the
 * default bundle. Its dependencies are those of the project that the program imports, in the same versions.
 *
 *     npm run pack:cli [FOLDER]
 *
 * leaves `winnow-logs-cli-VERSION.tgz` in the folder, `build-cli/` unless given.
 */
import { execFileSync } from 'node:child_process';
import { chmod, cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { ENCODER_FILES } from '../src/lib/pipeline/embed/encoder-revision';

/** npm's `winnow` belongs to another project. */
const NAME = '@winnow-logs/cli';
/** Where the program lies in the package: it looks for the models from there as from its place in the checkout. */
const PROGRAM = 'dist/cli/winnow.js';

interface Manifest {
	version: string;
	description: string;
	license: string;
	engines: Record<string, string>;
	dependencies: Record<string, string>;
	/** For an option of the program: whoever wants it installs them. */
	optionalDependencies: Record<string, string>;
}

const project = fileURLToPath(new URL('../', import.meta.url));
const output = resolve(process.argv[2] ?? join(project, 'build-cli'));
const folder = join(output, 'package');
await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });

const imported = await bundleProgram();
await copyModels();
await writeManifest(imported);
execFileSync('npm', ['pack', '--silent', '--pack-destination', output, folder], {
	stdio: ['ignore', 'inherit', 'inherit']
});

/** @returns the packages that the program imports */
async function bundleProgram(): Promise<string[]> {
	const result = await build({
		configFile: false,
		root: project,
		logLevel: 'warn',
		build: {
			ssr: 'src/cli/main.ts',
			target: 'node20',
			outDir: join(folder, dirname(PROGRAM)),
			copyPublicDir: false,
			emptyOutDir: true,
			rolldownOptions: {
				output: {
					// One file, so that what is found from a module's place is found from the program's.
					codeSplitting: false,
					entryFileNames: 'winnow.js',
					banner: '#!/usr/bin/env node'
				}
			}
		}
	});
	await chmod(join(folder, PROGRAM), 0o755);
	if (!('output' in result)) throw new Error('The program was not built as one file.');
	const [chunk] = result.output;
	const packages = [...chunk.imports, ...chunk.dynamicImports]
		// The program's own parts are in the one file.
		.filter((path) => path !== chunk.fileName)
		.map((path) => path.split('/', path.startsWith('@') ? 2 : 1).join('/'));
	const isBuiltIn = (name: string): boolean =>
		name.startsWith('node:') || builtinModules.includes(name);
	return [...new Set(packages)].filter((name) => !isBuiltIn(name)).sort();
}

async function copyModels(): Promise<void> {
	const encoder = ENCODER_FILES.int8.map(({ path }) => `all-MiniLM-L6-v2/${path}`);
	for (const path of [...encoder, 'default.bundle.json', 'default.examples.bin'])
		await cp(join(project, 'static/models', path), join(folder, 'static/models', path));
	for (const name of ['LICENSE', 'NOTICE']) await cp(join(project, name), join(folder, name));
	await cp(join(project, 'docs/cli.md'), join(folder, 'README.md'));
}

async function writeManifest(packages: readonly string[]): Promise<void> {
	const { version, license, engines, dependencies, optionalDependencies } = JSON.parse(
		await readFile(join(project, 'package.json'), 'utf8')
	) as Manifest;
	const needed = packages.filter((name) => !optionalDependencies[name]);
	const wished = packages.filter((name) => optionalDependencies[name]);
	const missing = needed.find((name) => !dependencies[name]);
	if (missing) throw new Error(`${missing} is imported and no dependency of the project.`);
	const manifest = {
		name: NAME,
		version,
		description: 'Classifies log messages on the command line, with the model of the Winnow page.',
		license,
		type: 'module',
		engines,
		bin: { winnow: PROGRAM },
		files: ['dist', 'static', 'NOTICE'],
		dependencies: Object.fromEntries(needed.map((name) => [name, dependencies[name]])),
		peerDependencies: Object.fromEntries(wished.map((name) => [name, optionalDependencies[name]])),
		peerDependenciesMeta: Object.fromEntries(wished.map((name) => [name, { optional: true }]))
	};
	await writeFile(join(folder, 'package.json'), `${JSON.stringify(manifest, null, '\t')}\n`);
}
