import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'vite';

const ID = 'virtual:api-module';
const entry = fileURLToPath(new URL('../src/api/winnow.ts', import.meta.url));

/**
 * Gives the text of the JavaScript API as one self-contained module, so that a page can also keep a copy of it.
 * `src/routes/api/winnow.js` writes it to the site.
 */
export const apiModule = (): Plugin => ({
	name: 'winnow-api-module',
	resolveId: (id) => (id === ID ? `\0${ID}` : undefined),
	load: async (id) =>
		id === `\0${ID}` ? `export default ${JSON.stringify(await bundled())};` : undefined
});

async function bundled(): Promise<string> {
	const result = await build({
		configFile: false,
		logLevel: 'error',
		build: {
			write: false,
			target: 'es2022',
			lib: { entry, formats: ['es'], fileName: 'winnow' }
		}
	});
	const outputs = Array.isArray(result) ? result : [result];
	const chunk = outputs
		.flatMap((one) => ('output' in one ? one.output : []))
		.find((output) => output.type === 'chunk');
	if (!chunk) throw new Error('The JavaScript API could not be built.');
	return chunk.code;
}
