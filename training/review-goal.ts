/**
 * What 60 decisions in the review queue are worth: for each system of a labelled file with enough templates, the queue
 * asks, the file's labels answer, the head is adapted, and accuracy is measured on the templates that were not asked.
 * Usage: npx tsx training/review-goal.ts FILE.csv [DECISIONS]
 */
import Papa from 'papaparse';
import { readFileSync } from 'node:fs';
import { canonicalise } from '../src/lib/pipeline/canonical/canonical';
import { ENCODER_DIMENSIONS } from '../src/lib/pipeline/embed/encoder-revision';
import { quantise } from '../src/lib/pipeline/head/example-index';
import { Cascade, type RunUnit } from '../src/lib/pipeline/head/cascade';
import { reviewOrder } from '../src/lib/pipeline/evaluate/review-queue';
import { adaptHead, withHead, type AdaptedHead } from '../src/lib/pipeline/train/adapt-head';
import type { Classification } from '../src/lib/pipeline/types';
import { embedTexts } from './embeddings';
import { readDefaultBundle, readLabelledCsv } from './evaluate';
import { seededRandom } from './random';
import { SETTINGS } from './settings';

const SMALLEST_SYSTEM = 110;
const REPEATS = 5;
/** Decisions between two retrainings. */
const BATCH = 20;

interface Template {
	canonical: string;
	embedding: Float32Array;
	rows: number;
	accepted: string[];
	truth: string;
}
type Select = (open: Template[], cascade: Cascade, asked: Template[], count: number) => Template[];

const [file, wanted = '60'] = process.argv.slice(2);
if (!file) throw new Error('Usage: npx tsx training/review-goal.ts FILE.csv [DECISIONS]');
const decisions = Number(wanted);
const { bundle } = readDefaultBundle();
const systems = await templatesBySystem(file);

console.log(
	'| system | templates | selection | before, all | before, undecided | after, undecided | goal | reached |\n| --- | --- | --- | --- | --- | --- | --- | --- |'
);
for (const [system, templates] of systems) {
	if (templates.length <= SMALLEST_SYSTEM) continue;
	const selections: [string, Select[]][] = [
		['queue', [queue]],
		['most rows', [mostRows]],
		['random', Array.from({ length: REPEATS }, (_, r) => randomly(SETTINGS.seed + r))]
	];
	for (const [name, selects] of selections) {
		const runs = selects.map((select) => simulate(templates, select));
		const mean = (of: (run: (typeof runs)[number]) => number): number =>
			runs.reduce((sum, run) => sum + of(run), 0) / runs.length;
		const all = mean((run) => run.all);
		const after = mean((run) => run.after);
		const goal = all + (1 - all) / 2;
		console.log(
			`| ${system} | ${templates.length} | ${name} | ${all.toFixed(3)} | ${mean((run) => run.before).toFixed(3)} | ${after.toFixed(3)} | ${goal.toFixed(3)} | ${after >= goal ? 'yes' : 'no'} |`
		);
	}
}

function simulate(
	templates: Template[],
	select: Select
): { all: number; before: number; after: number } {
	const original = new Cascade(bundle);
	let cascade = original;
	let asked: Template[] = [];
	while (asked.length < decisions) {
		const open = openOf(templates, asked);
		const count = Math.min(BATCH, decisions - asked.length);
		asked = [...asked, ...select(open, cascade, asked, count)];
		cascade = new Cascade(withHead(bundle, adapted(asked)));
	}
	const undecided = openOf(templates, asked);
	return {
		all: lenient(templates, original),
		before: lenient(undecided, original),
		after: lenient(undecided, cascade)
	};
}

function openOf(templates: Template[], asked: Template[]): Template[] {
	return templates.filter((template) => !asked.includes(template));
}

function adapted(asked: Template[]): AdaptedHead {
	const embeddings = new Float32Array(asked.length * ENCODER_DIMENSIONS);
	asked.forEach(({ embedding }, i) => embeddings.set(embedding, i * ENCODER_DIMENSIONS));
	return adaptHead(bundle, {
		texts: asked.map(({ canonical }) => canonical),
		labels: asked.map(({ truth }) => truth),
		embeddings
	});
}

/** As the page does it: by what the templates that are not asked about say of each other. */
function judge(templates: Template[], cascade: Cascade): Classification[] {
	const units = templates.map(({ canonical, embedding }): RunUnit => ({
		canonical,
		level: 'none',
		score: cascade.score(canonical, embedding)
	}));
	return cascade.judgeRun(units).results;
}

function lenient(templates: Template[], cascade: Cascade): number {
	const judged = judge(templates, cascade);
	const right = templates.filter(({ accepted }, i) =>
		accepted.includes((judged[i] as Classification).label)
	);
	return right.length / templates.length;
}

function queue(open: Template[], cascade: Cascade, asked: Template[], count: number): Template[] {
	const judged = judge(open, cascade);
	const candidates = open.map(({ embedding, rows }, template) => ({
		template,
		rows,
		confidence: (judged[template] as Classification).confidence,
		embedding: quantise(embedding)
	}));
	const before = asked.map(({ embedding }) => quantise(embedding));
	return reviewOrder(candidates, before, count).map((at) => open[at] as Template);
}

function mostRows(open: Template[], _cascade: Cascade, _asked: Template[], count: number) {
	return [...open].sort((a, b) => b.rows - a.rows).slice(0, count);
}

function randomly(seed: number): Select {
	const random = seededRandom(seed);
	return (open, _cascade, _asked, count) =>
		open
			.map((template) => ({ template, key: random() }))
			.sort((a, b) => a.key - b.key)
			.slice(0, count)
			.map(({ template }) => template);
}

/** Distinct canonical texts of each system; `count` of the file, if it is there, is their number of rows. */
async function templatesBySystem(path: string): Promise<Map<string, Template[]>> {
	const rows = readLabelledCsv(path);
	const { data } = Papa.parse<Record<string, string>>(readFileSync(path, 'utf8'), {
		header: true,
		skipEmptyLines: true
	});
	const canonicals = rows.map(({ message }) => canonicalise(message));
	const embeddings = await embedTexts(canonicals);
	const systems = new Map<string, Map<string, Template>>();
	rows.forEach(({ source, truth, also }, i) => {
		const canonical = canonicals[i] as string;
		const templates = systems.get(source) ?? new Map<string, Template>();
		systems.set(source, templates);
		const count = Number(data[i]?.['count'] ?? 1) || 1;
		const known = templates.get(canonical);
		if (known) known.rows += count;
		else
			templates.set(canonical, {
				canonical,
				truth,
				accepted: [truth, ...also],
				rows: count,
				embedding: embeddings.slice(i * ENCODER_DIMENSIONS, (i + 1) * ENCODER_DIMENSIONS)
			});
	});
	return new Map([...systems].map(([system, templates]) => [system, [...templates.values()]]));
}
