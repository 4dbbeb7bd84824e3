import text from '../../../NOTICE?raw';

export const prerender = true;

/** The licences of everything that the site contains; written to `notice.txt` at build time. */
export function GET(): Response {
	return new Response(text, { headers: { 'content-type': 'text/plain; charset=utf-8' } });
}
