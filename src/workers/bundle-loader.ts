import { parseBundle, type Bundle } from '../lib/pipeline/bundle';
import { ExampleIndex } from '../lib/pipeline/example-index';
import { sha256 } from './sha256';

/** The site's default bundle with its examples, verified. `base` is the absolute site URL, ending with a slash. */
export async function loadDefaultBundle(
	base: string
): Promise<{ bundle: Bundle; examples: ExampleIndex | undefined }> {
	const bundle = parseBundle(await (await fetched(`${base}models/default.bundle.json`)).json());
	if (!bundle.examples) return { bundle, examples: undefined };
	const { file, texts, labels } = bundle.examples;
	const bytes = await (await fetched(`${base}models/${file}`)).arrayBuffer();
	await verify(bytes, bundle.examples.sha256, file);
	const names = labels.map((label) => bundle.labels[label]?.name ?? '');
	return {
		bundle,
		examples: new ExampleIndex(texts, names, new Int8Array(bytes), bundle.encoder.dimensions)
	};
}

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
