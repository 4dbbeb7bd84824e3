/**
 * Lets an engine start workers from blobs that it made, as wllama does with a text of its own: its code knows nothing of
 * Trusted Types, which the page's security policy asks for, and the browser asks the policy of this name instead.
 * To be imported for that before the engine.
 */

interface PolicyFactory {
	createPolicy(
		name: 'default',
		rules: { createScriptURL: (url: string) => string | undefined }
	): unknown;
}

const { trustedTypes } = globalThis as { trustedTypes?: PolicyFactory };
trustedTypes?.createPolicy('default', {
	createScriptURL: (url) => (url.startsWith(`blob:${location.origin}/`) ? url : undefined)
});
