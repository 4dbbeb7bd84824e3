import { THEME_STORAGE_KEY } from '$lib/page/theme-storage';

export const prerender = true;

/**
 * The script that applies a remembered theme before the first paint. It is a file of its own because the page's
 * security policy forbids inline scripts that the framework did not write.
 */
const SCRIPT = `try {
	const theme = localStorage.getItem('${THEME_STORAGE_KEY}');
	if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
	// Storage may be forbidden; the system's theme then holds.
}
`;

/** Written to `theme.js` beside the pages at build time. */
export function GET(): Response {
	return new Response(SCRIPT, { headers: { 'content-type': 'text/javascript' } });
}
