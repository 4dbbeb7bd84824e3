import { readFile } from 'node:fs/promises';
import { parseBundle, type Bundle } from '../lib/pipeline/bundle/bundle';
import type { BundleContent } from '../lib/pipeline/bundle/edit';
import type { Embed } from '../lib/pipeline/embed/embed-pool';
import { ENCODER_DIMENSIONS, isPresentRevision } from '../lib/pipeline/embed/encoder-revision';
import { InputError } from '../lib/pipeline/read/input-error';
import { readBundleFile } from '../workers/bundle/bundle-file';

const MODELS = new URL('../../static/models/', import.meta.url);

/** Stands for the bundle that ships with the site. */
export const DEFAULT_BUNDLE = 'default';

/** For who asks a bundle for its rules alone. */
export const noEmbeddings: Embed = (texts) =>
	Promise.resolve(new Float32Array(texts.length * ENCODER_DIMENSIONS));

/**
 * A bundle with the embeddings of its examples.
 *
 * @param path a file that the page exported; the default bundle for its name, or unless given
 * @param embed for examples that come without embeddings
 * @throws InputError that names the file and what is wrong with it
 */
export async function bundleContent(
	path: string | undefined,
	embed: Embed
): Promise<BundleContent> {
	if (path === undefined || path === DEFAULT_BUNDLE) return defaultContent();
	try {
		return await readBundleFile(await readFile(path, 'utf8'), embed);
	} catch (error) {
		throw new InputError(`${path}: ${(error as Error).message}`);
	}
}

/** Says of a bundle that was made with an earlier encoder what that means, and what helps. */
export function tellEarlierEncoder({ name, encoder }: Bundle): void {
	if (isPresentRevision(encoder.revision)) return;
	process.stderr.write(
		`The bundle "${name}" was made with an earlier encoder: its guesses are a little less certain until it is imported in the page, updated and exported again.\n`
	);
}

async function defaultContent(): Promise<BundleContent> {
	const bundle = parseBundle(
		JSON.parse(await readFile(new URL('default.bundle.json', MODELS), 'utf8'))
	);
	if (!bundle.examples) return { bundle };
	return { bundle, examples: new Int8Array(await readFile(new URL(bundle.examples.file, MODELS))) };
}
