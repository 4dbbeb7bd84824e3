/** One table: the baselines and Winnow on one labelled file, all trained on the corpus. Usage: npx tsx training/compare.ts FILE.csv */
import { DEFAULT_LABELS, PROBLEM_LABELS } from '../src/lib/pipeline/bundle/default-labels';
import {
	isLenient,
	isStrict,
	macroF1,
	problemScores,
	share,
	type Judged
} from '../src/lib/pipeline/evaluate/metrics';
import {
	embeddingRegression,
	majority,
	nearestNeighbours,
	tfidfRegression,
	type Baseline
} from './baselines';
import { embedTexts } from './embeddings';
import { evaluateSources, readDefaultBundle, readLabelledCsv } from './evaluate';
import { labelledTexts } from './labelled-texts';

const [file] = process.argv.slice(2);
if (!file) throw new Error('Usage: npx tsx training/compare.ts FILE.csv');

const corpus = labelledTexts();
const labels = corpus.map(({ label }) => DEFAULT_LABELS.indexOf(label));
const rows = readLabelledCsv(file);
// The predecessor embedded messages as they are; so do the baselines.
const data = async (messages: string[]) => ({ messages, embeddings: await embedTexts(messages) });
const train = await data(corpus.map(({ message }) => message));
const test = await data(rows.map(({ message }) => message));

const baselines: [string, Baseline][] = [
	['majority class', majority],
	['TF-IDF n-grams + LR', tfidfRegression],
	['MiniLM + LR, default settings', embeddingRegression],
	['5 nearest neighbours', nearestNeighbours(5)]
];
console.log(
	'| method | strict | lenient | macro-F1 | problem recall | problem precision |\n| --- | --- | --- | --- | --- | --- |'
);
for (const [name, baseline] of baselines) {
	const predicted = baseline(train, labels, test);
	print(
		name,
		rows.map(({ truth, also }, i) => ({
			truth,
			also,
			predicted: DEFAULT_LABELS[predicted[i] as number] as string,
			confidence: 1
		}))
	);
}
print('**Winnow**', await evaluateSources(rows, readDefaultBundle().cascade));

function print(name: string, judged: readonly Judged[]): void {
	const { recall, precision } = problemScores(judged, PROBLEM_LABELS);
	const cells = [
		share(judged, isStrict),
		share(judged, isLenient),
		macroF1(judged, DEFAULT_LABELS),
		recall,
		precision
	];
	console.log(`| ${name} | ${cells.map((value) => value.toFixed(3)).join(' | ')} |`);
}
