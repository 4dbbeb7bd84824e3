import text from 'virtual:api-module';

export const prerender = true;

/** The JavaScript API as a module that pages import; written to `api/winnow.js` at build time. */
export function GET(): Response {
	return new Response(text, { headers: { 'content-type': 'text/javascript' } });
}
