import type { Bundle, SharedAnswer } from '../../lib/pipeline/bundle/bundle';
import type { BundleContent } from '../../lib/pipeline/bundle/edit';
import { withMarks, type OwnMark } from '../../lib/pipeline/bundle/template-marks';
import { maskPii } from '../../lib/pipeline/export/pii';
import { saveDecisions, savedDecisions } from '../../lib/store/decision-store';
import type { DecisionRecord } from '../../lib/store/schema';
import { withExamples } from './bundle-file';

/** What was decided by hand with a bundle's categories, as it may travel with it: personal data masked. */
export async function sharedAnswers({ labels }: Pick<Bundle, 'labels'>): Promise<SharedAnswer[]> {
	const known = new Set(labels.map(({ name }) => name));
	const answers = new Map<string, SharedAnswer>();
	for (const { canonical, label } of await savedDecisions()) {
		const masked = maskPii(canonical);
		if (known.has(label)) answers.set(masked, { canonical: masked, label });
	}
	return [...answers.values()];
}

/** What is known where a bundle is given on. */
export interface Sharing {
	withAnswers: boolean;
	/** The user's own marks. */
	marks: readonly OwnMark[];
	/** The bundle that comes with the site: everybody has its texts. */
	site: Bundle;
}

/**
 * A bundle as it leaves this browser, with the marks that hold. Texts of answers stay here unless they were asked for. A
 * text that masking changes stays here in any case, wherever in the bundle it stands: the embedding of an example tells of
 * the unmasked text, and a mark or a rule's example with a masked one would fit nothing.
 */
export async function forSharing(
	{ bundle, examples }: BundleContent,
	{ withAnswers, marks, site }: Sharing
): Promise<BundleContent> {
	const decided = withAnswers ? [] : (await savedDecisions()).map(({ canonical }) => canonical);
	const answered = new Set(decided);
	const known = textsOf(site);
	const goes = (text: string): boolean =>
		!answered.has(text) && (known.has(text) || maskPii(text) === text);
	const shared = await withTexts({ bundle: withMarks(bundle, marks), examples }, goes);
	if (!withAnswers) return shared;
	return { ...shared, bundle: { ...shared.bundle, answers: await sharedAnswers(shared.bundle) } };
}

/** Texts of messages that a bundle carries beside its answers and that are not the site's, each once. */
export function ownTexts(bundle: Bundle, site: Bundle): string[] {
	const known = textsOf(site);
	return [...textsOf(bundle)].filter((text) => !known.has(text));
}

const textsOf = ({ examples, templates = [], rules }: Bundle): Set<string> =>
	new Set([
		...(examples?.texts ?? []),
		...templates.map(({ canonical }) => canonical),
		...rules.flatMap(({ examples: { match, leave } }) => [...match, ...leave])
	]);

/** The bundle with those of its examples, marks and examples of rules that may go. */
async function withTexts(
	{ bundle, examples }: BundleContent,
	goes: (text: string) => boolean
): Promise<BundleContent> {
	const { templates = [], ...rest } = bundle;
	const marks = templates.filter(({ canonical }) => goes(canonical));
	const rules = bundle.rules.map((rule) => {
		const { match, leave } = rule.examples;
		return { ...rule, examples: { match: match.filter(goes), leave: leave.filter(goes) } };
	});
	const few: Bundle = { ...rest, rules, ...(marks.length > 0 ? { templates: marks } : {}) };
	return withFewerExamples({ bundle: few, examples }, goes);
}

async function withFewerExamples(
	{ bundle, examples: bytes }: BundleContent,
	goes: (text: string) => boolean
): Promise<BundleContent> {
	const { examples } = bundle;
	if (!examples || !bytes || examples.texts.every(goes)) return { bundle, examples: bytes };
	const { dimensions } = bundle.encoder;
	const left = examples.texts.flatMap((text, at) => (goes(text) ? [at] : []));
	const rows = new Int8Array(left.length * dimensions);
	left.forEach((from, to) =>
		rows.set(bytes.subarray(from * dimensions, (from + 1) * dimensions), to * dimensions)
	);
	const few = {
		...examples,
		texts: left.map((at) => examples.texts[at] as string),
		labels: left.map((at) => examples.labels[at] as number)
	};
	return withExamples({ ...bundle, examples: few }, rows);
}

/**
 * Takes the answers that came with a bundle among those of this browser; what a person said here stands.
 * @param from the bundle's identity and name here
 */
export async function takeAnswers(
	answers: readonly SharedAnswer[],
	from: { id: string; name: string }
): Promise<void> {
	const there = new Set((await savedDecisions()).map(({ canonical }) => canonical));
	const decidedAt = Date.now();
	await saveDecisions(
		answers
			.filter(({ canonical }) => !there.has(canonical))
			.map(({ canonical, label }): DecisionRecord => ({
				canonical,
				label,
				decidedAt,
				runId: `bundle ${from.id}`,
				runName: from.name,
				source: ''
			}))
	);
}
