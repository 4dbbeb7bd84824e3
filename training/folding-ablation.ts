/**
 * What each folding rule does: distinct texts of log files and accuracy on labelled templates with it left out.
 * Usage: npx tsx training/folding-ablation.ts LABELLED.csv [LOG ...]
 *
 * The shipped head was trained on fully folded texts, which favours folding.
 */
import { basename } from 'node:path';
import { Canonicaliser } from '../src/lib/pipeline/canonical/canonical';
import { MAX_CANONICAL_CHARS } from '../src/lib/pipeline/constants';
import {
	FOLDING_RULES,
	foldingWithout,
	type FoldingRule
} from '../src/lib/pipeline/canonical/folding-rules';
import { isLenient, isStrict, macroF1, share } from '../src/lib/pipeline/evaluate/metrics';
import { DEFAULT_LABELS } from '../src/lib/pipeline/bundle/default-labels';
import { evaluateSources, readDefaultBundle, readLabelledCsv } from './evaluate';
import { readMessages } from './raw-messages';

type Fold = (message: string) => string;

const [labelled, ...logs] = process.argv.slice(2);
if (!labelled)
	throw new Error('Usage: npx tsx training/folding-ablation.ts LABELLED.csv [LOG ...]');

const { cascade } = readDefaultBundle();
const rows = readLabelledCsv(labelled);
const files = logs.map((path) => ({ name: basename(path), messages: readMessages(path) }));
const ways: [string, readonly FoldingRule[]][] = [
	['all rules', []],
	...FOLDING_RULES.map((rule): [string, FoldingRule[]] => [`without: ${rule}`, [rule]]),
	['no rule at all', FOLDING_RULES]
];
const columns = ['strict', 'lenient', 'macro-F1'];
printLine(['folding', ...columns, ...files.map(({ name }) => name)]);
printLine(['---', ...columns, ...files].map(() => '---'));
for (const [name, leftOut] of ways) {
	const canonicaliser = new Canonicaliser(foldingWithout(...leftOut));
	const fold: Fold = (message) => canonicaliser.canonical(message.slice(0, MAX_CANONICAL_CHARS));
	printLine([
		name,
		...(await figures(fold)),
		...files.map(({ messages }) => String(new Set(messages.map(fold)).size))
	]);
}

async function figures(fold: Fold): Promise<string[]> {
	const evaluated = await evaluateSources(rows, cascade, { fold });
	return [
		share(evaluated, isStrict),
		share(evaluated, isLenient),
		macroF1(evaluated, DEFAULT_LABELS)
	].map((value) => value.toFixed(3));
}

function printLine(cells: readonly string[]): void {
	console.log(`| ${cells.join(' | ')} |`);
}
