/** Cache Storage of GGUF models, in parts, and of the seals; the service worker leaves it alone. */
const MODEL_CACHE = 'winnow-llm-v1';

export const modelCache = (): Promise<Cache> => caches.open(MODEL_CACHE);

/** Says that all of a model is there and was checked, where that can be done. */
export async function seal(url: string): Promise<void> {
	await (await modelCache()).put(sealUrl(url), new Response('checked'));
}

export async function unseal(url: string): Promise<void> {
	await (await modelCache()).delete(sealUrl(url));
}

export async function isSealed(url: string): Promise<boolean> {
	return (await (await modelCache()).match(sealUrl(url))) !== undefined;
}

const sealUrl = (url: string): string => `${url}?winnow-checked`;
