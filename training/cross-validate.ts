import { chooseLabel } from '../src/lib/pipeline/head/choose-label';
import { fitTemperature } from '../src/lib/pipeline/train/temperature-scaling';
import { DEFAULT_LABELS, PROBLEM_LABELS } from '../src/lib/pipeline/bundle/default-labels';
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
	thresholdForError,
	type Judged
} from '../src/lib/pipeline/evaluate/metrics';
import { fitHead, foldsBySystem, type Prepared } from './fit';
import type { LabelledText } from './labelled-texts';
import { seededRandom } from './random';
import { SETTINGS } from './settings';

const IS_PROBLEM = DEFAULT_LABELS.map((label) => PROBLEM_LABELS.includes(label));

export interface Validation {
	temperature: number;
	/** Confidence above which the head settles a message. */
	threshold: number;
	judged: Judged[];
	report: string;
}

/**
 * Leave-systems-out cross-validation: every message is scored by a head that has seen no message of its system. From
 * these scores come the temperature, the thresholds and the report.
 */
export function crossValidate(
	texts: readonly LabelledText[],
	prepared: Prepared,
	embeddings: Float32Array
): Validation {
	const folds = foldsBySystem(texts, seededRandom(SETTINGS.seed + 1));
	const logits: Float64Array[] = [];
	for (let fold = 0; fold < SETTINGS.folds; fold++) {
		const rows = texts.map((_, row) => row);
		const training = rows.filter((row) => folds[row] !== fold);
		const head = new Head(fitHead(prepared, training));
		for (const row of rows.filter((candidate) => folds[candidate] === fold)) {
			const embedding = embeddings.subarray(
				row * ENCODER_DIMENSIONS,
				(row + 1) * ENCODER_DIMENSIONS
			);
			logits[row] = head.logits(texts[row]?.canonical ?? '', embedding);
		}
		process.stderr.write(`fold ${fold + 1} of ${SETTINGS.folds}\n`);
	}
	const temperature = round(
		fitTemperature(
			logits,
			texts.map(({ label }) => DEFAULT_LABELS.indexOf(label))
		)
	);
	const judged = texts.map(({ label, also }, row): Judged => {
		const probabilities = softmax(logits[row] as Float64Array, temperature);
		const best = chooseLabel(probabilities, IS_PROBLEM, SETTINGS.problemThreshold);
		if (best === undefined) throw new Error(`No probability for "${texts[row]?.canonical}"`);
		return {
			truth: label,
			also,
			predicted: DEFAULT_LABELS[best] as string,
			confidence: probabilities[best] as number
		};
	});
	const threshold = round(thresholdForError(judged, SETTINGS.maxErrorAboveThreshold));
	return { temperature, threshold, judged, report: describe(judged, threshold) };
}

const round = (value: number): number => Math.round(value * 1_000) / 1_000;

function describe(judged: readonly Judged[], threshold: number): string {
	const { recall, precision } = problemScores(judged, PROBLEM_LABELS);
	const above = judged.filter(({ confidence }) => confidence >= threshold);
	const lines = [
		`leave-systems-out, ${SETTINGS.folds} folds, ${judged.length} templates:`,
		`  strict ${share(judged, isStrict).toFixed(3)}  lenient ${share(judged, isLenient).toFixed(3)}  macro-F1 ${macroF1(judged, DEFAULT_LABELS).toFixed(3)}`,
		`  problem recall ${recall.toFixed(3)}  precision ${precision.toFixed(3)}  ECE ${expectedCalibrationError(judged).toFixed(3)}`,
		`  above ${threshold}: coverage ${(above.length / judged.length).toFixed(3)}  lenient ${share(above, isLenient).toFixed(3)}`
	];
	for (const { label, precision: p, recall: r, f1, support } of classScores(judged, DEFAULT_LABELS))
		lines.push(
			`  ${label.padEnd(20)} P ${p.toFixed(2)} R ${r.toFixed(2)} F1 ${f1.toFixed(2)} n ${support}`
		);
	return lines.join('\n');
}
