import type { BundleContent } from '../../lib/pipeline/bundle/edit';
import type { Embed } from '../../lib/pipeline/embed/embed-pool';
import { isPresentRevision } from '../../lib/pipeline/embed/encoder-revision';
import { quantise } from '../../lib/pipeline/head/example-index';
import { agreeing, carryOver } from '../../lib/pipeline/train/carry-over';
import type { BundleUpdate } from '../contracts/teacher';
import { unitVectors } from './message-embeddings';
import { withExamples } from '../bundle/bundle-file';

/**
 * A bundle of an earlier encoder, carried over to the present one by its examples: they are embedded again, and the head
 * is to say of them what it said. One of the present encoder, or without examples to go by, is given as it is.
 *
 * @param revision of what `embed` gives
 * @returns how many examples keep their label, where it was carried over
 */
export async function forPresentEncoder(
	content: BundleContent,
	embed: Embed,
	revision: () => string
): Promise<{ content: BundleContent; update?: BundleUpdate }> {
	const { bundle, examples: bytes } = content;
	const texts = bundle.examples?.texts ?? [];
	if (isPresentRevision(bundle.encoder.revision) || !bytes || texts.length === 0)
		return { content };
	const embeddings = await embed(texts);
	const twice = { texts, before: unitVectors(bytes, bundle.encoder.dimensions), embeddings };
	const { head } = carryOver(bundle, twice);
	const carried = { ...bundle, head, encoder: { ...bundle.encoder, revision: revision() } };
	return {
		content: await withExamples(carried, quantise(embeddings)),
		update: { examples: texts.length, same: agreeing(bundle, carried, twice) }
	};
}
