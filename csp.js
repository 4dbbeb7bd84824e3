/**
 * The site's security policy, in the one place that the pages (a meta tag, through `svelte.config.js`) and the service
 * worker (a header on the workers' scripts) take it from. Keywords are written without quotes, as SvelteKit wants them.
 */
export const cspDirectives = {
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
};

/** Sources that the header's syntax wants in quotes. */
const KEYWORDS = new Set(['self', 'none', 'unsafe-inline', 'wasm-unsafe-eval']);

/** The policy as the value of a `Content-Security-Policy` header. */
export function cspHeader() {
	return Object.entries(cspDirectives)
		.map(([name, sources]) => [name, ...sources.map(quoted)].join(' '))
		.join('; ');
}

/** @param {string} source */
function quoted(source) {
	return KEYWORDS.has(source) ? `'${source}'` : source;
}
