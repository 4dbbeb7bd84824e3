/**
 * Puts the generated parts of `static/` in place: the encoder and the WebAssembly runtime. What is there already is
 * checked and left alone, so that a second run takes well under a second.
 *
 *     npm run assets
 */
import { createHash } from 'node:crypto';
import { copyFile, mkdir, readFile, rename, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { LLM_ENGINES } from '../src/lib/pipeline/llm/engines';
import { fileName } from '../src/lib/pipeline/llm/model';

/**
 * Files of onnxruntime-web that the page loads: for the CPU, and for WebGPU. The package holds three more builds, of up
 * to 28 MB each, that nothing uses.
 */
const RUNTIME_FILES = [
	'ort-wasm-simd-threaded.mjs',
	'ort-wasm-simd-threaded.wasm',
	'ort-wasm-simd-threaded.jspi.mjs',
	'ort-wasm-simd-threaded.jspi.wasm'
];

const project = new URL('../', import.meta.url);
const runtimeSource = new URL('node_modules/onnxruntime-web/dist/', project);
const runtimeTarget = new URL('static/ort/', project);
const llmTarget = new URL('static/llm/', project);

async function copyRuntimes(): Promise<void> {
	const copied = await Promise.all([
		...RUNTIME_FILES.map((name) =>
			copyIfChanged(name, new URL(name, runtimeSource), runtimeTarget)
		),
		// What the engines of the third sieve need; loaded only when a model is started.
		...LLM_ENGINES.flatMap(({ assets }) => assets).map((asset) =>
			copyIfChanged(
				fileName(asset.path),
				new URL(`node_modules/${asset.package}/${asset.path}`, project),
				llmTarget
			)
		)
	]);
	const count = copied.filter(Boolean).length;
	console.log(count === 0 ? 'The runtimes are in place.' : `Copied ${count} runtime files.`);
}

/** @returns whether the file had to be copied */
async function copyIfChanged(name: string, source: URL, to: URL): Promise<boolean> {
	const target = new URL(name, to);
	if (await isSame(source, target)) return false;
	await mkdir(to, { recursive: true });
	// Renamed when complete: a copy that was cut off must not be taken for the file.
	const temporary = new URL(`${name}.${process.pid}.tmp`, to);
	await copyFile(source, temporary);
	await rename(temporary, target);
	return true;
}

async function isSame(source: URL, target: URL): Promise<boolean> {
	const [from, to] = await Promise.all([sizeOf(source), sizeOf(target)]);
	if (from === undefined)
		throw new Error(`${fileURLToPath(source)} is missing. Run "npm ci" and then this again.`);
	return from === to && (await hashOf(source)) === (await hashOf(target));
}

async function sizeOf(file: URL): Promise<number | undefined> {
	return stat(file).then(
		({ size }) => size,
		() => undefined
	);
}

async function hashOf(file: URL): Promise<string> {
	return createHash('sha256')
		.update(await readFile(file))
		.digest('hex');
}

try {
	await copyRuntimes();
	// A program of its own: importing it obtains the encoder, and it sets the exit code when that fails.
	await import('./encoder/obtain');
} catch (error) {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
}
