import type { Bundle } from '../bundle/bundle';
import type { ExampleIndex } from '../head/example-index';
import { decidedByHand } from '../head/by-hand';
import { Cascade } from '../head/cascade';
import type { RunPriors } from '../head/run-priors';
import type { Classification, TemplateEntry } from '../types';

/** The bundle with another threshold for all categories: what it asks of single ones no longer holds. */
export function withThreshold(bundle: Bundle, confidence: number): Bundle {
	const thresholds = { ...bundle.thresholds, confidence };
	delete thresholds.perClass;
	return { ...bundle, thresholds };
}

/**
 * Judges the messages of a run again by the probabilities that are stored with them, without the encoder: as the run did, if
 * the bundle is the run's own. What a language model or a rule decided stands, and so does what a person said; what the
 * model makes of such a message is judged again beside it.
 *
 * @param priors what the run's messages say of each other
 * @returns results by template, of all that were judged
 */
export function rejudged(
	templates: readonly (TemplateEntry | undefined)[],
	{ bundle, examples }: { bundle: Bundle; examples?: ExampleIndex | undefined },
	priors: RunPriors | undefined
): Map<number, Classification> {
	const cascade = new Cascade(bundle, examples);
	const results = new Map<number, Classification>();
	for (const entry of templates) {
		const { probabilities, embedding, similarity, tier, label, llm } = entry?.result ?? {};
		if (!entry || !probabilities || !embedding || tier === 'llm') continue;
		const score = {
			probabilities,
			embedding,
			...(similarity === undefined ? {} : { similarity })
		};
		const judged = {
			...cascade.judge(score, entry.level ?? 'none', priors),
			...(llm ? { llm } : {})
		};
		const isHuman = tier === 'human' && label !== undefined;
		results.set(entry.index, isHuman ? decidedByHand(label, cascade.tree, judged) : judged);
	}
	return results;
}
