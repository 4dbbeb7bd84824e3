import { adaptHead, withFittedHead } from '../../lib/pipeline/train/adapt-head';
import { alikeNames } from '../../lib/pipeline/bundle/alike-names';
import type { Bundle } from '../../lib/pipeline/bundle/bundle';
import { MAX_SETTLED_ERROR } from '../../lib/pipeline/constants';
import {
	crossValidate,
	type LabelledTemplates,
	type FitTexts
} from '../../lib/pipeline/train/cross-validation';
import type { BundleContent, Label } from '../../lib/pipeline/bundle/edit';
import { evaluate } from '../../lib/pipeline/evaluate/evaluation';
import { quantise } from '../../lib/pipeline/head/example-index';
import { thresholdForError } from '../../lib/pipeline/evaluate/metrics';
import type { HeadModel } from '../../lib/pipeline/head/head';
import { trainHead } from '../../lib/pipeline/train/train-head';
import { UNCLASSIFIED } from '../../lib/pipeline/types';
import { deleteBundle, saveBundle, savedBundle } from '../../lib/store/bundle-store';
import { versioned, withExamples } from '../bundle/bundle-file';
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

const draftId = (runId: string): string => `trained@${runId}`;
/** Suspect labels shown. */
const SUSPECTS = 50;
const MAX_EXAMPLE_CHARS = 200;

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
		const { bundle } = await this.library.content(onTop ?? DEFAULT_BUNDLE_ID);
		const data = await this.dataOf(labelled, embedders, report);
		refuseTooLittle(data);
		const fit = fitFor(bundle, data, onTop !== undefined);
		const validation = crossValidate(data, bundle, fit, Math.random, (fold, of) =>
			report({ stage: 'training', fraction: fold / of })
		);
		report({ stage: 'training', fraction: 0.95 });
		const fitStart = performance.now();
		const fitted = fit(data);
		const fitMilliseconds = performance.now() - fitStart;
		const threshold = thresholdForError(validation.judged, MAX_SETTLED_ERROR);
		const head = { ...fitted.head, temperature: validation.temperature };
		const trained = await bundleOf(
			bundle,
			{ ...fitted, head },
			data,
			threshold,
			onTop !== undefined
		);
		// Under the version that it was trained from, runs of that one would take it for theirs.
		await this.keepDraft(runId, await versioned(trained));
		return {
			templates: data.texts.length,
			rows: data.rows.reduce((sum, rows) => sum + rows, 0),
			conflicting: labelled.conflicting,
			unlabelled: labelled.unlabelled,
			evaluation: evaluate(validation.judged, Math.random),
			groupedRowAccuracy: validation.groupedRowAccuracy,
			leakyAccuracy: validation.leakyAccuracy,
			few: validation.few,
			alike: alikeNames(trained.bundle.labels.map(({ name }) => name)),
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

function refuseTooLittle({ texts, labels }: LabelledTemplates): void {
	const classes = new Set(labels);
	if (classes.size < 2)
		throw new Error(
			`All ${texts.length} labelled messages have the same label. A head needs at least two labels.`
		);
	if (texts.length < 10)
		throw new Error(
			`There are only ${texts.length} distinct labelled messages (numbers and names do not count). Ten are the least.`
		);
	if (classes.has(UNCLASSIFIED))
		throw new Error(`"${UNCLASSIFIED}" means that no label fits; use another name for that label.`);
}

function fitFor(bundle: Bundle, { labels }: LabelledTemplates, onTop: boolean): FitTexts {
	const classes = [...new Set(labels)];
	return (data) =>
		onTop ? adaptHead(bundle, data, { classes }).model : trainHead(bundle, data, { classes });
}

async function bundleOf(
	base: Bundle,
	model: HeadModel,
	{ texts, labels, embeddings }: LabelledTemplates,
	threshold: number,
	onTop: boolean
): Promise<BundleContent> {
	const known = new Map(base.labels.map((label) => [label.name, label]));
	const own = [...new Set(labels)].map(
		(name): Label => known.get(name) ?? { name, definition: '' }
	);
	const extra = own.filter(({ name }) => !known.has(name));
	const labelList = onTop ? [...base.labels, ...extra] : own;
	const positions = new Map(labelList.map(({ name }, at) => [name, at]));
	const { similarity, problem, reviewProblems } = base.thresholds;
	return withExamples(
		{
			...withFittedHead(base, model, onTop),
			labels: labelList,
			rules: onTop ? base.rules : [],
			thresholds: {
				confidence: threshold,
				similarity,
				...(onTop && problem !== undefined ? { problem } : {}),
				...(onTop && reviewProblems ? { reviewProblems } : {})
			},
			examples: {
				file: 'examples.bin',
				sha256: '',
				texts: texts.map((text) => text.slice(0, MAX_EXAMPLE_CHARS)),
				labels: labels.map((label) => positions.get(label) as number)
			}
		},
		quantise(embeddings)
	);
}

async function suspectsOf(
	{ stored, messages }: LabelledMessages,
	issues: ReturnType<typeof crossValidate>['issues']
): Promise<SuspectLabel[]> {
	return Promise.all(
		issues.slice(0, SUSPECTS).map(async ({ at, ...issue }) => {
			const { canonical, rows, firstRow } = messages[at] as LabelledMessages['messages'][number];
			return { canonical, rows, message: (await stored.message(firstRow)).slice(0, 400), ...issue };
		})
	);
}
