/**
 * Measures the default bundle on a labelled file.
 * Usage: npm run eval -- FILE.csv [--json OUT] [--svg OUT] [--by-template] [--llm ANSWERS.json] [--no-shares] [--no-levels]
 * `ANSWERS.json` holds a language model's answers with the canonical text of each, as tests/bench/llm.ts writes them.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { DEFAULT_LABELS, PROBLEM_LABELS } from '../src/lib/pipeline/bundle/default-labels';
import {
	bootstrapInterval,
	classScores,
	expectedCalibrationError,
	isLenient,
	isStrict,
	macroF1,
	problemScores,
	share
} from '../src/lib/pipeline/evaluate/metrics';
import { certaintyScores, isSideRight } from '../src/lib/pipeline/evaluate/certainty';
import { severityOf } from '../src/lib/pipeline/canonical/severity';
import { severityOfLevel } from '../src/lib/pipeline/read/level-words';
import { TIERS } from '../src/lib/pipeline/types';
import type { LlmLogEntry } from '../src/lib/store/schema';
import { confusionPlot } from './confusion-plot';
import { evaluateRows, readDefaultBundle, readLabelledCsv, type EvaluatedRow } from './evaluate';
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
const all = await evaluateRows(readLabelledCsv(file), cascade, {
	shares: !values['no-shares'],
	levels: !values['no-levels']
});
const rows = values['by-template'] ? firstOfEachTemplate(all) : all;
const known = new Set(labelledTexts().map(({ canonical }) => canonical));
const unseen = rows.filter(({ canonical }) => !known.has(canonical));

const summary = summarise(rows);
console.log(
	`${file}: bundle ${bundle.version}, ${rows.length} ${values['by-template'] ? 'templates' : 'rows'}`
);
print('all', rows);
print(`without the ${rows.length - unseen.length} that coincide with a corpus template`, unseen);
for (const { label, precision, recall, f1, support } of classScores(rows, DEFAULT_LABELS))
	console.log(
		`  ${label.padEnd(20)} P ${precision.toFixed(2)}  R ${recall.toFixed(2)}  F1 ${f1.toFixed(2)}  n ${support}`
	);
for (const [source, scores] of Object.entries(summary.bySource))
	console.log(
		`  ${source.padEnd(20)} strict ${scores.strict.toFixed(3)}  lenient ${scores.lenient.toFixed(3)}  n ${scores.rows}`
	);
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

function firstOfEachTemplate(evaluated: readonly EvaluatedRow[]): EvaluatedRow[] {
	const first = new Map<string, EvaluatedRow>();
	for (const row of evaluated) if (!first.has(row.canonical)) first.set(row.canonical, row);
	return [...first.values()];
}

function summarise(evaluated: readonly EvaluatedRow[]) {
	const { recall, precision } = problemScores(evaluated, PROBLEM_LABELS);
	const sources = [...new Set(evaluated.map(({ source }) => source))];
	return {
		rows: evaluated.length,
		strict: share(evaluated, isStrict),
		lenient: share(evaluated, isLenient),
		macroF1: macroF1(evaluated, DEFAULT_LABELS),
		problemRecall: recall,
		problemPrecision: precision,
		...certaintyScores(evaluated, cascade.tree),
		ece: expectedCalibrationError(evaluated),
		tiers: Object.fromEntries(
			TIERS.map((tier) => [tier, share(evaluated, (row) => row.tier === tier)])
		),
		bySource: Object.fromEntries(
			sources.map((source) => {
				const own = evaluated.filter((row) => row.source === source);
				return [
					source,
					{ rows: own.length, strict: share(own, isStrict), lenient: share(own, isLenient) }
				];
			})
		)
	};
}

function print(title: string, evaluated: readonly EvaluatedRow[]): void {
	const s = summarise(evaluated);
	const interval = (statistic: (sample: readonly EvaluatedRow[]) => number): string =>
		bootstrapInterval(evaluated, statistic, seededRandom(SETTINGS.seed))
			.map((value) => value.toFixed(3))
			.join('–');
	const systems = Object.values(s.bySource);
	const mean = (pick: (system: (typeof systems)[number]) => number): string =>
		(systems.reduce((sum, system) => sum + pick(system), 0) / systems.length).toFixed(3);
	console.log(
		`${title} (${s.rows})\n` +
			`  strict ${s.strict.toFixed(3)} [${interval((x) => share(x, isStrict))}]  lenient ${s.lenient.toFixed(3)} [${interval((x) => share(x, isLenient))}]  macro-F1 ${s.macroF1.toFixed(3)} [${interval((x) => macroF1(x, DEFAULT_LABELS))}]\n` +
			`  mean of systems: strict ${mean((x) => x.strict)}  lenient ${mean((x) => x.lenient)}\n` +
			`  problem recall ${s.problemRecall.toFixed(3)}  precision ${s.problemPrecision.toFixed(3)}  ECE ${s.ece.toFixed(3)}\n` +
			`  side ${s.sideLenient.toFixed(3)} [${interval((x) => share(x, (item) => isSideRight(item, cascade.tree)))}]  ECE of the side ${s.sideEce.toFixed(3)}\n` +
			`  sure ${s.sure.toFixed(3)}  lenient of those ${s.sureLenient.toFixed(3)}  sure or likely ${s.settled.toFixed(3)}  right of those ${s.settledRight.toFixed(3)}\n` +
			`  tiers ${TIERS.map((tier) => `${tier} ${(s.tiers[tier] ?? 0).toFixed(3)}`).join('  ')}`
	);
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
