/** The interface of the worker behind the teaching screens; the same rules hold as for `classifier.ts`. */
import type { Comparison, Evaluation } from '../../lib/pipeline/evaluate/evaluation';
import type { SharedAnswer } from '../../lib/pipeline/bundle/bundle';
import type { BundleEdit, Label } from '../../lib/pipeline/bundle/edit';
import type { RuleReport } from '../../lib/pipeline/rules/rule-analysis';
import type { Rule } from '../../lib/pipeline/rules/rules';
import type { HeadAnswer } from '../../lib/pipeline/evaluate/threshold-counts';
import type { EmbedderInfo, SiteUrls } from './classifier';
import type { ReviewQueue, ReviewSample } from './review';

/** The bundle that comes with the site: it is never changed, only copied. */
export const DEFAULT_BUNDLE_ID = 'default';

/** A bundle in the list. */
export interface BundleSummary {
	id: string;
	name: string;
	version: string;
	/** Milliseconds since the epoch; 0 for the one that comes with the site. */
	changedAt: number;
	labels: number;
	rules: number;
	examples: number;
	/** New runs use it. */
	chosen: boolean;
	/** It was made with an earlier encoder: its guesses are a little less certain until `updateBundle`. */
	earlierEncoder: boolean;
}

/** How a bundle was carried over to the present encoder. */
export interface BundleUpdate {
	/** Its labelled messages, which it was carried over by. */
	examples: number;
	/** Those of which it says the same as before. */
	same: number;
}

/** A bundle that was deleted and can be brought back. */
export interface DeletedBundle extends BundleSummary {
	/** Milliseconds since the epoch. */
	deletedAt: number;
}

/** What can be edited of a bundle: everything but the head's numbers. */
export interface BundleDetail extends BundleSummary {
	labelList: (Label & { examples: number; trained: boolean })[];
	ruleList: Rule[];
	thresholds: {
		confidence: number;
		perClass: Record<string, number>;
		reviewProblems: boolean;
	};
	/** Edits that can be taken back, and when the newest of them was made, in milliseconds since the epoch. */
	undoable: number;
	lastChange: number | undefined;
}

/** What a person said of a message, as it is listed. */
export interface SavedAnswer {
	canonical: string;
	label: string;
	/** Milliseconds since the epoch. */
	decidedAt: number;
	/** The run in which it was given. */
	runName: string;
	source: string;
}

/** What of the user's own messages an exported bundle says. */
export interface SharedTexts {
	/** What was decided by hand with its categories, where that is wanted: personal data masked. */
	answers: SharedAnswer[];
	/** Texts that are in the file also without the answers: its examples, muted and pinned messages, examples of rules. */
	texts: string[];
}

/** A bundle offered by address, before it is taken. */
export interface OfferedBundle {
	text: string;
	name: string;
	labels: string[];
	rules: number;
	bytes: number;
}

export interface Decision {
	template: number;
	label: string;
}

export interface TrainProgress {
	stage: 'reading' | 'embedding' | 'training';
	/** In [0, 1]. */
	fraction: number;
}

/**
 * How often the head of before and the retrained one give what a person answered. Both are asked only what they have not
 * learned from: answers that the bundle does not carry as examples yet, and of those a head fitted without them.
 */
export interface Agreement {
	/** Answers that both were asked about. */
	answers: number;
	/** Those that each gives as the person did. */
	before: number;
	after: number;
	/** Those that only the head of before has right, and those that only the retrained one has. */
	lost: number;
	gained: number;
}

/** What a retraining would change, before it is applied. */
export interface RetrainReport {
	/** Answers that it learned from. */
	decisions: number;
	/** Guesses accepted in bulk, which it did not learn from and was not measured on. */
	inBulk: number;
	agreement: Agreement;
	/** Rows whose label changes, most rows first. */
	moves: { from: string; to: string; rows: number; templates: number }[];
	/** Rows that the head labels. */
	headRows: number;
	/** Mean calibrated confidence over those rows: the accuracy to expect. */
	expectedBefore: number;
	expected: number;
	/** Rows that wait for review. */
	openBefore: number;
	open: number;
	milliseconds: number;
}

