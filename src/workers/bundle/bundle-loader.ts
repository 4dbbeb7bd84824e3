import { parseBundle, type Bundle } from '../../lib/pipeline/bundle/bundle';
import type { BundleContent } from '../../lib/pipeline/bundle/edit';
import { exampleIndexOf, type ExampleIndex } from '../../lib/pipeline/head/example-index';
import { bundleOfVersion, chosenBundle } from '../../lib/store/bundle-store';
import { sha256 } from './sha256';

/** A bundle ready to classify with. */
export interface Knowledge {
	bundle: Bundle;
	examples: ExampleIndex | undefined;
}

/** The bundle that new runs use: the user's choice, or else the one that comes with the site. */
export async function loadChosenBundle(base: string): Promise<Knowledge> {
	return knowledgeOf((await chosenBundle()) ?? (await loadDefaultBundle(base)));
}

/** Version of the user's choice; undefined: the site's bundle is used. */
export async function chosenVersion(): Promise<string | undefined> {
	return (await chosenBundle())?.bundle.version;
}

/** The bundle that a run was made with; undefined when it is neither stored nor the site's any more. */
export async function loadBundleOfVersion(
	base: string,
	version: string
): Promise<Knowledge | undefined> {
	const own = await bundleOfVersion(version);
	if (own) return knowledgeOf(own);
	const byDefault = await loadDefaultBundle(base);
	return byDefault.bundle.version === version ? knowledgeOf(byDefault) : undefined;
}

/** The site's default bundle with its examples, verified. `base` is the absolute site URL, ending with a slash. */
export async function loadDefaultBundle(base: string): Promise<BundleContent> {
	const bundle = parseBundle(await (await fetched(`${base}models/default.bundle.json`)).json());
	if (!bundle.examples) return { bundle };
	const { file, sha256: expected } = bundle.examples;
	const bytes = await (await fetched(`${base}models/${file}`)).arrayBuffer();
	await verify(bytes, expected, file);
	return { bundle, examples: new Int8Array(bytes) };
}

/** A bundle with its examples as an index. */
export const knowledgeOf = ({ bundle, examples }: BundleContent): Knowledge => ({
	bundle,
	examples: examples && exampleIndexOf(bundle, examples)
});

async function fetched(url: string): Promise<Response> {
	const response = await fetch(url);
	if (!response.ok)
		throw new Error(`${url} could not be fetched: the server answered ${response.status}.`);
	return response;
}

async function verify(bytes: ArrayBuffer, expected: string, file: string): Promise<void> {
	const actual = await sha256(bytes);
	if (actual !== expected)
		throw new Error(
			`${file} does not belong to the bundle (sha256 ${actual.slice(0, 12)}…, expected ${expected.slice(0, 12)}…). Reload the page.`
		);
}
