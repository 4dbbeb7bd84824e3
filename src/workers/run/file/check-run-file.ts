import { ENCODER_DIMENSIONS } from '../../../lib/pipeline/embed/encoder-revision';
import { RuleSet } from '../../../lib/pipeline/rules/rules';
import {
	LEVEL_CLASSES,
	SEVERITIES,
	type Classification,
	type TemplateEntry
} from '../../../lib/pipeline/types';
import type { ChunkRecord } from '../../../lib/store/schema';
import { fromBase64 } from '../../bundle/base64';
import {
	isProbability,
	type RunFileChunk,
	type RunFileHead,
	type RunFileMessage,
	type RunFileResult
} from './run-file';

type Run = RunFileHead['run'];

/** Milliseconds that a date can be away from the epoch (ECMA-262, Time Values and Time Range). */
const LATEST = 8.64e15;
/** Numbers of a run's shares are logarithms of small shares at most; those of 1e308 would leave no probability. */
const MOST_SHIFT = 100;

/** What is said of a file that Winnow saved and that cannot be opened. */
export const broken = (what: string): Error => new Error(`The file is damaged: ${what}.`);

/**
 * Checks what the head says of itself: patterns, which come from a file, compile and are small enough to be searched for
 * safely, and the shares have a number for each category.
 */
export function checkHead({ rules, priors, rows, templates }: Run): void {
	if (templates > rows) throw broken(`it names ${templates} messages and has ${rows} rows`);
	try {
		const set = new RuleSet(rules);
		for (const rule of rules.keys()) void set.engine(rule);
	} catch (error) {
		throw broken((error as Error).message);
	}
	if (!priors) return;
	const { classes, shares, shift, levels, overall = shift } = priors;
	for (const numbers of [shares, shift, overall]) {
		if (numbers.length !== classes.length)
			throw broken(`its shares are ${numbers.length} numbers for ${classes.length} categories`);
		if (numbers.some((number) => Math.abs(number) > MOST_SHIFT))
			throw broken('its shares are too large');
	}
	if (levels.length !== 0 && levels.length !== LEVEL_CLASSES.length)
		throw broken(`its shares are ${levels.length} numbers for ${LEVEL_CLASSES.length} levels`);
	if (levels.some((number) => Math.abs(number) > MOST_SHIFT))
		throw broken('its shares of the levels are too large');
}

/** A message of the file as it is stored. */
export function entryOf(
	{ result: packed, ...entry }: RunFileMessage['message'],
	{ priors }: Run
): TemplateEntry {
	if (!packed) return entry as TemplateEntry;
	const what = `message ${entry.index}`;
	const result = resultOf(packed, what);
	const { probabilities, tier } = result;
	// What people or a language model said keeps the probabilities of the model that a retrained one replaced.
	const isOfModel = tier === 'head' || tier === 'none';
	if (probabilities && priors && isOfModel && probabilities.length !== priors.classes.length)
		throw broken(
			`${what} has ${probabilities.length} probabilities for ${priors.classes.length} categories`
		);
	return { ...entry, result } as TemplateEntry;
}

/** @param what it is the result of, for the sentence that says what is wrong with it */
export function resultOf(
	{ embedding: embedded, probabilities: scored, ...plain }: RunFileResult,
	what: string
): Classification {
	const probabilities = scored === undefined ? undefined : arrayOf(Float32Array, scored);
	if (probabilities?.some((value) => !isProbability(value)))
		throw broken(`a probability of ${what} is none`);
	return {
		...plain,
		...(embedded === undefined ? {} : { embedding: embeddingOf(embedded, what) }),
		...(probabilities ? { probabilities } : {})
	} as Classification;
}

export function embeddingOf(text: string, what: string): Int8Array {
	const embedding = arrayOf(Int8Array, text);
	if (embedding.length !== ENCODER_DIMENSIONS)
		throw broken(
			`the embedding of ${what} has ${embedding.length} of ${ENCODER_DIMENSIONS} numbers`
		);
	return embedding;
}

/** Rows of the file as they are stored, without their text. */
export function chunkOf(runId: string, rows: RunFileChunk['rows'], run: Run): ChunkRecord {
	const { index, firstRow, rowCount, ends, template, rule, source, time, severity } = rows;
	const chunk = {
		runId,
		index,
		firstRow,
		rowCount,
		ends: arrayOf(Uint32Array, ends),
		template: arrayOf(Uint32Array, template),
		rule: arrayOf(Int16Array, rule),
		source: arrayOf(Uint32Array, source),
		time: arrayOf(Float64Array, time),
		severity: arrayOf(Uint8Array, severity)
	};
	checkColumns(chunk, run);
	if (run.textKept !== false) checkText(chunk, rows.text);
	return chunk;
}

/** Every number of a chunk refers to something that is there. */
function checkColumns(
	{ rowCount, ends, template, rule, source, time, severity }: ChunkRecord,
	{ templates, rules, sources }: Run
): void {
	for (const array of [ends, template, rule, source, time, severity])
		if (array.length !== rowCount) throw broken(`a column has ${array.length} of ${rowCount} rows`);
	if (template.some((at) => at >= templates)) throw broken('a row has a message that is not there');
	if (rule.some((at) => at < -1 || at >= rules.length))
		throw broken('a row has a rule that is not there');
	if (source.some((at) => at >= sources.length))
		throw broken('a row has a source that is not there');
	if (severity.some((at) => at >= SEVERITIES.length))
		throw broken('a row has a severity that is not there');
	if (time.some((at) => Math.abs(at) > LATEST)) throw broken('a row has a time that is none');
}

function checkText({ ends }: ChunkRecord, text: string | undefined): void {
	if (text === undefined) throw broken('the text of some rows is missing');
	if (ends.some((end, at) => end < (ends[at - 1] ?? 0)) || (ends.at(-1) ?? 0) !== text.length)
		throw broken('the text of some rows does not fit them');
}

function arrayOf<T>(
	Kind: { new (buffer: ArrayBuffer): T; BYTES_PER_ELEMENT: number },
	text: string
): T {
	const buffer = bytesOf(text);
	if (buffer.byteLength % Kind.BYTES_PER_ELEMENT !== 0) throw broken('a column is cut off');
	return new Kind(buffer);
}

function bytesOf(text: string): ArrayBuffer {
	try {
		return fromBase64(text).buffer;
	} catch {
		throw broken('a column is no base64');
	}
}
