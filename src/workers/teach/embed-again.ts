import type { BundleContent } from '../../lib/pipeline/bundle/edit';
import type { Embed } from '../../lib/pipeline/embed/embed-pool';
import { forPresentEncoder } from '../embed/present-encoder';
import type { BundleUpdate, TrainProgress } from '../contracts/teacher';
import type { Embedders } from '../embed/embedders';

/** Brings what an earlier encoder embedded up to the present one. */
export class EmbedAgain {
	constructor(
		private readonly embedders: Embedders,
		private readonly report: (progress: TrainProgress) => void
	) {}

	/** Embeds texts and reports how far that is. */
	readonly texts: Embed = (texts) =>
		this.embedders.embed(texts, (done) =>
			this.report({ stage: 'embedding', fraction: done / texts.length })
		);

	/** A bundle, carried over where it needs that and has examples to go by. */
	bundle(content: BundleContent): Promise<{ content: BundleContent; update?: BundleUpdate }> {
		return forPresentEncoder(content, this.texts, () => this.revision());
	}

	private async revision(): Promise<string> {
		return (await this.embedders.first()).revision;
	}
}