/** What was applied, for a way back. */
export interface Applied {
	bundleId: string;
	name: string;
	version: string;
}

/** A run whose input has a label column. */
export interface LabelledRun {
	id: string;
	name: string;
	createdAt: number;
	rows: number;
}

/** A label that may be wrong. */
export interface SuspectLabel {
	canonical: string;
	message: string;
	rows: number;
	given: string;
	suggested: string;
	givenProbability: number;
	suggestedProbability: number;
}

/** What training on a labelled run gave, before it is kept. */
export interface TrainReport {
	templates: number;
	rows: number;
	/** Messages whose rows have different labels; the most frequent one counts. */
	conflicting: number;
	/** Rows without a label. */
	unlabelled: number;
	/** Over templates, each judged by a head that has not seen it. */
	evaluation: Evaluation;
	/** Accuracy over rows: templates never parted, and rows dealt at random. */
	groupedRowAccuracy: number;
	leakyAccuracy: number;
	few: { label: string; templates: number }[];
	/** Labels of the trained bundle that differ only in case or blanks, together. */
	alike: string[][];
	suspects: SuspectLabel[];
	/** Confidence above which at most one in twenty is wrong. */
	threshold: number;
	/** Of the final fit alone. */
	fitMilliseconds: number;
	milliseconds: number;
}

/** A labelled run measured against its labels. */
export interface RunEvaluation {
	run: LabelledRun;
	bundleVersion: string;
	/** Over distinct messages. */
	evaluation: Evaluation;
	rowAccuracy: number;
	errors: { message: string; truth: string; predicted: string; confidence: number; rows: number }[];
}

/** One side of a comparison: a run as it is stored, or a bundle asked about the first side's messages. */
export type Contender = { run: string } | { bundle: string };

export interface ContenderComparison extends Comparison {
	/** Distinct messages that both have. */
	items: number;
	/** Messages labelled differently, most rows first. */
	changes: { message: string; truth: string; first: string; second: string; rows: number }[];
	changed: number;
}

