import { alikeNames } from '../../lib/pipeline/bundle/alike-names';
import type { BundleContent } from '../../lib/pipeline/bundle/edit';
import { evaluate } from '../../lib/pipeline/evaluate/evaluation';
import type { LabelledTemplates, Validation } from '../../lib/pipeline/train/cross-validation';
import { deleteBundle, saveBundle, savedBundle } from '../../lib/store/bundle-store';
import type { BundleLibrary } from '../bundle/bundle-library';
import { labelledMessages, type LabelledMessages } from '../run/labelled-run';
import { messageEmbeddings } from '../embed/message-embeddings';
import {
	DEFAULT_BUNDLE_ID,
	type BundleSummary,
	type SuspectLabel,
	type TrainProgress,
	type TrainReport
} from '../contracts/teacher';
import type { Embedders } from '../embed/embedders';
import { EmbedAgain } from './embed-again';
import { fitToLabels } from './label-fit';

const draftId = (runId: string): string => `trained@${runId}`;
/** Suspect labels shown. */
const SUSPECTS = 50;

/** Trains heads on the label column of a run, and keeps what it trained as a bundle. */
export class LabelTrainer {
	constructor(private readonly library: BundleLibrary) {}

	async train(
		runId: string,
		onTop: string | undefined,
		embedders: Embedders,
		report: (progress: TrainProgress) => void
	): Promise<TrainReport> {
		const start = performance.now();
		report({ stage: 'reading', fraction: 0 });
		const labelled = await labelledMessages(runId);
		const again = new EmbedAgain(embedders, report);
		const { content: base } = await again.bundle(
			await this.library.content(onTop ?? DEFAULT_BUNDLE_ID)
		);
		const data = await this.dataOf(labelled, embedders, report);
		const { content, validation, threshold, fitMilliseconds } = await fitToLabels(
			base.bundle,
			data,
			{
				onTop: onTop !== undefined,
				random: Math.random,
				onFraction: (fraction) => report({ stage: 'training', fraction })
			}
		);
		await this.keepDraft(runId, content);
		return {
			templates: data.texts.length,
			rows: data.rows.reduce((sum, rows) => sum + rows, 0),
			conflicting: labelled.conflicting,
			unlabelled: labelled.unlabelled,
			evaluation: evaluate(validation.judged, Math.random),
			groupedRowAccuracy: validation.groupedRowAccuracy,
			leakyAccuracy: validation.leakyAccuracy,
			few: validation.few,
			alike: alikeNames(content.bundle.labels.map(({ name }) => name)),
			suspects: await suspectsOf(labelled, validation.issues),
			threshold,
			fitMilliseconds,
			milliseconds: performance.now() - start
		};
	}

	/** Stores what was trained under a name of the user's. */
	async keep(runId: string, name: string): Promise<BundleSummary> {
		const draft = await savedBundle(draftId(runId));
		if (!draft) throw new Error('There is nothing trained to keep.');
		const { bundle, examples } = draft;
		const kept = await this.library.add({ bundle: { ...bundle, name }, examples });
		await deleteBundle(draft.id);
		return kept;
	}

	private async dataOf(
		{ messages }: LabelledMessages,
		embedders: Embedders,
		report: (progress: TrainProgress) => void
	): Promise<LabelledTemplates> {
		const embeddings = await messageEmbeddings(messages, embedders, (fraction) =>
			report({ stage: 'embedding', fraction })
		);
		return {
			texts: messages.map(({ canonical }) => canonical),
			labels: messages.map(({ truth }) => truth),
			rows: messages.map(({ rows }) => rows),
			embeddings
		};
	}

	private async keepDraft(runId: string, { bundle, examples }: BundleContent): Promise<void> {
		const record = { id: draftId(runId), bundle, changedAt: Date.now(), archived: true };
		await saveBundle({ ...record, ...(examples ? { examples } : {}) });
	}
}

async function suspectsOf(
	{ stored, messages }: LabelledMessages,
	issues: Validation['issues']
): Promise<SuspectLabel[]> {
	return Promise.all(
		issues.slice(0, SUSPECTS).map(async ({ at, ...issue }) => {
			const { canonical, rows, firstRow } = messages[at] as LabelledMessages['messages'][number];
			return { canonical, rows, message: (await stored.message(firstRow)).slice(0, 400), ...issue };
		})
	);
}
