/**
 * Makes `static/sample.csv`: one day of a made-up company's logs, of thirteen kinds of systems and with all fifteen
 * categories. The same corpus gives the same bytes.
 *
 *     npx tsx training/make-sample.ts
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import Papa from 'papaparse';
import { readCorpus, type CorpusEntry } from './corpus';
import { DEFAULT_LABELS } from '../src/lib/pipeline/bundle/default-labels';
import { pick, shuffled } from './random';
import { fillSlots, type Random } from './slots';

export const SAMPLE_ROWS = 1_500;
const SEED = 20_260_317;
const DAY_START = Date.UTC(2026, 2, 17);
const DAY = 24 * 60 * 60 * 1_000;

/** A payment outage shortly after noon: its length, and the share of all rows that fall into it. */
const BURST_START = 12.4 * 60 * 60 * 1_000;
const BURST_LENGTH = 14 * 60 * 1_000;
const BURST_SHARE = 0.14;
const TEMPLATES_PER_SYSTEM = 13;

/** Corpus files, busiest first: the order decides how often a system's messages come up. */
const SYSTEMS = [
	'nginx',
	'kubelet',
	'postgresql',
	'payments-banking',
	'openssh',
	'python-django',
	'hdfs-storage',
	'smart-home',
	'airflow-schedulers',
	'cisco-ios',
	'jenkins',
	'raid-controllers',
	'windows-system-events'
];
/** Systems that the outage hits. */
const BURST_SYSTEMS = ['nginx', 'payments-banking', 'postgresql', 'python-django', 'cisco-ios'];

/** Rows that must be there: what the rules are known for, and the example that everybody tries first. */
const FIXED_ROWS: readonly Message[] = [
	{ source: 'app1', text: 'Connection failed due to timeout' },
	{ source: 'app2', text: 'FileNotFoundError: dataset.csv missing' },
	{ source: 'shop-web', text: 'ERROR 404' },
	{ source: 'report-export', text: 'Timeout' },
	{ source: 'backup-01', text: 'Disk full' }
];

interface Message {
	source: string;
	text: string;
}

/** A message template with the one source that writes it. */
interface Template {
	entry: CorpusEntry;
	source: string;
}

export interface SampleRow {
	timestamp: string;
	source: string;
	log_message: string;
}

/** The sample's rows, in order of time. Which template a row came from is known only inside. */
export function makeSample(corpus: readonly CorpusEntry[]): SampleRow[] {
	const random = seeded(SEED);
	const templates = SYSTEMS.flatMap((system) => chooseTemplates(corpus, system, random));
	requireAllLabels(templates);
	const burst = messages(burstTemplates(templates), Math.round(SAMPLE_ROWS * BURST_SHARE), random);
	const usualCount = SAMPLE_ROWS - burst.length - FIXED_ROWS.length;
	// Each template once, so that none is missing, and the rest as unevenly as real systems repeat themselves.
	const once = templates.map((template) => fill(template, random));
	const usual = [...once, ...messages(templates, usualCount - once.length, random), ...FIXED_ROWS];
	return inOrder([
		...usual.map((message) => ({ message, time: random() * DAY })),
		...burst.map((message) => ({ message, time: BURST_START + random() * BURST_LENGTH }))
	]);
}

/** Mulberry32: small, and the same on every machine. */
function seeded(seed: number): Random {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

/** Some of a system's messages: first one of each category it has, then any. Ambiguous ones are left out. */
function chooseTemplates(
	corpus: readonly CorpusEntry[],
	system: string,
	random: Random
): Template[] {
	const clear = corpus.filter(({ file, also }) => file === `${system}.txt` && also.length === 0);
	if (clear.length < TEMPLATES_PER_SYSTEM)
		throw new Error(`The corpus has too few clear messages in ${system}.txt for the sample.`);
	const mixed = shuffled(clear, random);
	const firsts = mixed.filter(
		({ label }, at) => mixed.findIndex((other) => other.label === label) === at
	);
	const others = mixed.filter((entry) => !firsts.includes(entry));
	const chosen = [...firsts, ...others].slice(0, TEMPLATES_PER_SYSTEM);
	return byFrequency(chosen).map((entry) => ({ entry, source: pick(random, entry.sources) }));
}

/** Systems mostly say that all is well. The sort is stable, so that chance decides within a level. */
function byFrequency(entries: CorpusEntry[]): CorpusEntry[] {
	const isCalm = ({ level }: CorpusEntry): boolean => level === 'info' || level === 'debug';
	return entries.sort((a, b) => Number(isCalm(b)) - Number(isCalm(a)));
}

function requireAllLabels(templates: readonly Template[]): void {
	const labels = new Set(templates.map(({ entry }) => entry.label));
	const missing = DEFAULT_LABELS.filter((label) => !labels.has(label));
	if (missing.length > 0)
		throw new Error(`The sample's systems have no message for ${missing.join(', ')}.`);
}

function burstTemplates(templates: readonly Template[]): Template[] {
	const files = BURST_SYSTEMS.map((system) => `${system}.txt`);
	return templates.filter(
		({ entry }) => files.includes(entry.file) && ['error', 'critical'].includes(entry.level)
	);
}

/** Messages from templates that come up as in Zipf's law: about inversely to their rank. */
function messages(templates: readonly Template[], count: number, random: Random): Message[] {
	const ranked = byTurns(templates);
	const weights = ranked.map((_, rank) => 1 / (rank + 2));
	const total = weights.reduce((sum, weight) => sum + weight, 0);
	return Array.from({ length: count }, () => {
		let left = random() * total;
		const at = weights.findIndex((weight) => (left -= weight) < 0);
		return fill(ranked.at(at) as Template, random);
	});
}

/** Every system's most frequent message first, then every system's second, and so on. */
function byTurns(templates: readonly Template[]): Template[] {
	const seen = new Map<string, number>();
	const turns = templates.map((template) => {
		const turn = seen.get(template.entry.file) ?? 0;
		seen.set(template.entry.file, turn + 1);
		return { template, turn };
	});
	return turns.sort((a, b) => a.turn - b.turn).map(({ template }) => template);
}

const fill = ({ entry, source }: Template, random: Random): Message => ({
	source,
	text: fillSlots(entry.template, random)
});

/** Sorts by time; two rows of one millisecond are moved apart, for their order must not be in doubt. */
function inOrder(timed: { message: Message; time: number }[]): SampleRow[] {
	let last = -1;
	return timed
		.sort((a, b) => a.time - b.time)
		.map(({ message: { source, text }, time }) => {
			last = Math.max(last + 1, Math.floor(time));
			return { timestamp: new Date(DAY_START + last).toISOString(), source, log_message: text };
		});
}

function main(): void {
	const rows = makeSample(readCorpus(fileURLToPath(new URL('./corpus/', import.meta.url))));
	const target = fileURLToPath(new URL('../static/sample.csv', import.meta.url));
	writeFileSync(target, `${Papa.unparse(rows, { newline: '\n' })}\n`);
	console.log(`Wrote ${rows.length} rows to static/sample.csv.`);
}

// Tests import `makeSample` without writing the file.
if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) main();
