import * as Comlink from 'comlink';
import type { RuleReport } from '../../lib/pipeline/rules/rule-analysis';
import type { Rule } from '../../lib/pipeline/rules/rules';
import type { HeadAnswer } from '../../lib/pipeline/evaluate/threshold-counts';
import type { BundleEdit } from '../../lib/pipeline/bundle/edit';
import {
	chooseBundle,
	markBundleDeleted,
	purgeBundlesDeletedBefore
} from '../../lib/store/bundle-store';
import { checkedBundle, readBundleFile } from '../bundle/bundle-file';
import { BundleLibrary } from '../bundle/bundle-library';
import type { EmbedderApi, SiteUrls } from '../contracts/classifier';
import { fetchOfferedBundle } from '../bundle/offered-bundle';
import { RetrainDesk } from './retraining';
import { ReviewDesk } from './review';
import {
	DEFAULT_BUNDLE_ID,
	type BundleDetail,
	type Applied,
	type BundleSummary,
	type Contender,
	type ContenderComparison,
	type Decision,
	type LabelledRun,
	type OfferedBundle,
	type RetrainReport,
	type ReviewQueue,
	type RunEvaluation,
	type TeacherApi,
	type TrainReport,
	type TrainProgress
} from '../contracts/teacher';
import { TrainingDesk } from './label-training';
import { compareContenders, evaluateRun, labelledRuns } from './evaluate-run';
import { draftFrom, endedRuns, headAnswers, tryRules } from './try-rules';
import { TextEmbedder } from '../embed/text-embedder';

/** The worker behind `TeacherApi`: bundles, decisions, training. Thin over the core and the store. */
export class Teacher implements TeacherApi {
	private base = '';
	private library = new BundleLibrary('');
	private retraining = new RetrainDesk('', this.library);
	private review = new ReviewDesk('');
	private training = new TrainingDesk(this.library);
	private readonly embedder = new TextEmbedder();

	async init({ base }: SiteUrls): Promise<void> {
		this.base = base;
		this.library = new BundleLibrary(base);
		this.retraining = new RetrainDesk(base, this.library);
		this.review = new ReviewDesk(base);
		this.training = new TrainingDesk(this.library);
	}

	addEmbedder(port: MessagePort): void {
		const remote = Comlink.wrap<EmbedderApi>(port);
		this.embedder.add((texts) => remote.embed(texts));
	}

	listBundles(): Promise<BundleSummary[]> {
		return this.library.list();
	}

	bundle(id: string): Promise<BundleDetail> {
		return this.library.detail(id);
	}

	async importBundle(text: string): Promise<BundleSummary> {
		return this.library.add(await readBundleFile(text, (texts) => this.embedder.embed(texts)));
	}

	async offeredBundle(path: string): Promise<OfferedBundle> {
		const text = await fetchOfferedBundle(this.base, path);
		const { name, labels, rules } = checkedBundle(text);
		const labelNames = labels.map((label) => label.name);
		return { text, name, labels: labelNames, rules: rules.length, bytes: text.length };
	}

	exportBundle(id: string): Promise<Blob> {
		return this.library.exported(id);
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

	purgeBundles(): Promise<void> {
		return purgeBundlesDeletedBefore(Date.now());
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

	decide(runId: string, decisions: Decision[]): Promise<void> {
		return this.review.decide(runId, decisions);
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

	retrain(runId: string, onProgress: (progress: TrainProgress) => void): Promise<RetrainReport> {
		return this.retraining.retrain(runId, onProgress);
	}

	applyRetrained(runId: string): Promise<Applied> {
		return this.retraining.apply(runId);
	}

	undoRetrained(runId: string): Promise<void> {
		return this.retraining.undo(runId);
	}

	labelledRuns(): Promise<LabelledRun[]> {
		return labelledRuns();
	}

	train(
		runId: string,
		onTop: string | undefined,
		onProgress: (progress: TrainProgress) => void
	): Promise<TrainReport> {
		return this.training.train(runId, onTop, this.embedder, onProgress);
	}

	keepTrained(runId: string, name: string): Promise<BundleSummary> {
		return this.training.keep(runId, name);
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
			{ library: this.library, embedder: this.embedder, onProgress },
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
