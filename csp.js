/**
 * The site's security policy, in the one place that the pages (a meta tag, through `svelte.config.js`) and the service
 * worker (a header on the workers' scripts) take it from. Keywords are written without quotes, as SvelteKit wants them.
 */
export const cspDirectives = {
	'default-src': ['self'],
	'script-src': ['self', 'wasm-unsafe-eval'],
	// Svelte and Chart.js set styles by script, which needs no leave. The one style in markup is that of the element in which
	// SvelteKit tells screen readers of a new page.
	'style-src': ['self', 'unsafe-hashes', 'sha256-S8qMpvofolR8Mpjy4kQvEm7m1q8clzU4dfDH0AmvZjo='],
	'img-src': ['self', 'data:', 'blob:'],
	'connect-src': ['self'],
	// Workers start from a blob that imports our script, because only then does this policy bind them.
	'worker-src': ['self', 'blob:'],
	'object-src': ['none'],
	'base-uri': ['self'],
	'form-action': ['none'],
	// Where the browser has Trusted Types, text becomes HTML or the address of a script only through these: Svelte's templates,
	// the scripts of our workers (`src/lib/page/script-url.ts`), and what an engine starts inside its own worker.
	'require-trusted-types-for': ['script'],
	'trusted-types': ['svelte-trusted-html', 'winnow-script', 'default']
};

/** Sources that the header's syntax wants in quotes. */
const KEYWORDS = new Set(['self', 'none', 'script', 'unsafe-hashes', 'wasm-unsafe-eval']);
const HASH = /^sha256-/;

/**
 * Base of all models in place of the hub, as the build was told; its layout is the hub's. The service worker has it from
 * the build, whatever else reads this file from the environment.
 * @type {string | undefined}
 */
const modelBase =
	typeof process === 'undefined' ? globalThis.__MODEL_BASE__ : process.env.MODEL_BASE;

/**
 * Hosts that language models come from. Only one worker may reach them: it fetches model files when a button is pressed
 * that names host and size, and is never given a log line. The page and every worker that sees messages may not.
 * A host of your own on another origin is added here; this machine is allowed for trying out.
 */
export const modelHosts = [
	...(modelBase
		? [new URL(modelBase).origin]
		: [
				'https://huggingface.co',
				'https://*.huggingface.co',
				'https://*.hf.co',
				'https://raw.githubusercontent.com'
			]),
	'http://localhost:*'
];

/**
 * The policy as the value of a `Content-Security-Policy` header.
 * @param {string[]} [hosts] further hosts that may be connected to
 */
export function cspHeader(hosts = []) {
	const connect = [...cspDirectives['connect-src'], ...hosts];
	return Object.entries({ ...cspDirectives, 'connect-src': connect })
		.map(([name, sources]) => [name, ...sources.map(quoted)].join(' '))
		.join('; ');
}

/** @param {string} source */
function quoted(source) {
	return KEYWORDS.has(source) || HASH.test(source) ? `'${source}'` : source;
}
