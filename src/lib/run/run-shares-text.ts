import type { RunRecord } from '../store/schema';

/** Share of the messages without a problem from which one category is worth naming. */
const MOSTLY = 0.4;
/** Fewer messages than this make no habit. */
const LEAST_UNITS = 20;

/**
 * What a run's own messages changed, in words: empty where nothing was learned or nothing stands out.
 */
export function sharesText({ priors, labels = [] }: Pick<RunRecord, 'priors' | 'labels'>): string {
	if (!priors || priors.units < LEAST_UNITS) return '';
	const ordinary = priors.shares.flatMap((share, at) => {
		const label = priors.classes[at] ?? '';
		const isProblem = labels.some(({ name, problem }) => name === label && problem === true);
		return isProblem ? [] : [{ label, share }];
	});
	const [most] = ordinary.sort((a, b) => b.share - a.share);
	if (!most || most.share < MOSTLY) return '';
	return `This log is mostly ${most.label}: taken into account.`;
}
