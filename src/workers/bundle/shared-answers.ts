import type { Bundle, SharedAnswer } from '../../lib/pipeline/bundle/bundle';
import type { BundleContent } from '../../lib/pipeline/bundle/edit';
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

/**
 * A bundle as it leaves this browser. Retraining makes examples of what was decided by hand: unless it was asked for, their
 * texts stay here; and those that masking changes stay here in any case, since their embeddings are of the unmasked text.
 */
export async function forSharing(
	content: BundleContent,
	withAnswers: boolean
): Promise<BundleContent> {
	const decided = (await savedDecisions()).map(({ canonical }) => canonical);
	const kept = withAnswers ? decided.filter((text) => maskPii(text) !== text) : decided;
	const shared = await withoutExamples(content, new Set(kept));
	if (!withAnswers) return shared;
	return { ...shared, bundle: { ...shared.bundle, answers: await sharedAnswers(shared.bundle) } };
}

async function withoutExamples(
	{ bundle, examples: bytes }: BundleContent,
	texts: ReadonlySet<string>
): Promise<BundleContent> {
	const { examples } = bundle;
	if (!examples || !bytes || !examples.texts.some((text) => texts.has(text)))
		return { bundle, examples: bytes };
	const { dimensions } = bundle.encoder;
	const left = examples.texts.flatMap((text, at) => (texts.has(text) ? [] : [at]));
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
