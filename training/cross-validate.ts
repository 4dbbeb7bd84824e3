import { chooseLabel } from '../src/lib/pipeline/head/choose-label';
import { fitTemperature } from '../src/lib/pipeline/train/temperature-scaling';
import type { Bundle } from '../src/lib/pipeline/bundle/bundle';
import {
	DEFAULT_FAMILIES,
	DEFAULT_LABELS,
	PROBLEM_LABELS,
	type DefaultLabel
} from '../src/lib/pipeline/bundle/default-labels';
import { LabelTree, massOf, type LabelNode } from '../src/lib/pipeline/bundle/label-tree';
import { certaintyScores, type SettledJudged } from '../src/lib/pipeline/evaluate/certainty';
import { learnPriors, withPriors, type RunPriors } from '../src/lib/pipeline/head/run-priors';
import { contradicts, settle } from '../src/lib/pipeline/head/settle';
import { LEVEL_CLASSES, levelClassOf, type LevelClass } from '../src/lib/pipeline/types';
import { ENCODER_DIMENSIONS } from '../src/lib/pipeline/embed/encoder-revision';
import { Head, softmax } from '../src/lib/pipeline/head/head';
import {
	classScores,
	expectedCalibrationError,
	isLenient,
	isStrict,
	macroF1,
	problemScores,
	share,
	type Judged
} from '../src/lib/pipeline/evaluate/metrics';
import { fitHead, foldsBySystem, prepare, type Prepared } from './fit';
import type { LabelledText } from './labelled-texts';
import { nodeThreshold, type NodeAnswer } from './node-thresholds';
import { seededRandom } from './random';
import { SETTINGS } from './settings';

const LABELS = DEFAULT_LABELS.map((name) => ({
	name,
	definition: '',
	problem: PROBLEM_LABELS.includes(name),
	family: DEFAULT_FAMILIES[name]
}));
const TREE = new LabelTree(LABELS, DEFAULT_LABELS);
/** Least trusted where it is settled: what it says is rarely wanted, and it is the hardest border of the guide. */
const HARDEST: DefaultLabel = 'DebugTrace';

/** All that is chosen on systems that the head has not seen. */
export interface Validation {
	temperature: number;
	thresholds: Pick<Bundle['thresholds'], 'confidence' | 'perClass' | 'nodes'>;
	expected: NonNullable<Bundle['expected']>;
	judged: HeldOut[];
	report: string;
}

/** A message as a head that has not seen its system judges it. */
interface HeldOut extends Judged {
	system: string;
	/** Probability of each label, with what the messages of its system say of each other. */
	probabilities: Float64Array;
	level: LevelClass;
}

/**
 * Leave-systems-out cross-validation: every message is scored by an encoder and a head that have seen no message of its
 * system. From these scores come the temperature, what is expected of a log, the thresholds and the report.
 *
 * @param texts those that are judged
 * @param copies what a head learns besides, of the same systems; not judged
 * @param byFold embeddings of all texts and then of all copies, for each fold by the encoder that was tuned without its systems
 */
export function crossValidate(
	texts: readonly LabelledText[],
	copies: readonly LabelledText[],
	byFold: readonly Float32Array[]
): Validation {
	const learned = [...texts, ...copies];
	const folds = foldOfEach(learned);
	const logits: Float64Array[] = [];
	for (const [fold, embeddings] of byFold.entries()) {
		const prepared = prepare(learned, embeddings);
		for (const [row, own] of foldLogits(prepared, embeddings, folds, fold)) logits[row] = own;
		process.stderr.write(`fold ${fold + 1} of ${SETTINGS.folds}\n`);
	}
	return chooseBySystems(texts, logits.slice(0, texts.length));
}

/** The fold of each text, its system's; always the same. */
export const foldOfEach = (texts: readonly LabelledText[]): number[] =>
	foldsBySystem(texts, seededRandom(SETTINGS.seed + 1));

/** The rows of a fold with the logits that a head fitted on all other rows gives them. */
export function foldLogits(
	prepared: Prepared,
	embeddings: Float32Array,
	folds: readonly number[],
	fold: number
): Map<number, Float64Array> {
	const rows = folds.map((_, row) => row);
	const head = new Head(
		fitHead(
			prepared,
			rows.filter((row) => folds[row] !== fold)
		)
	);
	const logitsOf = (row: number): Float64Array =>
		head.logits(
			prepared.texts[row]?.canonical ?? '',
			embeddings.subarray(row * ENCODER_DIMENSIONS, (row + 1) * ENCODER_DIMENSIONS)
		);
	return new Map(
		rows.filter((row) => folds[row] === fold).map((row) => [row, logitsOf(row)] as const)
	);
}

/** @param logits of each text, from a head that has not seen its system */
export function chooseBySystems(
	texts: readonly LabelledText[],
	logits: readonly Float64Array[]
): Validation {
	const temperature = round(
		fitTemperature(
			logits,
			texts.map(({ label }) => DEFAULT_LABELS.indexOf(label))
		)
	);
	const scored = logits.map((row) => softmax(row, temperature));
	const expected = expectedOf(texts, scored);
	const judged = judgeBySystem(texts, scored, expected);
	const thresholds = thresholdsOf(judged);
	return { temperature, thresholds, expected, judged, report: describe(judged, thresholds) };
}

