import { DEFAULT_LABELS, PROBLEM_LABELS } from '../src/lib/pipeline/bundle/default-labels';
import { LabelTree } from '../src/lib/pipeline/bundle/label-tree';
import { ENCODER_DIMENSIONS } from '../src/lib/pipeline/embed/encoder-revision';
import { chooseLabel } from '../src/lib/pipeline/head/choose-label';
import { Head } from '../src/lib/pipeline/head/head';
import { isSideRight } from '../src/lib/pipeline/evaluate/certainty';
import { macroF1, share, type Judged } from '../src/lib/pipeline/evaluate/metrics';
import { foldOfEach } from './cross-validate';
import { embedForFold } from './embeddings';
import { fitHead, prepare } from './fit';
import { labelledTexts } from './labelled-texts';
import { SETTINGS } from './settings';

/** Its systems are held out: the encoder has not seen them either. */
const FOLD = 0;
/** Every second system counts, in name order: small enough for every run of the tests. */
const STRIDE = 2;

/** The sides are all that is asked of it. */
const TREE = new LabelTree(
	DEFAULT_LABELS.map((name) => ({ name, definition: '', problem: PROBLEM_LABELS.includes(name) })),
	DEFAULT_LABELS
);

/** What the gate holds. */
export interface GateScores {
	/** Over categories, first label only. */
	macroF1: number;
	/** Share of messages whose side, problem or not, is that of one of their labels. */
	side: number;
}

/**
 * Scores on fixed systems of the corpus, of an encoder and a head that learned from other systems only. They guard the
 * canonical text, the features and the training against getting worse unnoticed; they are no figures for the default
 * bundle, which learns from all systems, and from copies under other prefixes, which would cost the tests a minute.
 */
export async function heldOutScores(): Promise<GateScores> {
	const all = labelledTexts();
	const systems = [...new Set(all.map(({ system }) => system))].sort();
	const counted = new Set(systems.filter((_, i) => i % STRIDE === 0));
	const folds = foldOfEach(all);
	const isCounted = ({ system }: { system: string }): boolean => counted.has(system);
	const texts = all.filter(isCounted);
	const isHeldOut = all.flatMap((text, i) => (isCounted(text) ? [folds[i] === FOLD] : []));
	const embeddings = await embedForFold(
		texts.map(({ canonical }) => canonical),
		FOLD
	);
	const rows = texts.map((_, i) => i);
	const head = new Head(
		fitHead(
			prepare(texts, embeddings),
			rows.filter((i) => !isHeldOut[i])
		)
	);
	const judged = rows
		.filter((i) => isHeldOut[i])
		.map((i): Judged => {
			const { canonical, label, also } = texts[i] as (typeof texts)[number];
			const probabilities = head.probabilities(
				canonical,
				embeddings.subarray(i * ENCODER_DIMENSIONS, (i + 1) * ENCODER_DIMENSIONS)
			);
			const best = chooseLabel(probabilities, TREE.isProblem, SETTINGS.problemThreshold) ?? 0;
			return {
				truth: label,
				also,
				predicted: DEFAULT_LABELS[best] as string,
				confidence: probabilities[best] as number
			};
		});
	return {
		macroF1: macroF1(judged, DEFAULT_LABELS),
		side: share(judged, (item) => isSideRight(item, TREE))
	};
}
