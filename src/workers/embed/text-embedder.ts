import { ENCODER_DIMENSIONS } from '../../lib/pipeline/embed/encoder-revision';
import type { EmbedTexts } from '../bundle/bundle-file';

/** Texts sent to an embedder at once: few enough that progress is seen. */
const TEXTS_AT_ONCE = 64;

/** Embeds any number of texts with all embedders that were handed over. */
export class TextEmbedder {
	private readonly embedders: EmbedTexts[] = [];

	add(embed: EmbedTexts): void {
		this.embedders.push(embed);
	}

	/** Row-major `texts.length × dimensions`, unit length. `onProgress` gets the number of texts done. */
	async embed(
		texts: readonly string[],
		onProgress: (done: number) => void = () => undefined
	): Promise<Float32Array> {
		if (this.embedders.length === 0 && texts.length > 0)
			throw new Error('The encoder was not started.');
		const out = new Float32Array(texts.length * ENCODER_DIMENSIONS);
		let next = 0;
		let done = 0;
		const work = async (embed: EmbedTexts): Promise<void> => {
			while (next < texts.length) {
				const from = next;
				next += TEXTS_AT_ONCE;
				const piece = texts.slice(from, next);
				out.set(await embed([...piece]), from * ENCODER_DIMENSIONS);
				done += piece.length;
				onProgress(done);
			}
		};
		await Promise.all(this.embedders.map(work));
		return out;
	}
}
