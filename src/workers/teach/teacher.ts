import type { RuleReport } from '../../lib/pipeline/rules/rule-analysis';
import type { Rule } from '../../lib/pipeline/rules/rules';
import { isPresentRevision } from '../../lib/pipeline/embed/encoder-revision';
import type { HeadAnswer } from '../../lib/pipeline/evaluate/threshold-counts';
import { DELETED_KEPT } from '../../lib/pipeline/constants';
import type { BundleEdit } from '../../lib/pipeline/bundle/edit';
import {
	chooseBundle,
	deleteBundle,
	markBundleDeleted,
	purgeBundlesDeletedBefore
} from '../../lib/store/bundle-store';
import { checkedBundle, readBundleFile } from '../bundle/bundle-file';
import { deleteStepsOfGoneBundles } from '../../lib/store/bundle-steps';
import { BundleLibrary } from '../bundle/bundle-library';
import type { EmbedderInfo, SiteUrls } from '../contracts/classifier';
import { fetchOfferedBundle } from '../bundle/offered-bundle';
import { DecisionTrainer } from './decision-trainer';
import { ReviewSession } from './review-session';
import type { ReviewQueue, ReviewSample } from '../contracts/review';
import {
	DEFAULT_BUNDLE_ID,
	type BundleDetail,
	type Applied,
	type BundleSummary,
	type BundleUpdate,
	type DeletedBundle,
	type Contender,
	type ContenderComparison,
	type Decision,
	type LabelledRun,
	type OfferedBundle,
	type RetrainReport,
	type RunEvaluation,
	type SavedAnswer,
	type SharedTexts,
	type TeacherApi,
	type TrainReport,
	type TrainProgress
} from '../contracts/teacher';
import { EmbedAgain } from './embed-again';
import { LabelTrainer } from './label-trainer';
import { compareContenders, evaluateRun, labelledRuns } from './evaluate-run';
import { draftFrom, endedRuns, headAnswers, tryRules } from './try-rules';
import { Embedders } from '../embed/embedders';
import { SavedAnswers } from './saved-answers';
import { takeAnswers } from '../bundle/shared-answers';

/** The worker behind `TeacherApi`: bundles, decisions, training. Thin over the core and the store. */
export class Teacher implements TeacherApi {
	private base = '';
	private library = new BundleLibrary('');
	private decisionTrainer = new DecisionTrainer('', this.library);
	private review = new ReviewSession('');
	private labelTrainer = new LabelTrainer(this.library);
	private readonly answers = new SavedAnswers();
	private readonly embedders = new Embedders();

	async init({ base }: SiteUrls): Promise<void> {
		this.base = base;
		this.library = new BundleLibrary(base);
		this.decisionTrainer = new DecisionTrainer(base, this.library);
		this.review = new ReviewSession(base);
		this.labelTrainer = new LabelTrainer(this.library);
	}

	addEmbedder(port: MessagePort, info: EmbedderInfo): void {
		this.embedders.add(port, info);
	}

	listBundles(): Promise<BundleSummary[]> {
		return this.library.list();
	}

	bundle(id: string): Promise<BundleDetail> {
		return this.library.detail(id);
	}

	async importEmbeds(text: string): Promise<boolean> {
		const { encoder, examples } = checkedBundle(text);
		if (!examples || examples.texts.length === 0) return false;
		return examples.embeddings === undefined || !isPresentRevision(encoder.revision);
	}

	async importBundle(
		text: string,
		onProgress: (progress: TrainProgress) => void = () => undefined
	): Promise<BundleSummary> {
		const again = new EmbedAgain(this.embedders, onProgress);
		const { content } = await again.bundle(await readBundleFile(text, again.texts));
		const { answers = [], ...bundle } = content.bundle;
		const added = await this.library.add({ ...content, bundle });
		await takeAnswers(answers, added);
		return added;
	}

	async updateBundle(
		id: string,
		onProgress: (progress: TrainProgress) => void
	): Promise<{ bundle: BundleDetail; update?: BundleUpdate }> {
		const again = new EmbedAgain(this.embedders, onProgress);
		const { content, update } = await again.bundle(await this.library.content(id));
		if (!update) return { bundle: await this.library.detail(id) };
		return { bundle: await this.library.replace(id, content), update };
	}

	async offeredBundle(path: string): Promise<OfferedBundle> {
		const text = await fetchOfferedBundle(this.base, path);
		const { name, labels, rules } = checkedBundle(text);
		const labelNames = labels.map((label) => label.name);
		return { text, name, labels: labelNames, rules: rules.length, bytes: text.length };
	}

