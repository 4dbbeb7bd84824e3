import type { BundleContent } from '../../lib/pipeline/bundle/edit';
import type { Embed } from '../../lib/pipeline/embed/embed-pool';
import { isPresentRevision } from '../../lib/pipeline/embed/encoder-revision';
import { quantise } from '../../lib/pipeline/head/example-index';
import { savedDecisions } from '../../lib/store/decision-store';
import { renewDecisionEmbeddings, renewRunEmbeddings } from '../../lib/store/new-embeddings';
import type { DecisionRecord } from '../../lib/store/schema';
import type { BundleUpdate, TrainProgress } from '../contracts/teacher';
import type { Embedders } from '../embed/embedders';
import { forPresentEncoder } from '../embed/present-encoder';
import { StoredRun } from '../run/stored-run';

/** Texts of a run that are embedded at once: in single precision a large run's embeddings would not fit in memory. */
const SLICE = 4_096;

/** Whether an earlier encoder embedded what was decided, or may have. */
export const isEarlierDecision = ({ embedding, encoderRevision }: DecisionRecord): boolean =>
	embedding !== undefined && !isPresentRevision(encoderRevision);

/** Brings what an earlier encoder embedded up to the present one. Nothing is stored before all of it is embedded. */
export class EmbedAgain {
	constructor(
		private readonly embedders: Embedders,
		private readonly report: (progress: TrainProgress) => void
	) {}

	/** Embeds texts and reports how far that is. */
	readonly texts: Embed = (texts) =>
		this.embedders.embed(texts, (done) => this.tell(done, texts.length));

	/** A bundle, carried over where it needs that and has examples to go by. */
	bundle(content: BundleContent): Promise<{ content: BundleContent; update?: BundleUpdate }> {
		return forPresentEncoder(content, this.texts, () => this.revision);
	}

	/** A run that has ended, its messages' embeddings renewed where it needs that; its results stay. */
	async run(runId: string): Promise<StoredRun> {
		const stored = await StoredRun.openEnded(runId);
		if (isPresentRevision(stored.run.encoderRevision)) return stored;
		const embedded = stored.table.templates.flatMap((entry) =>
			entry?.result?.embedding ? [entry] : []
		);
		const byText = await this.quantised(embedded.map(({ canonical }) => canonical));
		const byIndex = new Map(
			embedded.map(({ index, canonical }) => [index, byText.get(canonical) as Int8Array])
		);
		await renewRunEmbeddings(runId, byIndex, this.revision);
		return StoredRun.openEnded(runId);
	}

	/** All decisions whose embeddings need it. */
	async decisions(): Promise<void> {
		const earlier = (await savedDecisions()).filter(isEarlierDecision);
		if (earlier.length === 0) return;
		const byText = await this.quantised(earlier.map(({ canonical }) => canonical));
		await renewDecisionEmbeddings(byText, this.revision);
	}

	private async quantised(texts: readonly string[]): Promise<Map<string, Int8Array>> {
		const distinct = [...new Set(texts)];
		const { dimensions } = this.embedders.started();
		const found = new Map<string, Int8Array>();
		for (let from = 0; from < distinct.length; from += SLICE) {
			const slice = distinct.slice(from, from + SLICE);
			const embeddings = await this.embedders.embed(slice, (done) =>
				this.tell(from + done, distinct.length)
			);
			slice.forEach((text, i) =>
				found.set(text, quantise(embeddings.subarray(i * dimensions, (i + 1) * dimensions)))
			);
		}
		return found;
	}

	private tell(done: number, of: number): void {
		this.report({ stage: 'embedding', fraction: done / of });
	}

	private get revision(): string {
		return this.embedders.started().revision;
	}
}
