import * as v from 'valibot';
import { ENCODER_DIMENSIONS } from '../lib/pipeline/embed/encoder-revision';
import type { Embed } from '../lib/pipeline/embed/embed-pool';
import type { Cascade, Score } from '../lib/pipeline/head/cascade';
import { InputError } from '../lib/pipeline/read/input-error';
import { LEVEL_CLASSES } from '../lib/pipeline/types';
import { parsedLine } from './json-lines';

/** A score as text: the bytes of the probabilities, so that no digit is lost on the way. */
const scoreSchema = v.object({
	/** Single precision, little endian, in base64. */
	probabilities: v.pipe(v.string(), v.base64()),
	similarity: v.optional(v.number())
});

const schema = v.looseObject({
	canonical: v.string(),
	level: v.picklist(LEVEL_CLASSES),
	rule: v.nullish(v.string(), null),
	score: v.optional(scoreSchema)
});

/** A line of `fold`, with the score that it was given and whatever else stands in it. */
export type UnitLine = v.InferOutput<typeof schema>;

/** @throws InputError that says what is wrong with the line */
export function unitOf(line: string): UnitLine {
	const { success, output, issues } = v.safeParse(schema, parsedLine(line));
	if (success) return output;
	throw new InputError(
		`${v.getDotPath(issues[0]) ?? 'The line'}: ${issues[0].message}, in ${line.slice(0, 80)}`
	);
}

/** Whether the model is asked about a unit. */
export const isOpen = ({ canonical, rule }: UnitLine): boolean => rule === null && canonical !== '';

/** What judges a unit by its run: the embedding has done its part. */
export type KeptScore = Pick<Score, 'probabilities' | 'similarity'>;

/**
 * The score of a unit's line.
 * @param classes how many there are in the bundle
 * @throws InputError when it has none for this bundle
 */
export function keptScore({ canonical, score }: UnitLine, classes: number): KeptScore {
	const bytes = Buffer.from(score?.probabilities ?? '', 'base64');
	if (bytes.length !== classes * Float32Array.BYTES_PER_ELEMENT)
		throw new InputError(
			`"${canonical.slice(0, 80)}" has no score for ${classes} categories: give "units score" the same bundle.`
		);
	const probabilities = Float32Array.from({ length: classes }, (_, at) =>
		bytes.readFloatLE(at * Float32Array.BYTES_PER_ELEMENT)
	);
	const similarity = score?.similarity;
	return { probabilities, ...(similarity === undefined ? {} : { similarity }) };
}

/** Units with what the model makes of their texts; each text is embedded once. */
export async function scored(
	lines: readonly UnitLine[],
	cascade: Cascade,
	embed: Embed
): Promise<UnitLine[]> {
	const texts = [...new Set(lines.filter(isOpen).map(({ canonical }) => canonical))];
	const embeddings = texts.length === 0 ? new Float32Array() : await embed(texts);
	const scores = new Map(
		texts.map((text, at) => {
			const from = at * ENCODER_DIMENSIONS;
			const embedding = embeddings.subarray(from, from + ENCODER_DIMENSIONS);
			return [text, written(cascade.score(text, embedding))];
		})
	);
	return lines.map((line) => {
		const score = isOpen(line) ? scores.get(line.canonical) : undefined;
		return score ? { ...line, score } : line;
	});
}

function written({ probabilities, similarity }: Score): NonNullable<UnitLine['score']> {
	const bytes = Buffer.alloc(probabilities.length * Float32Array.BYTES_PER_ELEMENT);
	probabilities.forEach((value, at) =>
		bytes.writeFloatLE(value, at * Float32Array.BYTES_PER_ELEMENT)
	);
	return {
		probabilities: bytes.toString('base64'),
		...(similarity === undefined ? {} : { similarity })
	};
}
