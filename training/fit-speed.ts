/** Times one fit from scratch on made-up embeddings and texts, as the page does it. Usage: npx tsx training/fit-speed.ts */
import { ENCODER_DIMENSIONS } from '../src/lib/pipeline/embed/encoder-revision';
import { trainHead } from '../src/lib/pipeline/train/train-head';
import { readDefaultBundle } from './evaluate';
import { labelledTexts } from './labelled-texts';
import { seededRandom } from './random';
import { SETTINGS } from './settings';

const SIZES = [
	{ texts: 2_000, classes: 15 },
	{ texts: 10_000, classes: 20 }
];

const corpus = labelledTexts();
const { bundle } = readDefaultBundle();
for (const withNgrams of [false, true])
	for (const { texts, classes } of SIZES) {
		const base = withNgrams
			? bundle
			: { ...bundle, features: { ...bundle.features, buckets: 0, shapeScale: 0 } };
		const data = madeUp(texts, classes);
		const start = performance.now();
		let iterations = 0;
		trainHead(base, data, { onIteration: () => iterations++ });
		const seconds = (performance.now() - start) / 1_000;
		console.log(
			`${texts} × 384 × ${classes}${withNgrams ? ' with n-grams and surface features' : ''}: ${seconds.toFixed(2)} s, ${iterations} iterations`
		);
	}

/** Corpus texts, and unit vectors around one centre for each label, as far apart as real ones. */
function madeUp(count: number, classes: number) {
	const random = seededRandom(SETTINGS.seed);
	const vector = (): Float64Array =>
		Float64Array.from({ length: ENCODER_DIMENSIONS }, () => random() - 0.5);
	const centres = Array.from({ length: classes }, vector);
	const embeddings = new Float32Array(count * ENCODER_DIMENSIONS);
	const labels = Array.from({ length: count }, (_, i) => {
		const label = Math.floor(random() * classes);
		const centre = centres[label] as Float64Array;
		const row = vector().map((value, d) => value * 2 + (centre[d] as number));
		const norm = Math.hypot(...row);
		embeddings.set(
			Float32Array.from(row, (value) => value / norm),
			i * ENCODER_DIMENSIONS
		);
		return `Label${label}`;
	});
	return {
		texts: Array.from({ length: count }, (_, i) => corpus[i % corpus.length]?.canonical ?? ''),
		labels,
		embeddings
	};
}
