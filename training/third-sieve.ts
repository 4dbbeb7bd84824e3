import type { ExampleIndex } from '../src/lib/pipeline/head/example-index';
import { quantise } from '../src/lib/pipeline/head/example-index';
import { ENCODER_DIMENSIONS } from '../src/lib/pipeline/embed/encoder-revision';
import { isLenient, isStrict, share, type Judged } from '../src/lib/pipeline/evaluate/metrics';
import { embedTexts } from './embeddings';
import type { EvaluatedRow } from '../src/cli/evaluate-rows';
import { seededRandom } from './random';

/** Neighbours that vote; as many as a language model's prompt has. */
const NEIGHBOURS = 6;
const SEED = 20_260_101;

/** Templates that the first two sieves leave, each once: what a language model would be asked about. */
export function uncertainTemplates(rows: readonly EvaluatedRow[]): EvaluatedRow[] {
	const seen = new Set<string>();
	return rows.filter(({ tier, canonical }) => {
		if (tier !== 'none' || canonical === '' || seen.has(canonical)) return false;
		seen.add(canonical);
		return true;
	});
}

/** The same `count` of them each time, as long as the same ones are uncertain. */
export function fixedSample(rows: readonly EvaluatedRow[], count: number): EvaluatedRow[] {
	const random = seededRandom(SEED);
	const keyed = [...rows]
		.sort((a, b) => (a.canonical < b.canonical ? -1 : 1))
		.map((row) => ({ row, key: random() }));
	return keyed
		.sort((a, b) => a.key - b.key)
		.slice(0, count)
		.map(({ row }) => row);
}

/** What each way of labelling says of the same templates, right or not. */
export interface ThirdSieveFigures {
	templates: number;
	ways: { name: string; answered: number; strict: number; lenient: number }[];
}

/**
 * Compares, on the same templates, the head's best guess, the nearest labelled example, a vote of the nearest six weighted
 * by similarity, and a language model's answers where there are some.
 *
 * @param answers label by canonical text
 */
export async function compareThirdSieve(
	rows: readonly EvaluatedRow[],
	examples: ExampleIndex,
	answers?: ReadonlyMap<string, string>
): Promise<ThirdSieveFigures> {
	const embeddings = await embedTexts(rows.map(({ canonical }) => canonical));
	const nearest = rows.map((_row, i) =>
		examples.nearest(
			quantise(embeddings.subarray(i * ENCODER_DIMENSIONS, (i + 1) * ENCODER_DIMENSIONS)),
			NEIGHBOURS
		)
	);
	const way = (name: string, labelOf: (at: number) => string | undefined) => {
		const judged = rows.flatMap((row, at): Judged[] => {
			const predicted = labelOf(at);
			return predicted === undefined ? [] : [{ ...row, predicted }];
		});
		const { length: answered } = judged;
		return { name, answered, strict: share(judged, isStrict), lenient: share(judged, isLenient) };
	};
	return {
		templates: rows.length,
		ways: [
			way('head, best guess', (at) => rows[at]?.predicted),
			way('nearest example', (at) => nearest[at]?.[0]?.label),
			way(`vote of ${NEIGHBOURS} nearest`, (at) => voted(nearest[at] ?? [])),
			...(answers ? [way('language model', (at) => answers.get(rows[at]?.canonical ?? ''))] : [])
		]
	};
}

function voted(nearest: readonly { label: string; similarity: number }[]): string | undefined {
	const votes = new Map<string, number>();
	for (const { label, similarity } of nearest)
		votes.set(label, (votes.get(label) ?? 0) + similarity);
	return [...votes].sort((a, b) => b[1] - a[1])[0]?.[0];
}

/** The figures as lines of text. */
export function reportThirdSieve({ templates, ways }: ThirdSieveFigures): string {
	return [
		`third sieve, ${templates} templates that the first two leave:`,
		...ways.map(
			({ name, answered, strict, lenient }) =>
				`  ${name.padEnd(20)} strict ${strict.toFixed(3)}  lenient ${lenient.toFixed(3)}${answered < templates ? `  (${answered} answered)` : ''}`
		)
	].join('\n');
}
