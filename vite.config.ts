import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';
import { apiModule } from './scripts/api-module.ts';
import { noticeCheck } from './scripts/notice/notice-check.ts';

/** Where the site's language models come from instead of the hub, with the hub's layout; ends with a slash. */
const modelBase = baseOf(process.env.MODEL_BASE);

export default defineConfig({
	define: { 'globalThis.__MODEL_BASE__': JSON.stringify(modelBase) },
	plugins: [sveltekit(), apiModule(), noticeCheck()],
	worker: { format: 'es', plugins: () => [noticeCheck()] },
	// Keeps onnxruntime-web's own 27 MB WASM asset out of the bundle: its files are served from `static/ort/`.
	resolve: {
		conditions: ['onnxruntime-web-use-extern-wasm', 'module', 'browser', 'production']
	},
	build: {
		target: 'es2022',
		chunkSizeWarningLimit: 900,
		// A slow machine is no fault of the project, and a build without warnings shows the real ones.
		rolldownOptions: { checks: { bundlerTimings: false } }
	}
});

function baseOf(text = ''): string {
	if (text === '') return '';
	if (!/^https?:\/\//.test(text) || !URL.canParse(text))
		throw new Error(
			`MODEL_BASE must be an address such as https://example.org/models/, got "${text}".`
		);
	return text.endsWith('/') ? text : `${text}/`;
}
