import { formatAmount } from '../lib/pipeline/text/format-number';
import { seededRandom } from '../../training/random';
import { evaluateRows, type EvaluatedRow } from './evaluate-rows';
import {
	evaluationScores,
	firstOfEachMessage,
	labelLines,
	scoreLines,
	sourceLines
} from './evaluation-report';
import { filePaths, inputFiles } from './input-files';
import { labelledRows, type LabelledFile } from './labelled-rows';
import { READING_HELP, READING_OPTIONS, readingChoice } from './reading-choice';
import { fileRows } from './row-input';
import { loadSieves, type LoadedSieves } from './run-files';
import { momentOf, parsed, type Command } from './usage';

const OPTIONS = {
	...READING_OPTIONS,
	bundle: { type: 'string' },
	native: { type: 'boolean', default: false },
	'by-source': { type: 'boolean', default: false },
	messages: { type: 'boolean', default: false },
	'no-shares': { type: 'boolean', default: false },
	'no-levels': { type: 'boolean', default: false },
	json: { type: 'boolean', default: false }
} as const;

/** Sources that are listed at most. */
const LISTED_SOURCES = 40;
/** Of the bootstrap: the same file gives the same intervals. */
const SEED = 7;

/** How well a bundle judges labelled rows. */
export const evaluation: Command = {
	usage: 'eval FILE… [options]',
	purpose: 'Measures a bundle on rows whose categories are known.',
	help: `      --bundle FILE     a bundle that the page exported; the default bundle unless given
      --native          the encoder on native code, as of classify
      --messages        each distinct message counts once, however many rows it has
      --by-source       each source is a run of its own; all rows are one run unless given
      --no-shares       each message is judged alone, by what is usual
      --no-levels       the model is not told the level
      --json            the figures as JSON
${READING_HELP}

The label is in a column such as target_label, or in the one that --columns names. A column "also" may name further labels
that are accepted, with | between them: "lenient" counts them. Figures are given for all rows, and for those whose message
is no labelled example of the bundle, since the model learned from these.

Examples:
  eval labelled.csv
  eval labelled.jsonl --columns message=text,label=category --messages
  eval labelled.csv --bundle own.json --json`,
	async run(args) {
		const { values, positionals } = parsed(args, OPTIONS);
		const paths = await filePaths(positionals);
		const now = values.now === undefined ? undefined : momentOf(values.now);
		const choice = readingChoice(values);
		const labelled = await labelledRows(await fileRows(await inputFiles(paths, now), choice));
		const sieves = await loadSieves({ bundle: values.bundle, native: values.native });
		const all = await evaluateRows(
			labelled.rows.map((row) => ({ ...row, level: row.givenLevel })),
			sieves.cascade,
			sieves.embed,
			{
				shares: !values['no-shares'],
				levels: !values['no-levels'],
				bySource: values['by-source']
			}
		);
		const rows = values.messages ? firstOfEachMessage(all) : all;
		warn(labelled, sieves);
		process.stdout.write(`${values.json ? json(rows, sieves) : text(paths, rows, sieves)}\n`);
		return 0;
	}
};

function warn({ rows, unlabelled }: LabelledFile, { cascade }: LoadedSieves): void {
	if (unlabelled > 0)
		console.error(`${formatAmount(unlabelled, 'row')} without a label: left out.`);
	const counts = new Map<string, number>();
	for (const { truth } of rows)
		if (!cascade.tree.classes.includes(truth)) counts.set(truth, (counts.get(truth) ?? 0) + 1);
	for (const [label, count] of counts)
		console.error(
			`"${label}" (${formatAmount(count, 'row')}) is no category of the bundle: it counts as wrong.`
		);
}

/** Rows whose message is not among the bundle's labelled examples. */
function unseenOf(rows: readonly EvaluatedRow[], { cascade }: LoadedSieves): EvaluatedRow[] {
	const known = new Set(cascade.bundle.examples?.texts);
	return rows.filter(({ canonical }) => !known.has(canonical));
}

function json(rows: readonly EvaluatedRow[], sieves: LoadedSieves): string {
	const { tree, bundle } = sieves.cascade;
	const unseen = unseenOf(rows, sieves);
	return JSON.stringify(
		{
			bundle: bundle.version,
			all: evaluationScores(rows, tree),
			...(unseen.length === 0 ? {} : { unseen: evaluationScores(unseen, tree) })
		},
		null,
		2
	);
}

function text(
	paths: readonly string[],
	rows: readonly EvaluatedRow[],
	sieves: LoadedSieves
): string {
	const { tree, bundle } = sieves.cascade;
	const unseen = unseenOf(rows, sieves);
	const random = (): (() => number) => seededRandom(SEED);
	const seen = rows.length - unseen.length;
	const sources = sourceLines(evaluationScores(rows, tree));
	return [
		`${paths.join(', ')}: bundle ${bundle.version}, ${formatAmount(rows.length, 'row')}`,
		scoreLines('all', rows, tree, random),
		...(seen === 0 || unseen.length === 0
			? []
			: [
					scoreLines(
						`without the ${seen} whose message is an example of the bundle`,
						unseen,
						tree,
						random
					)
				]),
		...labelLines(rows, tree),
		...sources.slice(0, LISTED_SOURCES),
		...(sources.length > LISTED_SOURCES
			? [`  and ${sources.length - LISTED_SOURCES} more sources: --json has all`]
			: [])
	].join('\n');
}
