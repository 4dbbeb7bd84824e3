/**
 * Judges embeddings that `tune.py` wrote on systems which neither the delta nor the head has seen: the head is fitted on top
 * of them by the recipe of the default bundle.
 *
 *     npx tsx training/encoder-delta/evaluate.ts FOLDER NAME …
 *
 * NAME is a folder in FOLDER; only folds that have a file in it count. For a comparison of names the folds must be the same.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chooseBySystems, foldLogits, foldOfEach } from '../cross-validate';
import { prepare } from '../fit';
import { labelledTexts, type LabelledText } from '../labelled-texts';

const [folder, ...names] = process.argv.slice(2);
if (!folder || names.length === 0)
	throw new Error('Usage: npx tsx training/encoder-delta/evaluate.ts FOLDER NAME …');

const texts = labelledTexts();
const folds = foldOfEach(texts);

for (const name of names) {
	const logits = new Map<number, Float64Array>();
	const counted: number[] = [];
	for (const file of readdirSync(join(folder, name)).sort()) {
		const fold = Number(/^fold-(\d+)\.f32$/.exec(file)?.[1] ?? NaN);
		if (Number.isNaN(fold)) continue;
		const bytes = readFileSync(join(folder, name, file));
		const embeddings = new Float32Array(Uint8Array.from(bytes).buffer);
		const own = foldLogits(prepare(texts, embeddings), embeddings, folds, fold);
		for (const [row, values] of own) logits.set(row, values);
		counted.push(fold);
	}
	const rows = [...logits.keys()].sort((a, b) => a - b);
	const { report } = chooseBySystems(
		rows.map((row) => texts[row] as LabelledText),
		rows.map((row) => logits.get(row) as Float64Array)
	);
	console.log(`${name}, folds ${counted.join(', ')}\n${report}`);
}