	exportBundle(id: string, withAnswers = false): Promise<Blob> {
		return this.library.exported(id, withAnswers);
	}

	sharedTexts(id: string): Promise<SharedTexts> {
		return this.library.sharedTexts(id);
	}

	copyBundle(id: string): Promise<BundleSummary> {
		return this.library.copy(id);
	}

	deleteBundle(id: string): Promise<void> {
		return this.library.remove(id);
	}

	restoreBundle(id: string): Promise<void> {
		return markBundleDeleted(id, undefined);
	}

	deletedBundles(): Promise<DeletedBundle[]> {
		return this.library.deleted();
	}

	async purgeBundles(): Promise<void> {
		await purgeBundlesDeletedBefore(Date.now() - DELETED_KEPT);
		await deleteStepsOfGoneBundles();
	}

	async deleteBundleForGood(id: string): Promise<void> {
		await deleteBundle(id);
		await deleteStepsOfGoneBundles();
	}

	chooseBundle(id: string): Promise<void> {
		return chooseBundle(id === DEFAULT_BUNDLE_ID ? undefined : id);
	}

	editBundle(id: string, edit: BundleEdit): Promise<BundleDetail> {
		return this.library.edit(id, edit);
	}

	undoEdit(id: string): Promise<BundleDetail> {
		return this.library.undo(id);
	}

	reviewQueue(runId: string, settledToo: boolean): Promise<ReviewQueue> {
		return this.review.queue(runId, settledToo);
	}

	reviewSamples(runId: string, template: number): Promise<ReviewSample[]> {
		return this.review.samples(runId, template);
	}

	decide(runId: string, decisions: Decision[], inBulk = false): Promise<void> {
		return this.review.decide(runId, decisions, inBulk);
	}

	undecide(runId: string, templates: number[]): Promise<void> {
		return this.review.undecide(runId, templates);
	}

	acceptAbove(runId: string, confidence: number, settledToo: boolean): Promise<number[]> {
		return this.review.acceptAbove(runId, confidence, settledToo);
	}

	applyKnownDecisions(runId: string): Promise<number> {
		return this.review.applyKnown(runId);
	}

	savedAnswers(): Promise<SavedAnswer[]> {
		return this.answers.list();
	}

	changeAnswer(canonical: string, label: string): Promise<void> {
		return this.answers.change(canonical, label);
	}

	forgetAnswers(canonicals: string[]): Promise<void> {
		return this.answers.forget(canonicals);
	}

	restoreAnswers(canonicals: string[]): Promise<void> {
		return this.answers.restore(canonicals);
	}

	retrain(runId: string, onProgress: (progress: TrainProgress) => void): Promise<RetrainReport> {
		return this.decisionTrainer.retrain(runId, this.embedders, onProgress);
	}

	retrainEmbeds(runId: string): Promise<boolean> {
		return this.decisionTrainer.embedsFirst(runId);
	}

	applyRetrained(runId: string): Promise<Applied> {
		return this.decisionTrainer.apply(runId);
	}

	undoRetrained(runId: string): Promise<void> {
		return this.decisionTrainer.undo(runId);
	}

	labelledRuns(): Promise<LabelledRun[]> {
		return labelledRuns();
	}

	train(
		runId: string,
		onTop: string | undefined,
		onProgress: (progress: TrainProgress) => void
	): Promise<TrainReport> {
		return this.labelTrainer.train(runId, onTop, this.embedders, onProgress);
	}

	keepTrained(runId: string, name: string): Promise<BundleSummary> {
		return this.labelTrainer.keep(runId, name);
	}

	evaluateRun(runId: string): Promise<RunEvaluation> {
		return evaluateRun(runId);
	}

	compare(
		labelledRun: string,
		first: Contender,
		second: Contender,
		onProgress: (progress: TrainProgress) => void
	): Promise<ContenderComparison> {
		return compareContenders(
			{ library: this.library, embedders: this.embedders, onProgress },
			labelledRun,
			first,
			second
		);
	}

	endedRuns(): Promise<{ id: string; name: string; rows: number }[]> {
		return endedRuns();
	}

	headAnswers(runId: string): Promise<HeadAnswer[]> {
		return headAnswers(runId);
	}

	tryRules(rules: Rule[], runId: string | undefined): Promise<RuleReport> {
		return tryRules(rules, runId);
	}

	draftRule(runId: string, template: number, id: string, label?: string): Promise<Rule> {
		return draftFrom(runId, template, id, label);
	}
}
