import { adaptHead, withHead } from '../../lib/pipeline/train/adapt-head';
import { Cascade, type RunUnit } from '../../lib/pipeline/head/cascade';
import type { Bundle } from '../../lib/pipeline/bundle/bundle';
import type { BundleContent } from '../../lib/pipeline/bundle/edit';
import { quantise } from '../../lib/pipeline/head/example-index';
import { pickTexts } from '../../lib/pipeline/train/cross-validation';
import { groupFolds } from '../../lib/pipeline/train/folds';
import type { LabelledTexts } from '../../lib/pipeline/train/training-set';
import type { RunPriors } from '../../lib/pipeline/head/run-priors';
import type { Classification, LevelClass, TemplateEntry } from '../../lib/pipeline/types';
import { savedDecisions } from '../../lib/store/decision-store';
import type { DecisionRecord, RunRecord } from '../../lib/store/schema';
import { withExamples } from '../bundle/bundle-file';
import { knowledgeOf } from '../bundle/bundle-loader';
import { unitVector } from '../embed/message-embeddings';
import type { StoredRun } from '../run/stored-run';
import type { RetrainReport, TrainProgress } from '../contracts/teacher';

/** Folds in which the new head is asked about decisions that it has not seen. */
const FOLDS = 5;

type Report = (progress: TrainProgress) => void;

/** Adapts a bundle to all decisions and gives it with an estimate of what that is worth. Nothing is stored. */
export async function adaptToDecisions(
	content: BundleContent,
	surroundings: Surroundings,
	report: Report
): Promise<{ content: BundleContent } & Pick<RetrainReport, 'decisions' | 'inBulk' | 'agreement'>> {
	const { bundle } = content;
	const known = new Set(bundle.labels.map(({ name }) => name));
	// A message without any text has no embedding, and teaches nothing.
	const embedded = (await savedDecisions()).filter(
		(decision): decision is Embedded =>
			known.has(decision.label) && decision.embedding !== undefined
	);
	// The model's own guesses are no evidence that it is right.
	const decisions = embedded.filter(({ inBulk }) => !inBulk);
	if (decisions.length === 0)
		throw new Error(
			embedded.length === 0
				? 'There is no decision to learn from yet. Answer some cards first.'
				: 'Guesses that were accepted in bulk teach nothing. Answer some cards first.'
		);
	const data = labelledTexts(decisions, bundle);
	const fitted = (at: number[], step: number): Bundle => {
		const onIteration = (): void => report({ stage: 'training', fraction: step / (FOLDS + 1) });
		const own = pickTexts(data, at, bundle.encoder.dimensions);
		return withHead(bundle, adaptHead(bundle, own, { onIteration }));
	};
	const all = decisions.map((_, at) => at);
	const learned = new Set(bundle.examples?.texts);
	const fresh = all.filter((at) => !learned.has(data.texts[at] as string));
	const before = agreeing(bundle, data, fresh, surroundings);
	const after = new Set<number>();
	for (const [fold, test] of foldsOf(fresh, data).entries()) {
		const others = fitted(
			all.filter((at) => !test.includes(at)),
			fold
		);
		for (const at of agreeing(others, data, test, surroundings)) after.add(at);
	}
	const taught = fitted(all, FOLDS);
	return {
		content: await withDecisions({ bundle: taught, examples: content.examples }, data),
		decisions: decisions.length,
		inBulk: embedded.length - decisions.length,
		agreement: {
			answers: fresh.length,
			before: before.size,
			after: after.size,
			lost: fresh.filter((at) => before.has(at) && !after.has(at)).length,
			gained: fresh.filter((at) => after.has(at) && !before.has(at)).length
		}
	};
}

/** Most rows first, since the fits ask the head about each of them. */
const MAX_POOL = 2_000;

/** A distinct message of a run at one level. */
interface PoolMessage {
	canonical: string;
	level: LevelClass;
	/** Unit length. */
	embedding: Float32Array;
}

/** What the labels of a message's run are expected by. */
interface Surroundings {
	/** The run's messages that nobody decided: they tell how often each label is to be expected in it. */
	messages: readonly PoolMessage[];
	/** False where they are not to tell: each message is judged by what is usual, as in the run itself. */
	shares: boolean | undefined;
}

/** What the decisions are judged among, when they are judged as messages of a run. */
export const surroundingsIn = (stored: StoredRun): Surroundings => ({
	messages: undecidedMessages(stored),
	shares: stored.run.shares
});

/** Messages of a run that the head decides and nobody else did, those with most rows first. */
function undecidedMessages(stored: StoredRun): PoolMessage[] {
	const rows = stored.templateRows().open;
	const open = stored.table.templates.flatMap((entry) => {
		const count = entry ? (rows[entry.index] as number) : 0;
		if (!entry || !isOpen(entry.result) || count === 0) return [];
		const { canonical, level, result } = entry;
		return [{ canonical, level: level ?? ('none' as const), count, result }];
	});
	return open
		.sort((a, b) => b.count - a.count)
		.slice(0, MAX_POOL)
		.map(({ canonical, level, result }): PoolMessage => ({
			canonical,
			level,
			embedding: unitVector(result.embedding)
		}));
}

