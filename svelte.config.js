import adapter from '@sveltejs/adapter-static';
import { cspDirectives } from './csp.js';

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
		// The page registers it, so that it can listen for its answers from the start.
		serviceWorker: { register: false },
		csp: { mode: 'hash', directives: cspDirectives }
	}
};
