/**
 * Bring your own labels: learns k labelled templates a class of one system and is tested on the system's other templates.
 * Usage: npx tsx training/few-shot.ts FILE.csv [SVG]
 */
import { writeFileSync } from 'node:fs';
import { DEFAULT_LABELS } from '../src/lib/pipeline/bundle/default-labels';
import { ENCODER_DIMENSIONS } from '../src/lib/pipeline/embed/encoder-revision';
import { adaptHead, withHead } from '../src/lib/pipeline/train/adapt-head';
import { canonicalise } from '../src/lib/pipeline/canonical/canonical';
import { Cascade, type RunUnit } from '../src/lib/pipeline/head/cascade';
import { embeddingRegression, tfidfRegression, type Baseline } from './baselines';
import { embedTexts } from './embeddings';
import type { LabelledRow } from '../src/cli/evaluate-rows';
import { readDefaultBundle, readLabelledCsv } from './evaluate';
import { linePlot } from './line-plot';
import { seededRandom } from './random';
import { SETTINGS } from './settings';

const SHOTS = [1, 2, 4, 8, 16];
const REPEATS = 5;
const SMALLEST_SYSTEM = 110;

const [file, svg] = process.argv.slice(2);
if (!file) throw new Error('Usage: npx tsx training/few-shot.ts FILE.csv [SVG]');
const rows = readLabelledCsv(file).map((row) => ({ ...row, canonical: canonicalise(row.message) }));
const raw = await embedTexts(rows.map(({ message }) => message));
const folded = await embedTexts(rows.map(({ canonical }) => canonical));
const { bundle } = readDefaultBundle();
const systems = [...new Set(rows.map(({ source }) => source))].filter(
	(system) => rows.filter(({ source }) => source === system).length > SMALLEST_SYSTEM
);

const baseline =
	(method: Baseline) =>
	(chosen: number[], others: number[]): string[] => {
		const data = (at: number[]) => ({
			messages: at.map((i) => (rows[i] as LabelledRow).message),
			embeddings: pick(raw, at)
		});
		const labels = chosen.map((i) =>
			DEFAULT_LABELS.indexOf((rows[i] as LabelledRow).truth as (typeof DEFAULT_LABELS)[number])
		);
		return method(data(chosen), labels, data(others)).map(
			(label) => DEFAULT_LABELS[label] as string
		);
	};
const canonicals = (at: number[]): string[] =>
	at.map((i) => (rows[i] as (typeof rows)[number]).canonical);
const ours =
	(knowsRun: boolean) =>
	(chosen: number[], others: number[]): string[] => {
		const data = {
			texts: canonicals(chosen),
			labels: chosen.map((i) => (rows[i] as LabelledRow).truth),
			embeddings: pick(folded, chosen)
		};
		const cascade = new Cascade(withHead(bundle, adaptHead(bundle, data)));
		const units = others.map((i): RunUnit => {
			const { canonical } = rows[i] as (typeof rows)[number];
			return { canonical, level: 'none', score: cascade.score(canonical, vector(i)) };
		});
		return cascade.judgeRun(units, knowsRun).results.map(({ label }) => label);
	};
const methods = {
	'Winnow, adapted': ours(true),
	'Winnow, adapted, each text alone': ours(false),
	'TF-IDF + LR': baseline(tfidfRegression),
	'MiniLM + LR (predecessor)': baseline(embeddingRegression)
};

console.log(
	`| method | ${SHOTS.map((k) => `k = ${k}`).join(' | ')} |\n| --- | ${SHOTS.map(() => '---').join(' | ')} |`
);
const curves = Object.entries(methods).map(([name, method]) => {
	const values = SHOTS.map((shots) =>
		mean(systems.map((system) => lenientOf(system, shots, method)))
	);
	console.log(`| ${name} | ${values.map((value) => value.toFixed(3)).join(' | ')} |`);
	return { name, values };
});
if (svg)
	writeFileSync(svg, linePlot('Lenient accuracy on the templates not labelled', SHOTS, curves));

/** Mean over repeats of the lenient accuracy on the templates of a system that were not learned. */
function lenientOf(
	system: string,
	shots: number,
	method: (chosen: number[], others: number[]) => string[]
): number {
	return mean(
		Array.from({ length: REPEATS }, (_, repeat) => {
			const chosen = sample(system, shots, seededRandom(SETTINGS.seed + repeat));
			const others = rows.flatMap((row, i) =>
				row.source === system && !chosen.includes(i) ? [i] : []
			);
			const predicted = method(chosen, others);
			const right = others.filter((i, at) =>
				[(rows[i] as LabelledRow).truth, ...(rows[i] as LabelledRow).also].includes(
					predicted[at] as string
				)
			);
			return right.length / others.length;
		})
	);
}

/** Up to `shots` templates of each class of a system, at random. */
function sample(system: string, shots: number, random: () => number): number[] {
	return DEFAULT_LABELS.flatMap((label) =>
		rows
			.flatMap((row, i) =>
				row.source === system && row.truth === label ? [{ i, key: random() }] : []
			)
			.sort((a, b) => a.key - b.key)
			.slice(0, shots)
			.map(({ i }) => i)
	);
}

function vector(i: number): Float32Array {
	return folded.subarray(i * ENCODER_DIMENSIONS, (i + 1) * ENCODER_DIMENSIONS);
}

function pick(matrix: Float32Array, at: number[]): Float32Array {
	const out = new Float32Array(at.length * ENCODER_DIMENSIONS);
	at.forEach((i, to) =>
		out.set(
			matrix.subarray(i * ENCODER_DIMENSIONS, (i + 1) * ENCODER_DIMENSIONS),
			to * ENCODER_DIMENSIONS
		)
	);
	return out;
}

function mean(values: number[]): number {
	return values.reduce((sum, value) => sum + value, 0) / values.length;
}