export interface TeacherApi {
	init(options: SiteUrls): Promise<void>;
	/** Hands over a port that speaks `EmbedderApi`. */
	addEmbedder(port: MessagePort, info: EmbedderInfo): void;
	/** The site's own first, then the user's, newest change first. */
	listBundles(): Promise<BundleSummary[]>;
	bundle(id: string): Promise<BundleDetail>;
	/**
	 * Whether `importBundle` embeds something, and so needs the encoder: examples without embeddings, or with those of an
	 * earlier encoder. Throws what is wrong with the file.
	 */
	importEmbeds(text: string): Promise<boolean>;
	/**
	 * Checks a bundle file completely, then stores it under a new identity; throws what is wrong and changes nothing. Where it
	 * needs the encoder, ask the trainer.
	 */
	importBundle(
		text: string,
		onProgress?: (progress: TrainProgress) => void
	): Promise<BundleSummary>;
	/**
	 * Carries a bundle of an earlier encoder over to the present one, as an edit that can be taken back; `update` is absent
	 * where it has no examples to go by, and nothing is changed. Ask the trainer.
	 */
	updateBundle(
		id: string,
		onProgress: (progress: TrainProgress) => void
	): Promise<{ bundle: BundleDetail; update?: BundleUpdate }>;
	/** Fetches and checks a bundle of this site; `path` is relative to the site's folder. */
	offeredBundle(path: string): Promise<OfferedBundle>;
	/** One JSON file with everything, the examples' embeddings and muted messages included. */
	exportBundle(id: string, withAnswers?: boolean): Promise<Blob>;
	/** What of the user's messages `exportBundle` writes. */
	sharedTexts(id: string): Promise<SharedTexts>;
	copyBundle(id: string): Promise<BundleSummary>;
	/** Hides a bundle; `restoreBundle` brings it back for an hour, until `purgeBundles` removes it for good. */
	deleteBundle(id: string): Promise<void>;
	restoreBundle(id: string): Promise<void>;
	/** Bundles that can be brought back, those deleted last first. */
	deletedBundles(): Promise<DeletedBundle[]>;
	/** Removes for good what was deleted more than an hour ago. */
	purgeBundles(): Promise<void>;
	/** Removes a deleted bundle at once; there is no way back. */
	deleteBundleForGood(id: string): Promise<void>;
	/** Makes new runs use a bundle. */
	chooseBundle(id: string): Promise<void>;
	editBundle(id: string, edit: BundleEdit): Promise<BundleDetail>;
	undoEdit(id: string): Promise<BundleDetail>;
	/** @param settledToo ask about what the head was sure of as well */
	reviewQueue(runId: string, settledToo: boolean): Promise<ReviewQueue>;
	/** Some rows of a message in question, three at most. */
	reviewSamples(runId: string, template: number): Promise<ReviewSample[]>;
	/**
	 * Stores decisions at once and puts them on the run.
	 * @param inBulk they are guesses that were accepted together: nothing is learned from them
	 */
	decide(runId: string, decisions: Decision[], inBulk?: boolean): Promise<void>;
	undecide(runId: string, templates: number[]): Promise<void>;
	/** Decides every open template by its guess if that is at least so probable; resolves with the templates. */
	acceptAbove(runId: string, confidence: number, settledToo: boolean): Promise<number[]>;
	/** Puts decisions of other runs on the same messages of this one; resolves with their number. */
	applyKnownDecisions(runId: string): Promise<number>;
	/** All answers that were given by hand, newest first. They decide in later runs. */
	savedAnswers(): Promise<SavedAnswer[]>;
	/** Gives a message another category, for later runs. */
	changeAnswer(canonical: string, label: string): Promise<void>;
	/** Forgets answers; `restoreAnswers` brings them back as long as the page is open. */
	forgetAnswers(canonicals: string[]): Promise<void>;
	restoreAnswers(canonicals: string[]): Promise<void>;
	/** Whether `retrain` first embeds again what an earlier encoder embedded, and so needs the encoder. */
	retrainEmbeds(runId: string): Promise<boolean>;
	/** Adapts the run's bundle to all decisions. The result waits until `applyRetrained`. Takes long: ask the trainer. */
	retrain(runId: string, onProgress: (progress: TrainProgress) => void): Promise<RetrainReport>;
	/** Stores the retrained bundle as a new version, uses it for new runs and relabels the run with it. */
	applyRetrained(runId: string): Promise<Applied>;
	/** Labels the run as before its newest retraining, also in a later visit; rejects when there was none. */
	undoRetrained(runId: string): Promise<void>;
	/** Runs that can be learned from and evaluated, newest first. */
	labelledRuns(): Promise<LabelledRun[]>;
	/** Trains and validates on a labelled run. @param onTop the bundle to adapt; none: from scratch. Ask the trainer. */
	train(
		runId: string,
		onTop: string | undefined,
		onProgress: (progress: TrainProgress) => void
	): Promise<TrainReport>;
	/** Stores what `train` made as a new bundle. */
	keepTrained(runId: string, name: string): Promise<BundleSummary>;
	evaluateRun(runId: string): Promise<RunEvaluation>;
	/** Compares on the messages and labels of a labelled run. Ask the trainer. */
	compare(
		labelledRun: string,
		first: Contender,
		second: Contender,
		onProgress: (progress: TrainProgress) => void
	): Promise<ContenderComparison>;
	/** Runs that have ended, newest first. */
	endedRuns(): Promise<{ id: string; name: string; rows: number }[]>;
	/** What the first two sieves say of a run's open messages, for trying thresholds. */
	headAnswers(runId: string): Promise<HeadAnswer[]>;
	/** Tries rules on a run, and on their own test messages; throws when a pattern is invalid or could hang. Ask the trainer. */
	tryRules(rules: Rule[], runId: string | undefined): Promise<RuleReport>;
	/** Drafts a rule from a message of a run. @param label what it gives; absent: what the run says */
	draftRule(runId: string, template: number, id: string, label?: string): Promise<Rule>;
}
