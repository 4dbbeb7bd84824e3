/**
 * Addresses of scripts as browsers with Trusted Types want them (https://w3c.github.io/trusted-types): the page's security
 * policy lets no other text start a worker or a service worker there.
 */

/** What this file needs of the browser's types. */
interface ScriptPolicy {
	createScriptURL(url: string): URL;
}

interface PolicyFactory {
	createPolicy(name: string, rules: { createScriptURL: (url: string) => string }): ScriptPolicy;
}

let policy: ScriptPolicy | undefined;

/**
 * The address of a script of this site, or of a blob that it made.
 * @throws TypeError for one from elsewhere
 */
export function scriptUrl(url: string): string | URL {
	const { trustedTypes } = globalThis as { trustedTypes?: PolicyFactory };
	if (!trustedTypes) return ownUrl(url);
	policy ??= trustedTypes.createPolicy('winnow-script', { createScriptURL: ownUrl });
	return policy.createScriptURL(url);
}

/** The origin of a blob's address is that of its maker. */
function ownUrl(url: string): string {
	const { href, origin } = new URL(url, location.href);
	if (origin !== location.origin) throw new TypeError(`${href} is no script of this site.`);
	return href;
}