/** What another bundle changes on a run: new results of the templates that no person and no rule decided. */
export function changesOn(
	stored: StoredRun,
	content: BundleContent
): {
	results: Map<number, Classification>;
	priors?: RunPriors;
	report: Pick<RetrainReport, RunPart>;
} {
	const { bundle, examples } = knowledgeOf(content);
	const cascade = new Cascade(bundle, examples);
	const rows = stored.templateRows().open;
	const open = stored.table.templates.filter(
		(entry): entry is OpenEntry => entry !== undefined && isOpen(entry.result)
	);
	const units = open.map(({ canonical, level, result }): RunUnit => ({
		canonical,
		level: level ?? 'none',
		score: cascade.score(canonical, unitVector(result.embedding))
	}));
	const judged = cascade.judgeRun(units, stored.run.shares);
	const results = new Map<number, Classification>();
	const moves = new Map<string, { from: string; to: string; rows: number; templates: number }>();
	const sums = { rows: 0, before: 0, after: 0, openBefore: 0, openAfter: 0 };
	for (const [at, entry] of open.entries()) {
		const before = entry.result;
		const after = judged.results[at] as Classification;
		const count = rows[entry.index] as number;
		results.set(entry.index, after);
		sums.rows += count;
		sums.before += count * before.confidence;
		sums.after += count * after.confidence;
		if (before.certainty !== 'sure') sums.openBefore += count;
		if (after.certainty !== 'sure') sums.openAfter += count;
		if (before.label === after.label || count === 0) continue;
		const key = JSON.stringify([before.label, after.label]);
		const move = moves.get(key) ?? { from: before.label, to: after.label, rows: 0, templates: 0 };
		moves.set(key, { ...move, rows: move.rows + count, templates: move.templates + 1 });
	}
	return {
		results,
		...(judged.priors ? { priors: judged.priors } : {}),
		report: {
			moves: [...moves.values()].sort((a, b) => b.rows - a.rows),
			headRows: sums.rows,
			expectedBefore: sums.before / Math.max(1, sums.rows),
			expected: sums.after / Math.max(1, sums.rows),
			openBefore: sums.openBefore,
			open: sums.openAfter
		}
	};
}

type EmbeddedResult = Classification & { embedding: Int8Array };
type OpenEntry = TemplateEntry & { result: EmbeddedResult };

const isOpen = (result: Classification | undefined): result is EmbeddedResult =>
	result?.embedding !== undefined && result.tier !== 'human' && result.tier !== 'llm';

type RunPart = 'moves' | 'headRows' | 'expectedBefore' | 'expected' | 'openBefore' | 'open';

/** Fields of a run that say which bundle decided it. */
export const bundleFields = ({ version, labels }: Bundle): Partial<RunRecord> => ({
	bundleVersion: version,
	labels
});

type Embedded = DecisionRecord & { embedding: Int8Array };

function labelledTexts(decisions: readonly Embedded[], { encoder }: Bundle): LabelledTexts {
	const embeddings = new Float32Array(decisions.length * encoder.dimensions);
	decisions.forEach(({ embedding }, at) =>
		embeddings.set(unitVector(embedding), at * encoder.dimensions)
	);
	return {
		texts: decisions.map(({ canonical }) => canonical),
		labels: decisions.map(({ label }) => label),
		embeddings
	};
}

/** Positions of what is tested together: no text is in two folds, and no fold is empty. */
function foldsOf(fresh: readonly number[], { texts, labels }: LabelledTexts): number[][] {
	const pick = (from: readonly string[]): string[] => fresh.map((at) => from[at] as string);
	const folds = groupFolds(pick(texts), pick(labels), FOLDS);
	return Array.from({ length: FOLDS }, (_, fold) =>
		fresh.filter((_at, i) => folds[i] === fold)
	).filter((test) => test.length > 0);
}

/** Which of the texts the bundle labels as the person did, among the other messages of their run. */
function agreeing(
	bundle: Bundle,
	{ texts, labels, embeddings }: LabelledTexts,
	at: readonly number[],
	{ messages, shares }: Surroundings
): Set<number> {
	const cascade = new Cascade(bundle);
	const units = messages.map(({ canonical, level, embedding }): RunUnit => ({
		canonical,
		level,
		score: cascade.score(canonical, embedding)
	}));
	const { priors } = cascade.judgeRun(units, shares);
	const { dimensions } = bundle.encoder;
	const isRight = (i: number): boolean => {
		const embedding = embeddings.subarray(i * dimensions, (i + 1) * dimensions);
		return cascade.decide(texts[i] as string, embedding, 'none', priors).label === labels[i];
	};
	return new Set(at.filter(isRight));
}

/** The decisions become examples of the bundle, in place of examples with the same text. */
async function withDecisions(
	{ bundle, examples: bytes = new Int8Array() }: BundleContent,
	{ texts, labels, embeddings }: LabelledTexts
): Promise<BundleContent> {
	const { dimensions } = bundle.encoder;
	const before = bundle.examples ?? { file: 'examples.bin', sha256: '', texts: [], labels: [] };
	const own = new Set(texts);
	const kept = before.texts.flatMap((text, at) => (own.has(text) ? [] : [at]));
	const positions = new Map(bundle.labels.map(({ name }, at) => [name, at]));
	const rows = new Int8Array((kept.length + texts.length) * dimensions);
	kept.forEach((from, to) =>
		rows.set(bytes.subarray(from * dimensions, (from + 1) * dimensions), to * dimensions)
	);
	rows.set(quantise(embeddings), kept.length * dimensions);
	const examples = {
		...before,
		texts: [...kept.map((at) => before.texts[at] as string), ...texts],
		labels: [
			...kept.map((at) => before.labels[at] as number),
			...labels.map((label) => positions.get(label) as number)
		]
	};
	return withExamples({ ...bundle, examples }, rows);
}
