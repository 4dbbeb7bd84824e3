import adapter from '@sveltejs/adapter-static';
import { writeFile } from 'node:fs/promises';
import { cspDirectives } from './csp.js';
import { headersFile } from './headers.js';
import { listWorkerParts } from './worker-parts.js';
import { sourceVersion } from './source-version.js';

/** Sub-path of the deployed site, such as `/winnow`; empty for a site at the root. */
const base = (process.env.BASE_PATH ?? '').replace(/\/$/, '');
if (base !== '' && !base.startsWith('/'))
	throw new Error(`BASE_PATH must start with "/", got "${base}"`);

/** Worked out once for a build, whose processes load this file again: a source that is saved meanwhile must not split it. */
process.env.WINNOW_VERSION ??= sourceVersion(
	import.meta.dirname,
	base + (process.env.MODEL_BASE ?? '')
);

const site = adapter({ pages: 'build', assets: 'build', fallback: '404.html' });

/**
 * The static site, and what its host should send with it.
 * @type {import('@sveltejs/kit').Adapter}
 */
const siteWithHeaders = {
	...site,
	async adapt(builder) {
		await listWorkerParts(builder.getClientDirectory());
		await site.adapt(builder);
		await writeFile('build/_headers', headersFile(base));
	}
};

/** @type {import('@sveltejs/kit').Config} */
export default {
	compilerOptions: { runes: true },
	kit: {
		adapter: siteWithHeaders,
		paths: { base, relative: true },
		version: { name: process.env.WINNOW_VERSION },
		// The page registers it, so that it can listen for its answers from the start.
		serviceWorker: { register: false },
		csp: { mode: 'hash', directives: cspDirectives }
	}
};
