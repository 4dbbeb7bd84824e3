import { describe, expect, it } from 'vitest';
import { createNodeEncoder } from '../../../../scripts/encoder/node-backend';
import { ENCODER_REVISIONS } from '../../../../src/lib/pipeline/embed/encoder-revision';
import { Head } from '../../../../src/lib/pipeline/head/head';
import { agreeing, carryOver } from '../../../../src/lib/pipeline/train/carry-over';
import { readBundleFile, writeBundleFile } from '../../../../src/workers/bundle/bundle-file';
import { forPresentEncoder } from '../../../../src/workers/embed/present-encoder';
import {
	EARLIER_FILE,
	withoutExamples,
	earlierBundle,
	earlierEmbeddings,
	otherEncoder
} from '../../support/earlier-bundle';

const never = (): Promise<never> => Promise.reject(new Error('not needed'));
const revision = (): string => ENCODER_REVISIONS.q4;

describe('a bundle of an earlier encoder', () => {
	it('is read as it is, without an encoder', async () => {
		const { bundle, examples } = await readBundleFile(EARLIER_FILE, never);
		expect(Object.values(ENCODER_REVISIONS)).not.toContain(bundle.encoder.revision);
		expect(examples).toHaveLength(20 * bundle.encoder.dimensions);
	});

	it('is carried over by its examples', async () => {
		const before = await readBundleFile(EARLIER_FILE, never);
		const { content, update } = await forPresentEncoder(before, otherEncoder, revision);
		expect(update).toEqual({ examples: 20, same: 20 });
		expect(content.bundle.encoder).toEqual({
			...before.bundle.encoder,
			revision: ENCODER_REVISIONS.q4
		});
		expect(content.bundle.labels).toEqual(before.bundle.labels);
		expect(content.bundle.head).not.toEqual(before.bundle.head);
		// Its file is whole, and one of the present encoder is left alone.
		const again = await readBundleFile(writeBundleFile(content), never);
		expect(again).toEqual(content);
		expect(await forPresentEncoder(again, never, revision)).toEqual({ content: again });
	});

	it('without examples stays as it is', async () => {
		const bundle = withoutExamples();
		expect(await forPresentEncoder({ bundle }, never, revision)).toEqual({ content: { bundle } });
	});

	it('is carried over from one form of the real encoder to the other', async () => {
		const { texts } = earlierBundle().examples ?? { texts: [] };
		const encoder = await createNodeEncoder('q4');
		const embeddings = await encoder.embed(texts);
		const bundle = earlierBundle();
		const twice = { texts, before: earlierEmbeddings(), embeddings };
		const carried = carryOver(bundle, twice);
		expect(agreeing(bundle, carried, twice)).toBeGreaterThanOrEqual(texts.length - 1);
		// Closer to what was said before than the head as it was.
		const distance = (model: typeof carried): number => {
			const [first, second] = [new Head(bundle), new Head(model)];
			const at = (all: Float32Array, i: number): Float32Array =>
				all.subarray(i * 384, (i + 1) * 384);
			return texts.reduce((sum, text, i) => {
				const own = second.logits(text, at(embeddings, i));
				const old = first.logits(text, at(twice.before, i));
				return sum + Math.hypot(...own.map((logit, k) => logit - (old[k] as number)));
			}, 0);
		};
		expect(distance(carried)).toBeLessThan(distance(bundle));
	}, 120_000);
});
