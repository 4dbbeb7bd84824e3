import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';
import { apiModule } from './scripts/api-module.ts';
import { noticeCheck } from './scripts/notice/notice-check.ts';

export default defineConfig({
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
