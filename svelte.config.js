import adapter from '@sveltejs/adapter-static';

/** Sub-path of the deployed site, such as `/winnow`; empty for a site at the root. */
const base = (process.env.BASE_PATH ?? '').replace(/\/$/, '');
if (base !== '' && !base.startsWith('/'))
	throw new Error(`BASE_PATH must start with "/", got "${base}"`);

/** @type {import('@sveltejs/kit').Config} */
export default {
	compilerOptions: { runes: true },
	kit: {
		adapter: adapter({ pages: 'build', assets: 'build', fallback: '404.html' }),
		paths: { base, relative: true },
		serviceWorker: { register: false },
		csp: {
			mode: 'hash',
			directives: {
				'default-src': ['self'],
				'script-src': ['self', 'wasm-unsafe-eval'],
				// Chart.js and Svelte set element styles; no style sheet comes from elsewhere.
				'style-src': ['self', 'unsafe-inline'],
				'img-src': ['self', 'data:', 'blob:'],
				'connect-src': ['self'],
				// Workers start from a blob that imports our script, because only then does this policy bind them.
				'worker-src': ['self', 'blob:'],
				'object-src': ['none'],
				'base-uri': ['self'],
				'form-action': ['none']
			}
		}
	}
};
