/**
 * Makes what the site knows of its sample beforehand. To be made again when the sample, the canonical text, the encoder or
 * the default bundle changes; the training does it, and tests say when it is due.
 *
 * - `static/sample.embeddings.json`: what the encoder that ships makes of its messages. With them the sample is classified
 *   before the encoder is loaded, by whichever bundle.
 * - `static/sample.result.json`: what the default bundle makes of it, in a few lines, for the start page.
 *
 *     npx tsx training/sample-files.ts
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { loadSieves, runFiles, type RunOfFiles } from '../src/cli/run-files';
import type { SampleResult } from '../src/workers/contracts/sample-result';
import { PROBLEM_LABELS } from '../src/lib/pipeline/bundle/default-labels';
import { ENCODER_REVISIONS } from '../src/lib/pipeline/embed/encoder-revision';
import { findFindings } from '../src/lib/pipeline/findings/find';
import { sourceName, utcMoment, wordsOf } from '../src/lib/pipeline/findings/words';
import { toBase64 } from '../src/workers/bundle/base64';
import type { SampleEmbeddings } from '../src/workers/classify/sample-embeddings';
import { embedTexts } from './embeddings';

/** Messages that the start page shows, of problems and of the rest. */
const PROBLEM_EXAMPLES = 3;
const OTHER_EXAMPLES = 2;

const pathOf = (name: string): string =>
	fileURLToPath(new URL(`../static/${name}`, import.meta.url));

const sampleRun = async (model: boolean): Promise<RunOfFiles> =>
	runFiles(
		[new File([readFileSync(pathOf('sample.csv'))], 'sample.csv')],
		{},
		await loadSieves({ model })
	);

/** Every canonical text of the sample, once: what rules decide now, another bundle may leave to its model. */
export async function sampleTexts(): Promise<string[]> {
	const { table } = await sampleRun(false);
	const texts = table.templates.flatMap((entry) => (entry?.canonical ? [entry.canonical] : []));
	return [...new Set(texts)];
}

/** What encoder and default bundle make of the sample, as the start page shows it. */
export async function sampleResult(): Promise<SampleResult> {
	const run = await sampleRun(true);
	const { table, message } = run;
	const findings = findFindings(table, run).map((finding) => ({
		kind: finding.kind,
		problem: finding.problem,
		text: wordsOf(finding, {
			example: message,
			source: (one) => sourceName(one, table),
			moment: utcMoment
		})
	}));
	const messages = table.templates.length;
	return { rows: table.rowCount, messages, findings, examples: examplesOf(run) };
}

/** The most frequent messages, of problems first. */
function examplesOf({ table, message }: RunOfFiles): SampleResult['examples'] {
	const counts = new Map<number, { row: number; rows: number }>();
	for (let row = 0; row < table.rowCount; row++) {
		const template = table.template[row] as number;
		const { row: first, rows } = counts.get(template) ?? { row, rows: 0 };
		counts.set(template, { row: first, rows: rows + 1 });
	}
	const all = [...counts.values()]
		.sort((a, b) => b.rows - a.rows || a.row - b.row)
		.map(({ row, rows }) => {
			const { label, certainty } = table.outcome(row);
			return { rows, message: message(row), label, certainty };
		});
	const isProblem = ({ label }: { label: string }): boolean =>
		(PROBLEM_LABELS as readonly string[]).includes(label);
	return [
		...all.filter(isProblem).slice(0, PROBLEM_EXAMPLES),
		...all.filter((one) => !isProblem(one)).slice(0, OTHER_EXAMPLES)
	];
}

/** Writes both files. */
export async function writeSampleFiles(): Promise<void> {
	const texts = await sampleTexts();
	const { buffer } = await embedTexts(texts);
	const sample: SampleEmbeddings = {
		revision: ENCODER_REVISIONS.int8,
		texts,
		embeddings: toBase64(new Int8Array(buffer))
	};
	writeFileSync(pathOf('sample.embeddings.json'), JSON.stringify(sample));
	const result = `${JSON.stringify(await sampleResult(), null, '\t')}\n`;
	writeFileSync(pathOf('sample.result.json'), result);
	console.log(`Wrote the embeddings of ${texts.length} messages and what came of the sample.`);
}

// The training and tests import the makers.
if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await writeSampleFiles();
