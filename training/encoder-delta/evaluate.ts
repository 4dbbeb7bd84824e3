/**
 * Judges embeddings that `tune.py` wrote on systems which neither the delta nor the head has seen: the head is fitted on top
 * of them by the recipe of the default bundle. Each name after the first is compared with the first, on the same texts.
 *
 *     npx tsx training/encoder-delta/evaluate.ts FOLDER NAME …
 *
 * NAME is a folder in FOLDER; the folds that all of them hold count. A fitted head's logits are kept beside the embeddings.
 */
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_LABELS, PROBLEM_LABELS } from '../../src/lib/pipeline/bundle/default-labels';
import {
	bootstrapInterval,
	isLenient,
	isStrict,
	macroF1,
	share
} from '../../src/lib/pipeline/evaluate/metrics';
import { chooseBySystems, foldLogits, foldOfEach, type Validation } from '../cross-validate';
import { prepare } from '../fit';
import { labelledTexts, type LabelledText } from '../labelled-texts';
import { seededRandom } from '../random';
import { SETTINGS } from '../settings';

type HeldOut = Validation['judged'][number];
/** A text as the first name's head judges it, and as another's. */
type Pair = readonly [first: HeldOut, other: HeldOut];

const CLASSES = DEFAULT_LABELS.length;
const ROUNDS = 1_000;

const isProblem = (label: string): boolean => PROBLEM_LABELS.some((problem) => problem === label);
const MEASURES: Record<string, (judged: readonly HeldOut[]) => number> = {
	lenient: (judged) => share(judged, isLenient),
	strict: (judged) => share(judged, isStrict),
	side: (judged) =>
		share(judged, ({ truth, also, predicted }) =>
			[truth, ...also].some((label) => isProblem(label) === isProblem(predicted))
		),
	'macro-F1': (judged) => macroF1(judged, DEFAULT_LABELS)
};

const [folder, ...names] = process.argv.slice(2);
if (!folder || names.length === 0)
	throw new Error('Usage: npx tsx training/encoder-delta/evaluate.ts FOLDER NAME …');

const texts = labelledTexts();
const foldOf = foldOfEach(texts);
const counted = [...new Set(foldOf)]
	.filter((fold) => names.every((name) => existsSync(embeddingsOf(name, fold))))
	.sort((a, b) => a - b);
const rows = [...texts.keys()].filter((row) => counted.includes(foldOf[row] as number));

let first: readonly HeldOut[] | undefined;
for (const name of names) {
	const { report, judged } = judge(name);
	console.log(`${name}, folds ${counted.join(', ')}\n${report}`);
	if (first) compare(first, judged);
	first ??= judged;
}

function embeddingsOf(name: string, fold: number): string {
	return join(folder as string, name, `fold-${fold}.f32`);
}

function judge(name: string): Validation {
	const logits = new Map(counted.flatMap((fold) => [...logitsOf(name, fold)]));
	return chooseBySystems(
		rows.map((row) => texts[row] as LabelledText),
		rows.map((row) => logits.get(row) as Float64Array)
	);
}

/** Read where they are newer than the embeddings. */
function logitsOf(name: string, fold: number): Map<number, Float64Array> {
	const source = embeddingsOf(name, fold);
	const kept = join(folder as string, name, `logits-${fold}.f64`);
	const own = rows.filter((row) => foldOf[row] === fold);
	if (!existsSync(kept) || statSync(kept).mtimeMs < statSync(source).mtimeMs) {
		const embeddings = new Float32Array(Uint8Array.from(readFileSync(source)).buffer);
		const fitted = foldLogits(prepare(texts, embeddings), embeddings, foldOf, fold);
		const values = own.flatMap((row) => [...(fitted.get(row) as Float64Array)]);
		writeFileSync(kept, Buffer.from(Float64Array.from(values).buffer));
	}
	const values = new Float64Array(Uint8Array.from(readFileSync(kept)).buffer);
	return new Map(own.map((row, at) => [row, values.slice(at * CLASSES, (at + 1) * CLASSES)]));
}

/** Differences in points by fold and over all, these with an interval from a bootstrap over systems. */
function compare(before: readonly HeldOut[], after: readonly HeldOut[]): void {
	const pairs = before.map((item, at): Pair => [item, after[at] as HeldOut]);
	const systems = [...new Set(before.map(({ system }) => system))].map((name) =>
		pairs.filter(([{ system }]) => system === name)
	);
	for (const [measure, value] of Object.entries(MEASURES)) {
		const gain = (some: readonly Pair[]): number =>
			100 * (value(some.map(([, other]) => other)) - value(some.map(([item]) => item)));
		const byFold = counted.map((fold) =>
			gain(pairs.filter((_, at) => foldOf[rows[at] as number] === fold))
		);
		const [low, high] = bootstrapInterval(
			systems,
			(sample) => gain(sample.flat()),
			seededRandom(SETTINGS.seed),
			ROUNDS
		);
		console.log(
			`  ${measure.padEnd(8)} ${points(gain(pairs))} [${points(low)}, ${points(high)}], by fold ${byFold.map(points).join(' ')}`
		);
	}
}

function points(value: number): string {
	return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`;
}
