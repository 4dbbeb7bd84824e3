/**
 * What each folding rule does: distinct texts of log files and accuracy on labelled templates with it left out.
 * Usage: npx tsx training/folding-ablation.ts LABELLED.csv [--retrain] [LOG ...]
 *
 * The shipped head was trained on fully folded texts, so it is also judged by `--retrain`: a head that learns from the
 * corpus folded the same way (some minutes each).
 */
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { Canonicaliser } from '../src/lib/pipeline/canonical';
import { Cascade } from '../src/lib/pipeline/cascade';
import { MAX_CANONICAL_CHARS } from '../src/lib/pipeline/constants';
import { FOLDING_RULES, foldingWithout, type FoldingRule } from '../src/lib/pipeline/folding-rules';
import { isLenient, isStrict, macroF1, share } from '../src/lib/pipeline/metrics';
import { DEFAULT_LABELS } from '../src/lib/pipeline/default-labels';
import { embedTexts } from './embeddings';
import { evaluateRows, readDefaultBundle, readLabelledCsv } from './evaluate';
import { fitHead, prepare } from './fit';
import { labelledTexts } from './labelled-texts';
import { readMessages } from './raw-messages';

type Fold = (message: string) => string;

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: { retrain: { type: 'boolean', default: false } }
});
const [labelled, ...logs] = positionals;
if (!labelled)
	throw new Error('Usage: npx tsx training/folding-ablation.ts LABELLED.csv [--retrain] [LOG ...]');

const { bundle, cascade, examples } = readDefaultBundle();
const rows = readLabelledCsv(labelled);
const files = logs.map((path) => ({ name: basename(path), messages: readMessages(path) }));
const ways: [string, readonly FoldingRule[]][] = [
	['all rules', []],
	...FOLDING_RULES.map((rule): [string, FoldingRule[]] => [`without: ${rule}`, [rule]]),
	['no rule at all', FOLDING_RULES]
];
const FIGURES = ['strict', 'lenient', 'macro-F1'];
const columns = [
	...FIGURES,
	...(values.retrain ? FIGURES.map((name) => `${name}, trained anew`) : [])
];
printLine(['folding', ...columns, ...files.map(({ name }) => name)]);
printLine(['---', ...columns, ...files].map(() => '---'));
for (const [name, leftOut] of ways) {
	const canonicaliser = new Canonicaliser(foldingWithout(...leftOut));
	const fold: Fold = (message) => canonicaliser.canonical(message.slice(0, MAX_CANONICAL_CHARS));
	printLine([
		name,
		...(await figures(cascade, fold)),
		...(values.retrain ? await figures(await retrained(fold), fold) : []),
		...files.map(({ messages }) => String(new Set(messages.map(fold)).size))
	]);
}

async function figures(judge: Cascade, fold: Fold): Promise<string[]> {
	const evaluated = await evaluateRows(rows, judge, fold);
	return [
		share(evaluated, isStrict),
		share(evaluated, isLenient),
		macroF1(evaluated, DEFAULT_LABELS)
	].map((value) => value.toFixed(3));
}

/** The shipped bundle with a head that learned from the corpus folded in this way; no threshold changes a label. */
async function retrained(fold: Fold): Promise<Cascade> {
	const texts = labelledTexts().map((text) => ({ ...text, canonical: fold(text.message) }));
	const embeddings = await embedTexts(texts.map(({ canonical }) => canonical));
	const head = fitHead(
		prepare(texts, embeddings),
		texts.map((_, at) => at)
	);
	return new Cascade({ ...bundle, ...head }, examples);
}

function printLine(cells: readonly string[]): void {
	console.log(`| ${cells.join(' | ')} |`);
}
