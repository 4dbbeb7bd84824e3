import { writeFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { seededRandom } from '../../training/random';
import { evaluate } from '../lib/pipeline/evaluate/evaluation';
import type { Embed } from '../lib/pipeline/embed/embed-pool';
import { ENCODER_DIMENSIONS, ENCODER_REVISIONS } from '../lib/pipeline/embed/encoder-revision';
import { formatAmount, formatShare } from '../lib/pipeline/text/format-number';
import type { LabelledTemplates } from '../lib/pipeline/train/cross-validation';
import { unitKey } from '../lib/pipeline/types';
import { versioned, writeBundleFile } from '../workers/bundle/bundle-file';
import { forPresentEncoder } from '../workers/embed/present-encoder';
import { LabelCounts } from '../workers/run/label-counts';
import { fitToLabels, type LabelFit } from '../workers/teach/label-fit';
import { bundleContent } from './bundle-content';
import { filePaths, inputFiles } from './input-files';
import { labelledRows, type LabelledFile } from './labelled-rows';
import { READING_HELP, READING_OPTIONS, readingChoice } from './reading-choice';
import { fileRows } from './row-input';
import { loadEncoder } from './load-encoder';
import { momentOf, OutputError, parsed, UsageError, type Command } from './usage';

const OPTIONS = {
	...READING_OPTIONS,
	out: { type: 'string', short: 'o' },
	'on-top': { type: 'string' },
	name: { type: 'string' }
} as const;

/** Labels that may be wrong and are printed. */
const SUSPECTS = 10;
const SUSPECT_CHARS = 100;
/** Of the split at random and the bootstrap: the same file gives the same figures. */
const SEED = 7;

/** Fits the model to own labels. */
export const train: Command = {
	usage: 'train FILE… -o BUNDLE [options]',
	purpose:
		'Fits the model to labelled rows, and writes it as a bundle for the page and for --bundle.',
	help: `  -o, --out BUNDLE      where to write the bundle
      --on-top BUNDLE   adapts this bundle, its rules and categories kept; "default" is the one of the page.
                        From the labelled rows alone unless given
      --name NAME       the bundle's name; the file's unless given
${READING_HELP}

The label is in a column such as target_label, or in the one that --columns names. Rows that differ only in values are one
message, and learned from once. The figures are of messages that the model was not trained on: all rows of a message are
held out together.

Examples:
  train labelled.csv -o own.bundle.json
  train labelled.jsonl --columns message=text,label=category -o own.bundle.json
  train labelled.csv --on-top default -o own.bundle.json`,
	async run(args) {
		const { values, positionals } = parsed(args, OPTIONS);
		const { out, 'on-top': onTop } = values;
		if (out === undefined)
			throw new UsageError('Say where to write the bundle: -o own.bundle.json');
		const paths = await filePaths(positionals);
		const now = values.now === undefined ? undefined : momentOf(values.now);
		const labelled = await labelledRows(
			await fileRows(await inputFiles(paths, now), readingChoice(values))
		);
		const counts = messagesOf(labelled);
		const { embed } = await loadEncoder();
		const { bundle } = (
			await forPresentEncoder(await bundleContent(onTop, embed), embed, presentRevision)
		).content;
		const fit = await fitToLabels(bundle, await templatesOf(counts, embed), {
			onTop: onTop !== undefined,
			random: seededRandom(SEED),
			onFraction: showFraction
		});
		showFraction(1);
		const name = values.name ?? basename(out, extname(out)).replace(/\.bundle$/, '');
		await writeBundle(out, fit, name);
		process.stdout.write(`${reportOf(fit, counts, labelled.unlabelled).join('\n')}\n`);
		return 0;
	}
};

/** Of what `loadEncoder` gives. */
const presentRevision = (): string => ENCODER_REVISIONS.int8;

/** Labelled messages, each once at each of its levels, as a run of the page keeps them. */
function messagesOf({ rows }: LabelledFile): LabelCounts<string> {
	const counts = new LabelCounts<string>();
	for (const { canonical, level, truth } of rows)
		// A message without any text has nothing to learn from.
		if (canonical !== '') counts.add(unitKey(canonical, level), truth);
	return counts;
}

async function templatesOf(counts: LabelCounts<string>, embed: Embed): Promise<LabelledTemplates> {
	const { labelled } = counts;
	const texts = labelled.map(({ message }) => canonicalOf(message));
	const distinct = [...new Set(texts)];
	const embedded = await embed(distinct);
	const positions = new Map(distinct.map((text, at) => [text, at * ENCODER_DIMENSIONS]));
	const embeddings = new Float32Array(texts.length * ENCODER_DIMENSIONS);
	texts.forEach((text, at) => {
		const from = positions.get(text) as number;
		embeddings.set(embedded.subarray(from, from + ENCODER_DIMENSIONS), at * ENCODER_DIMENSIONS);
	});
	return {
		texts,
		labels: labelled.map(({ truth }) => truth),
		rows: labelled.map(({ rows }) => rows),
		embeddings
	};
}

/** The canonical text of a `unitKey`. */
const canonicalOf = (key: string): string => key.slice(key.indexOf(' ') + 1);

async function writeBundle(path: string, { content }: LabelFit, name: string): Promise<void> {
	const named = await versioned({ ...content, bundle: { ...content.bundle, name } });
	try {
		await writeFile(path, writeBundleFile(named));
	} catch (error) {
		throw new OutputError(`${path} cannot be written: ${(error as Error).message}`);
	}
}

function reportOf(
	{ content, validation, threshold }: LabelFit,
	counts: LabelCounts<string>,
	unlabelled: number
): string[] {
	const { labelled, conflicting } = counts;
	const rows = labelled.reduce((sum, message) => sum + message.rows, 0);
	const { judged, groupedRowAccuracy, leakyAccuracy, few, issues } = validation;
	const { accuracy, interval, macroF1, classes } = evaluate(judged, seededRandom(SEED));
	const [low, high] = interval.map((share) => formatShare(share));
	return [
		`${formatAmount(labelled.length, 'distinct message')} of ${formatAmount(rows, 'row')}, ${content.bundle.head.classes.length} categories`,
		...(unlabelled > 0 ? [`${formatAmount(unlabelled, 'row')} without a label: left out`] : []),
		...(conflicting > 0
			? [
					`${formatAmount(conflicting, 'message')} with rows of different labels: the most frequent one counts`
				]
			: []),
		'On messages that the model was not trained on:',
		`  right ${formatShare(accuracy)} of the messages (95% interval ${low} to ${high}), macro-F1 ${macroF1.toFixed(3)}`,
		`  right ${formatShare(groupedRowAccuracy)} of the rows; dealing rows at random would show ${formatShare(leakyAccuracy)}, since similar rows are then on both sides`,
		`  sure from ${formatShare(threshold)}: at most one in twenty of those was wrong`,
		...classes.map(
			({ label, precision, recall, f1, support }) =>
				`  ${label.padEnd(20)} P ${precision.toFixed(2)}  R ${recall.toFixed(2)}  F1 ${f1.toFixed(2)}  n ${support}`
		),
		...few.map(
			({ label, templates }) =>
				`"${label}" has ${formatAmount(templates, 'message')}: too few to learn and to measure`
		),
		...(issues.length === 0 ? [] : ['Labels that may be wrong:']),
		...issues
			.slice(0, SUSPECTS)
			.map(
				({ at, given, suggested, suggestedProbability }) =>
					`  ${given}, rather ${suggested} (${formatShare(suggestedProbability)}): ${canonicalOf((labelled[at] as { message: string }).message).slice(0, SUSPECT_CHARS)}`
			)
	];
}

/** Where a person looks on, and nothing otherwise. */
function showFraction(fraction: number): void {
	if (!process.stderr.isTTY) return;
	process.stderr.write(fraction < 1 ? `\rtraining: ${formatShare(fraction)}   ` : '\r\u001b[K');
}
