import type { Bundle } from '../bundle/bundle';
import { fitTemperature } from './temperature-scaling';
import { groupFolds } from './folds';
import { Head, softmax, type HeadModel } from '../head/head';
import { labelIssues, type LabelIssue } from './label-issues';
import { isStrict, type Judged } from '../evaluate/metrics';
import type { LabelledTexts } from './training-set';

/** A template with fewer examples than this cannot be in training and test of every fold. */
const FEW_TEMPLATES = 5;
const FOLDS = 5;

/** Labelled templates with the number of rows of each. */
export interface LabelledTemplates extends LabelledTexts {
	rows: readonly number[];
}

/** Trains on some of the texts. */
export type FitTexts = (data: LabelledTexts) => HeadModel;

export interface Validation {
	/** One for each template, judged by a head that has not seen it. */
	judged: Judged[];
	issues: LabelIssue[];
	temperature: number;
	/**
	 * Accuracy over rows when rows, not templates, are dealt to training and test at random: what a careless split
	 * reports, since most test messages are then in the training set with other numbers.
	 */
	leakyAccuracy: number;
	/** Accuracy over rows with templates never parted. */
	groupedRowAccuracy: number;
	/** Labels with fewer than `FEW_TEMPLATES` templates. */
	few: { label: string; templates: number }[];
}

/** @param onFold called before each of the fits with its number and their count */
export function crossValidate(
	data: LabelledTemplates,
	{ encoder }: Pick<Bundle, 'encoder'>,
	fit: FitTexts,
	random: () => number,
	onFold: (fold: number, of: number) => void
): Validation {
	const all = data.texts.map((_, at) => at);
	const folds = groupFolds(data.texts, data.labels, FOLDS);
	const logits: Float64Array[] = [];
	let classes: readonly string[] = [];
	for (let fold = 0; fold < FOLDS; fold++) {
		onFold(fold, 2 * FOLDS + 1);
		const train = all.filter((at) => folds[at] !== fold);
		if (train.length === 0) continue;
		const head = new Head(fit(pickTexts(data, train, encoder.dimensions)));
		classes = head.classes;
		for (const at of all)
			if (folds[at] === fold)
				logits[at] = head.classLogits(
					data.texts[at] as string,
					vector(data, at, encoder.dimensions)
				);
	}
	const targets = data.labels.map((label) => classes.indexOf(label));
	const temperature = fitTemperature(logits, targets);
	const probabilities = logits.map((row) => softmax(row, temperature));
	const judged = probabilities.map((row, at): Judged => {
		const best = row.indexOf(Math.max(...row));
		return {
			truth: data.labels[at] as string,
			also: [],
			predicted: classes[best] as string,
			confidence: row[best] as number
		};
	});
	const rows = data.rows.reduce((sum, count) => sum + count, 0);
	const right = judged.reduce(
		(sum, item, at) => sum + (isStrict(item) ? (data.rows[at] as number) : 0),
		0
	);
	const counts = new Map<string, number>();
	for (const label of data.labels) counts.set(label, (counts.get(label) ?? 0) + 1);
	return {
		judged,
		issues: labelIssues(classes, data.labels, probabilities),
		temperature: Number(temperature.toPrecision(4)),
		leakyAccuracy: leaky(data, encoder.dimensions, fit, random, onFold),
		groupedRowAccuracy: right / Math.max(1, rows),
		few: [...counts].flatMap(([label, templates]) =>
			templates < FEW_TEMPLATES ? [{ label, templates }] : []
		)
	};
}

/** Rows that one template contributes to the careless split at most: more would only repeat. */
const LEAKY_ROWS = 20;

function leaky(
	data: LabelledTemplates,
	dimensions: number,
	fit: FitTexts,
	random: () => number,
	onFold: (fold: number, of: number) => void
): number {
	const rows = data.rows.flatMap((count, at) =>
		Array.from({ length: Math.min(count, LEAKY_ROWS) }, () => ({
			at,
			fold: Math.floor(random() * FOLDS),
			weight: count / Math.min(count, LEAKY_ROWS)
		}))
	);
	let right = 0;
	let total = 0;
	for (let fold = 0; fold < FOLDS; fold++) {
		onFold(FOLDS + fold, 2 * FOLDS + 1);
		const train = [...new Set(rows.flatMap((row) => (row.fold === fold ? [] : [row.at])))];
		const test = rows.filter((row) => row.fold === fold);
		if (train.length === 0 || test.length === 0) continue;
		const head = new Head(fit(pickTexts(data, train, dimensions)));
		const answers = new Map<number, boolean>();
		for (const { at, weight } of test) {
			const hit = answers.get(at) ?? isRight(head, data, at, dimensions);
			answers.set(at, hit);
			total += weight;
			if (hit) right += weight;
		}
	}
	return right / Math.max(1, total);
}

function isRight(head: Head, data: LabelledTexts, at: number, dimensions: number): boolean {
	const probabilities = head.probabilities(data.texts[at] as string, vector(data, at, dimensions));
	return head.classes[probabilities.indexOf(Math.max(...probabilities))] === data.labels[at];
}

const vector = ({ embeddings }: LabelledTexts, at: number, dimensions: number): Float32Array =>
	embeddings.subarray(at * dimensions, (at + 1) * dimensions);

/** Some of the texts, with their labels and embeddings. */
export function pickTexts(
	data: LabelledTexts,
	at: readonly number[],
	dimensions: number
): LabelledTexts {
	const embeddings = new Float32Array(at.length * dimensions);
	at.forEach((from, to) => embeddings.set(vector(data, from, dimensions), to * dimensions));
	return {
		texts: at.map((from) => data.texts[from] as string),
		labels: at.map((from) => data.labels[from] as string),
		embeddings
	};
}
