import { parseBundle, type Bundle } from '../../lib/pipeline/bundle/bundle';
import type { BundleContent } from '../../lib/pipeline/bundle/edit';
import type { Embed } from '../../lib/pipeline/embed/embed-pool';
import { ENCODER_DIMENSIONS, ENCODER_ID } from '../../lib/pipeline/embed/encoder-revision';
import { quantise } from '../../lib/pipeline/head/example-index';
import { SafePattern } from '../../lib/pipeline/pattern/safe-pattern';
import { fromBase64, toBase64 } from './base64';
import { sha256 } from './sha256';

/** Largest bundle file that is read, in characters. */
const MAX_FILE_CHARS = 200_000_000;

/**
 * Reads a bundle that travels as one file. Everything is checked before anything is returned; an error names what is
 * wrong and where. Examples without embeddings are embedded again. One that an earlier encoder made is given as it is:
 * `forPresentEncoder` carries it over.
 */
export async function readBundleFile(text: string, embed: Embed): Promise<BundleContent> {
	const bundle = checkedBundle(text);
	if (!bundle.examples) return { bundle };
	const { embeddings, ...examples } = bundle.examples;
	const bytes =
		embeddings === undefined
			? await embedded(bundle, embed)
			: await decoded(embeddings, bundle, examples.sha256);
	return withExamples({ ...bundle, examples }, bytes);
}

/** The bundle of a file, with every check that needs no encoder. */
export function checkedBundle(text: string): Bundle {
	if (text.length > MAX_FILE_CHARS)
		throw new Error(
			`The file has ${text.length} characters, more than the ${MAX_FILE_CHARS} a bundle may have.`
		);
	const bundle = parseBundle(parsedJson(text));
	const { encoder, rules } = bundle;
	if (encoder.id !== ENCODER_ID || encoder.dimensions !== ENCODER_DIMENSIONS)
		throw new Error(
			`The bundle was trained for the encoder ${encoder.id} with ${encoder.dimensions} dimensions; this site has ${ENCODER_ID} with ${ENCODER_DIMENSIONS}.`
		);
	for (const [at, { name, pattern, flags }] of rules.entries()) {
		try {
			void new SafePattern(pattern, flags).engine;
		} catch (error) {
			const reason = (error as Error).message;
			throw new Error(`The bundle is not valid: rules[${at}] "${name}": ${reason}`, {
				cause: error
			});
		}
	}
	return bundle;
}

/** A bundle as one JSON file. */
export function writeBundleFile({ bundle, examples }: BundleContent): string {
	if (!bundle.examples || !examples) return JSON.stringify(bundle);
	const embeddings = toBase64(examples);
	return JSON.stringify({ ...bundle, examples: { ...bundle.examples, embeddings } });
}

/** A bundle with the version that its content has: a hash, so the same content has the same version. */
export async function versioned({ bundle, examples }: BundleContent): Promise<BundleContent> {
	const bytes = new TextEncoder().encode(JSON.stringify({ ...bundle, version: '' }));
	const version = (await sha256(bytes.buffer)).slice(0, 12);
	return { bundle: { ...bundle, version }, examples };
}

/** A bundle whose examples have these embeddings. */
export async function withExamples(bundle: Bundle, bytes: Int8Array): Promise<BundleContent> {
	if (!bundle.examples) return { bundle };
	const hash = await sha256(Int8Array.from(bytes).buffer);
	return {
		bundle: { ...bundle, examples: { ...bundle.examples, sha256: hash } },
		examples: bytes
	};
}

function parsedJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch (error) {
		throw new Error(
			`This is no bundle file: it is not JSON (${(error as Error).message}). Choose a file that Winnow exported.`,
			{ cause: error }
		);
	}
}

async function decoded(base64: string, bundle: Bundle, hash: string): Promise<Int8Array> {
	const fail = (what: string): never => {
		throw new Error(`The bundle is not valid: examples.embeddings: ${what}`);
	};
	let bytes = new Int8Array();
	try {
		bytes = fromBase64(base64);
	} catch {
		fail('is not base64');
	}
	const expected = (bundle.examples?.texts.length ?? 0) * bundle.encoder.dimensions;
	if (bytes.length !== expected) fail(`${bytes.length} bytes, expected ${expected}`);
	if ((await sha256(bytes.buffer)) !== hash) fail('its sha256 is not examples.sha256');
	return bytes;
}

async function embedded(bundle: Bundle, embed: Embed): Promise<Int8Array> {
	return quantise(await embed(bundle.examples?.texts ?? []));
}
