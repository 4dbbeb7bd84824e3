/**
 * What SvelteKit gives a service worker. Its own types would bring in those of the page and of Node, which a worker does
 * not have.
 */
declare module '$service-worker' {
	/** Path of the site without a last slash, derived from the service worker's address. */
	export const base: string;
	/** Paths of what Vite built. */
	export const build: string[];
	/** Paths of what was copied from `static/`. */
	export const files: string[];
	/** Paths of pages and of files that routes produced. */
	export const prerendered: string[];
	/** Differs from build to build. */
	export const version: string;
}
