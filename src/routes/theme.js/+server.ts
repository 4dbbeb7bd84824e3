import { THEME_STORAGE_KEY } from '$lib/page/theme-storage';

export const prerender = true;

/**
 * The script that runs before anything else of a page. It refuses to start in a frame of another page, which could make
 * visitors press what they do not see; a header does the same, but not every host sends one. Only `/embed/` is made to be
 * framed. And it applies a remembered theme before the first paint. It is a file of its own because the page's security
 * policy forbids inline scripts that the framework did not write.
 */
const SCRIPT = `if (self !== top && !/\\/embed\\/?$/.test(location.pathname)) {
	const link = document.createElement('a');
	link.href = location.href;
	link.target = '_blank';
	link.rel = 'noopener';
	link.textContent = 'Winnow does not start inside of another page. Open it in a tab of its own.';
	document.documentElement.replaceChildren(link);
	window.stop();
}
try {
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