/** Mean probability of each label, and how often each level stands at problems and at other messages. */
function expectedOf(
	texts: readonly LabelledText[],
	scored: readonly Float64Array[]
): Validation['expected'] {
	const meanOf = (at: number): number =>
		scored.reduce((sum, row) => sum + (row[at] as number), 0) / scored.length;
	const levelsOf = (isProblem: boolean): number[] => {
		const own = texts.filter(({ label }) => PROBLEM_LABELS.includes(label) === isProblem);
		return LEVEL_CLASSES.map((level) =>
			round(share(own, (text) => levelClassOf(text.level) === level))
		);
	};
	return {
		shares: Object.fromEntries(DEFAULT_LABELS.map((label, at) => [label, round(meanOf(at))])),
		levels: { problem: levelsOf(true), other: levelsOf(false) }
	};
}

/** Each system counts as a run of its own. */
function judgeBySystem(
	texts: readonly LabelledText[],
	scored: readonly Float64Array[],
	{ shares, levels }: Validation['expected']
): HeldOut[] {
	const expected = {
		classes: DEFAULT_LABELS,
		shares: DEFAULT_LABELS.map((label) => shares[label] as number),
		...(levels ? { levels } : {})
	};
	const units = texts.map(({ canonical, level }, at) => ({
		canonical,
		level: levelClassOf(level),
		probabilities: scored[at] as Float64Array
	}));
	const priors = new Map(
		[...new Set(texts.map(({ system }) => system))].map((system) => {
			const own = units.filter((_, at) => texts[at]?.system === system);
			return [system, learnPriors(own, TREE.sides, expected)];
		})
	);
	return texts.map(({ canonical, label, also, system }, at) => {
		const unit = units[at] as (typeof units)[number];
		const probabilities = withPriors(unit, priors.get(system) as RunPriors, TREE.sides);
		const best = chooseLabel(probabilities, TREE.isProblem, SETTINGS.problemThreshold);
		if (best === undefined) throw new Error(`No probability for "${canonical}"`);
		const predicted = DEFAULT_LABELS[best] as DefaultLabel;
		return {
			truth: label,
			also,
			system,
			predicted,
			confidence: probabilities[best] as number,
			probabilities,
			level: unit.level
		};
	});
}

function thresholdsOf(judged: readonly HeldOut[]): Validation['thresholds'] {
	const { maxError } = SETTINGS;
	const settleable = judged.filter(({ level, predicted }) => !contradicts(level, predicted, TREE));
	const ofLabels = (items: readonly HeldOut[]): number =>
		nodeThreshold(
			items.map((item) => ({ ...item, right: isLenient(item) })),
			maxError.label
		);
	const nodes = TREE.nodes.map((node) => [
		node.name,
		nodeThreshold(nodeAnswers(judged, node), maxError.family)
	]);
	return {
		confidence: ofLabels(settleable.filter(({ predicted }) => predicted !== HARDEST)),
		perClass: { [HARDEST]: ofLabels(settleable.filter(({ predicted }) => predicted === HARDEST)) },
		nodes: Object.fromEntries(nodes)
	};
}

/** The messages whose label lies in a node: how probable the node is, and whether that is right. */
const nodeAnswers = (judged: readonly HeldOut[], node: LabelNode): NodeAnswer[] =>
	judged
		.filter(({ predicted }) => TREE.isWithin(predicted, node.name))
		.map(({ system, truth, also, probabilities }) => ({
			system,
			confidence: massOf(node, probabilities),
			right: [truth, ...also].some((label) => TREE.isWithin(label, node.name))
		}));

/** Held-out messages as the thresholds settle them. */
function settledBy(
	judged: readonly HeldOut[],
	thresholds: Validation['thresholds']
): SettledJudged[] {
	return judged.map((item) => {
		const { predicted, probabilities, level } = item;
		const at = DEFAULT_LABELS.indexOf(predicted as DefaultLabel);
		const { certainty, node } = settle(at, probabilities, level, { tree: TREE, thresholds });
		return {
			...item,
			problem: massOf(TREE.sides[0] as LabelNode, probabilities),
			certainty,
			family: node?.name ?? TREE.family(predicted)
		};
	});
}

const round = (value: number): number => Math.round(value * 1_000) / 1_000;

function describe(judged: readonly HeldOut[], thresholds: Validation['thresholds']): string {
	const { recall, precision } = problemScores(judged, PROBLEM_LABELS);
	const scores = certaintyScores(settledBy(judged, thresholds), TREE);
	const figure = (value: number): string => value.toFixed(3);
	const lines = [
		`leave-systems-out, ${SETTINGS.folds} folds, ${judged.length} templates:`,
		`  strict ${share(judged, isStrict).toFixed(3)}  lenient ${share(judged, isLenient).toFixed(3)}  macro-F1 ${macroF1(judged, DEFAULT_LABELS).toFixed(3)}`,
		`  problem recall ${recall.toFixed(3)}  precision ${precision.toFixed(3)}  ECE ${expectedCalibrationError(judged).toFixed(3)}`,
		`  side ${figure(scores.sideLenient)}  ECE of the side ${figure(scores.sideEce)}`,
		`  sure ${figure(scores.sure)}  lenient of those ${figure(scores.sureLenient)}  sure or likely ${figure(scores.settled)}  right of those ${figure(scores.settledRight)}`,
		`  thresholds ${JSON.stringify(thresholds)}`
	];
	for (const { label, precision: p, recall: r, f1, support } of classScores(judged, DEFAULT_LABELS))
		lines.push(
			`  ${label.padEnd(20)} P ${p.toFixed(2)} R ${r.toFixed(2)} F1 ${f1.toFixed(2)} n ${support}`
		);
	return lines.join('\n');
}
