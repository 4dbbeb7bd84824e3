/**
 * Measures the default bundle on a labelled file.
 * Usage: npm run eval -- FILE.csv [--json OUT] [--svg OUT] [--by-template] [--llm ANSWERS.json] [--no-shares] [--no-levels]
 * `ANSWERS.json` holds a language model's answers with the canonical text of each, as tests/bench/llm.ts writes them.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { DEFAULT_LABELS } from '../src/lib/pipeline/bundle/default-labels';
import { share } from '../src/lib/pipeline/evaluate/metrics';
import type { EvaluatedRow } from '../src/cli/evaluate-rows';
import {
	evaluationScores,
	firstOfEachMessage,
	labelLines,
	scoreLines,
	sourceLines
} from '../src/cli/evaluation-report';
import { severityOf } from '../src/lib/pipeline/canonical/severity';
import { severityOfLevel } from '../src/lib/pipeline/read/level-words';
import type { LlmLogEntry } from '../src/lib/store/schema';
import { confusionPlot } from './confusion-plot';
import { evaluateSources, readDefaultBundle, readLabelledCsv } from './evaluate';
import { labelledTexts } from './labelled-texts';
import { seededRandom } from './random';
import { SETTINGS } from './settings';
import { compareThirdSieve, reportThirdSieve, uncertainTemplates } from './third-sieve';

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: {
		json: { type: 'string' },
		svg: { type: 'string' },
		'by-template': { type: 'boolean', default: false },
		llm: { type: 'string' },
		'no-shares': { type: 'boolean', default: false },
		'no-levels': { type: 'boolean', default: false }
	}
});
const [file] = positionals;
if (!file)
	throw new Error(
		'Usage: npm run eval -- FILE.csv [--json OUT] [--svg OUT] [--by-template] [--llm ANSWERS.json]'
	);

const { cascade, bundle, examples } = readDefaultBundle();
const all = await evaluateSources(readLabelledCsv(file), cascade, {
	shares: !values['no-shares'],
	levels: !values['no-levels']
});
const rows = values['by-template'] ? firstOfEachMessage(all) : all;
const known = new Set(labelledTexts().map(({ canonical }) => canonical));
const unseen = rows.filter(({ canonical }) => !known.has(canonical));

const { tree } = cascade;
const summary = evaluationScores(rows, tree);
console.log(
	`${file}: bundle ${bundle.version}, ${rows.length} ${values['by-template'] ? 'templates' : 'rows'}`
);
print('all', rows);
print(`without the ${rows.length - unseen.length} that coincide with a corpus template`, unseen);
for (const line of [...labelLines(rows, tree), ...sourceLines(summary)]) console.log(line);
printSeverity(rows);
await printThirdSieve();
if (values.svg)
	writeFileSync(values.svg, confusionPlot(`${rows.length} templates`, rows, DEFAULT_LABELS));
if (values.json) writeFileSync(values.json, JSON.stringify(summary, null, '\t'));

/** On all uncertain templates without a model; on those that a model answered with one. */
async function printThirdSieve(): Promise<void> {
	if (!examples) return;
	const uncertain = uncertainTemplates(all);
	console.log(reportThirdSieve(await compareThirdSieve(uncertain, examples)));
	if (!values.llm) return;
	const entries = JSON.parse(readFileSync(values.llm, 'utf8')) as LlmLogEntry[];
	const answers = new Map(entries.map(({ text = '', label }) => [text, label]));
	const asked = uncertain.filter(({ canonical }) => answers.has(canonical));
	console.log(reportThirdSieve(await compareThirdSieve(asked, examples, answers)));
}

function print(title: string, evaluated: readonly EvaluatedRow[]): void {
	console.log(scoreLines(title, evaluated, tree, () => seededRandom(SETTINGS.seed)));
}

/** Severity read from the text alone, against the level that the log gives. */
function printSeverity(evaluated: readonly EvaluatedRow[]): void {
	const given = evaluated.flatMap(({ message, level }) => {
		const truth = severityOfLevel(level);
		return truth ? [{ truth, read: severityOf(message) }] : [];
	});
	if (given.length === 0) return;
	const isBad = (severity: string): boolean => ['critical', 'error', 'warning'].includes(severity);
	console.log(
		`severity from the text alone, ${given.length} rows with a level: ` +
			`same ${share(given, ({ truth, read }) => truth === read).toFixed(3)}, ` +
			`warning or worse against info or less ${share(given, ({ truth, read }) => isBad(truth) === isBad(read)).toFixed(3)}`
	);
}
