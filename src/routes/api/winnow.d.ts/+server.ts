import types from '../../../api/types.ts?raw';

export const prerender = true;

/** The types of the JavaScript API: the file that the module is compiled against, and what it exports. */
export function GET(): Response {
	const text = `${types}\nexport declare const connect: Connect;\n`;
	return new Response(text, { headers: { 'content-type': 'text/plain;charset=utf-8' } });
}
