import type { Bundle } from '../../lib/pipeline/bundle/bundle';
import type { BundleContent, Label } from '../../lib/pipeline/bundle/edit';
import { MAX_SETTLED_ERROR } from '../../lib/pipeline/constants';
import { thresholdForError } from '../../lib/pipeline/evaluate/metrics';
import { quantise } from '../../lib/pipeline/head/example-index';
import type { HeadModel } from '../../lib/pipeline/head/head';
import { InputError } from '../../lib/pipeline/read/input-error';
import { adaptHead, withFittedHead } from '../../lib/pipeline/train/adapt-head';
import {
	crossValidate,
	type FitTexts,
	type LabelledTemplates,
	type Validation
} from '../../lib/pipeline/train/cross-validation';
import { trainHead } from '../../lib/pipeline/train/train-head';
import { UNCLASSIFIED } from '../../lib/pipeline/types';
import { versioned, withExamples } from '../bundle/bundle-file';

const MAX_EXAMPLE_CHARS = 200;

/** A head fitted to labelled messages, as a bundle, and what it is worth on messages that it has not seen. */
export interface LabelFit {
	content: BundleContent;
	validation: Validation;
	/** Confidence above which at most one in twenty is wrong. */
	threshold: number;
	/** Of the final fit alone. */
	fitMilliseconds: number;
}

export interface LabelFitOptions {
	/** Adapts the bundle's head and keeps its rules; from scratch unless so. */
	onTop: boolean;
	/** Uniform in [0, 1). */
	random: () => number;
	/** @param fraction in [0, 1] */
	onFraction: (fraction: number) => void;
}

/**
 * Fits a head to labelled messages, and validates the fit with heads that have not seen the messages that they are asked
 * about.
 *
 * @param bundle gives features and encoder, and the head to adapt
 * @throws InputError when there is too little to learn from
 */
export async function fitToLabels(
	bundle: Bundle,
	data: LabelledTemplates,
	{ onTop, random, onFraction }: LabelFitOptions
): Promise<LabelFit> {
	refuseTooLittle(data);
	const fit = fitFor(bundle, data, onTop);
	const validation = crossValidate(data, bundle, fit, random, (fold, of) => onFraction(fold / of));
	onFraction(0.95);
	const start = performance.now();
	const fitted = fit(data);
	const fitMilliseconds = performance.now() - start;
	const threshold = thresholdForError(validation.judged, MAX_SETTLED_ERROR);
	const head = { ...fitted.head, temperature: validation.temperature };
	const trained = await bundleOf(bundle, { ...fitted, head }, data, threshold, onTop);
	// Under the version that it was trained from, runs of that one would take it for theirs.
	return { content: await versioned(trained), validation, threshold, fitMilliseconds };
}

function refuseTooLittle({ texts, labels }: LabelledTemplates): void {
	const classes = new Set(labels);
	if (classes.size < 2)
		throw new InputError(
			`All ${texts.length} labelled messages have the same label. A head needs at least two labels.`
		);
	if (texts.length < 10)
		throw new InputError(
			`There are only ${texts.length} distinct labelled messages (numbers and names do not count). Ten are the least.`
		);
	if (classes.has(UNCLASSIFIED))
		throw new InputError(
			`"${UNCLASSIFIED}" means that no label fits; use another name for that label.`
		);
}

function fitFor(bundle: Bundle, { labels }: LabelledTemplates, onTop: boolean): FitTexts {
	const classes = [...new Set(labels)];
	return (data) =>
		onTop ? adaptHead(bundle, data, { classes }).model : trainHead(bundle, data, { classes });
}

async function bundleOf(
	base: Bundle,
	model: HeadModel,
	{ texts, labels, embeddings }: LabelledTemplates,
	threshold: number,
	onTop: boolean
): Promise<BundleContent> {
	const known = new Map(base.labels.map((label) => [label.name, label]));
	const own = [...new Set(labels)].map(
		(name): Label => known.get(name) ?? { name, definition: '' }
	);
	const extra = own.filter(({ name }) => !known.has(name));
	const labelList = onTop ? [...base.labels, ...extra] : own;
	const positions = new Map(labelList.map(({ name }, at) => [name, at]));
	const { similarity, problem, reviewProblems } = base.thresholds;
	return withExamples(
		{
			...withFittedHead(base, model, onTop),
			labels: labelList,
			rules: onTop ? base.rules : [],
			thresholds: {
				confidence: threshold,
				similarity,
				...(onTop && problem !== undefined ? { problem } : {}),
				...(onTop && reviewProblems ? { reviewProblems } : {})
			},
			examples: {
				file: 'examples.bin',
				sha256: '',
				texts: texts.map((text) => text.slice(0, MAX_EXAMPLE_CHARS)),
				labels: labels.map((label) => positions.get(label) as number)
			}
		},
		quantise(embeddings)
	);
}
