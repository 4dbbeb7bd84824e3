/**
 * Compiles the AssemblyScript of `src/kernels/` and writes the module where the readers import it, as text: so it comes
 * with their code, and needs no request of its own.
 *
 *     npm run kernels
 */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';
import { format, resolveConfig } from 'prettier';

const project = fileURLToPath(new URL('../', import.meta.url));
const SOURCE = 'src/kernels/kernels.ts';
export const MODULE = `${project}src/workers/read/kernels/module.ts`;

/** @throws Error with what the compiler says */
async function compiled(): Promise<Uint8Array> {
	let binary: Uint8Array | undefined;
	const options = ['-O3', '--runtime', 'stub', '--enable', 'simd', '--noAssert', '--use', 'abort='];
	const { error, stderr, stdout } = await asc.main(
		[SOURCE, '--outFile', 'kernels.wasm', ...options],
		{
			writeFile(name, contents) {
				if (name === 'kernels.wasm') binary = contents as Uint8Array;
			},
			readFile: async (name, folder) =>
				readFile(`${folder === '.' ? project : folder}/${name}`, 'utf8').catch(() => null)
		}
	);
	if (error || !binary) throw error ?? new Error(`${stdout.toString()}${stderr.toString()}`);
	return binary;
}

/** The text of `MODULE`. */
export async function kernelModule(): Promise<string> {
	const base64 = Buffer.from(await compiled()).toString('base64');
	const text = `/** Made by "npm run kernels" from src/kernels/. Do not edit. */\nexport const KERNELS = '${base64}';\n`;
	return format(text, { ...(await resolveConfig(MODULE)), filepath: MODULE });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const text = await kernelModule();
	const before = await readFile(MODULE, 'utf8').catch(() => '');
	if (text !== before) await writeFile(MODULE, text);
	console.log(text === before ? 'The kernels are up to date.' : 'The kernels were compiled.');
}
