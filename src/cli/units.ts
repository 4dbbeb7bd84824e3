import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { givenVerdict } from '../lib/pipeline/bundle/label-tree';
import { exportOutcome, ownValues } from '../lib/pipeline/export/columns';
import { Cascade, EMPTY_RESULT } from '../lib/pipeline/head/cascade';
import type { RunPriors } from '../lib/pipeline/head/run-priors';
import { InputError } from '../lib/pipeline/read/input-error';
import { OWN_COLUMNS } from '../lib/pipeline/read/own-export';
import { labelGiven } from '../lib/pipeline/rules/rules';
import { withThreshold } from '../lib/pipeline/run/rejudge';
import { unitKey, type Verdict } from '../lib/pipeline/types';
import { bundleContent, noEmbeddings } from './bundle-content';
import { STANDARD_INPUT } from './input-files';
import { linesOf } from './json-lines';
import { loadSieves } from './run-files';
import { isOpen, keptScore, scored, unitOf, type UnitLine } from './scored-units';
import { readShares } from './shares';
import { countOf, parsed, shareOf, UsageError, type Command } from './usage';
import { writePieces } from './write-pieces';

/** Lines that are worked on at a time, unless an empty one asks for what there is. */
const LINES_AT_A_TIME = 1_024;

const OPTIONS = {
	out: { type: 'string', short: 'o' },
	bundle: { type: 'string' },
	threshold: { type: 'string' },
	threads: { type: 'string' },
	shares: { type: 'string' }
} as const;

type Step = 'score' | 'shares' | 'judge';
const isStep = (word: string | undefined): word is Step =>
	word === 'score' || word === 'shares' || word === 'judge';

/** The categories of distinct messages, in steps that can be parted among machines. */
export const units: Command = {
	usage: 'units score|shares|judge [FILE] [options]',
	purpose: 'Gives the distinct messages of "fold" their categories, in steps for many machines.',
	help: `  -o, --out FILE        where to write; the standard output unless given
      --bundle FILE     a bundle that the page exported; the default bundle unless given
      --threads N       score: threads of the encoder; as many as there are processors, at most 4, unless given
      --threshold T     judge: from which probability a category is sure, from 0 to 1
      --shares FILE     judge: what "units shares" wrote; by what is usual unless given

score adds what the model makes of each message by itself, which takes nearly all of the time. shares reads all scored
messages of a run and writes what they say of each other. judge gives each scored message its category by those shares.
The file, or the standard input, has a line of JSON for each message, as "fold" prints them; what else stands in a line is
kept, and the lines come out in their order. An empty line asks for all that was not answered yet.

Examples:
  units score messages.jsonl -o scored.jsonl
  units shares scored.jsonl -o shares.json
  units judge scored.jsonl --shares shares.json`,
	async run(args) {
		const { values, positionals } = parsed(args, OPTIONS);
		const [step, path = STANDARD_INPUT, ...more] = positionals;
		if (!isStep(step) || more.length > 0)
			throw new UsageError('Name a step, score, shares or judge, and at most one file.');
		if (step !== 'judge' && (values.shares ?? values.threshold) !== undefined)
			throw new UsageError('--shares and --threshold are for judge.');
		const threshold = shareOf('threshold', values.threshold);
		const threads = countOf('threads', values.threads);
		const stream = path === STANDARD_INPUT ? process.stdin : createReadStream(path);
		const blocks = blocksOf(linesOf(stream));
		await writePieces(await STEPS[step](blocks, { ...values, threshold, threads }), values.out);
		return 0;
	}
};

/** What a step is given beside the lines. */
interface Given {
	bundle?: string | undefined;
	threads?: number | undefined;
	threshold?: number | undefined;
	shares?: string | undefined;
}

const STEPS: Record<
	Step,
	(blocks: AsyncIterable<UnitLine[]>, given: Given) => Promise<AsyncIterable<string>>
> = {
	async score(blocks, { bundle, threads }) {
		const { cascade, embed } = await loadSieves({ bundle, threads });
		return answers(blocks, (lines) => scored(lines, cascade, embed));
	},
	async shares(blocks, given) {
		const cascade = await cascadeOf(given);
		const learned = await learnedUnits(blocks, cascade);
		return Readable.from([`${JSON.stringify(cascade.learn(learned))}\n`]);
	},
	async judge(blocks, { shares, ...given }) {
		const cascade = await cascadeOf(given);
		const priors =
			shares === undefined ? undefined : await readShares(shares, cascade.tree.classes);
		return answers(blocks, (lines) => lines.map((line) => judged(line, cascade, priors)));
	}
};

/** Scores have the examples' part in them already. */
async function cascadeOf({ bundle: path, threshold }: Omit<Given, 'shares'>): Promise<Cascade> {
	const { bundle } = await bundleContent(path, noEmbeddings);
	return new Cascade(threshold === undefined ? bundle : withThreshold(bundle, threshold));
}

async function* answers(
	blocks: AsyncIterable<UnitLine[]>,
	work: (lines: UnitLine[]) => object[] | Promise<object[]>
): AsyncGenerator<string> {
	for await (const block of blocks)
		yield (await work(block)).map((line) => `${JSON.stringify(line)}\n`).join('');
}

async function* blocksOf(lines: AsyncIterable<string>): AsyncGenerator<UnitLine[]> {
	let block: UnitLine[] = [];
	for await (const line of lines) {
		if (line !== '') block.push(unitOf(line));
		if (block.length === 0 || (line !== '' && block.length < LINES_AT_A_TIME)) continue;
		yield block;
		block = [];
	}
	if (block.length > 0) yield block;
}

/** Units that a run learns from, each once. */
async function learnedUnits(
	blocks: AsyncIterable<UnitLine[]>,
	cascade: Cascade
): Promise<Parameters<Cascade['learn']>[0]> {
	const units = new Map<string, Parameters<Cascade['learn']>[0][number]>();
	for await (const block of blocks)
		for (const line of block.filter(isOpen)) {
			const { canonical, level } = line;
			const score = keptScore(line, cascade.tree.classes.length);
			units.set(unitKey(canonical, level), { canonical, level, score });
		}
	return [...units.values()];
}

/** A line with the columns that an export adds to a row of its unit. */
function judged(line: UnitLine, cascade: Cascade, priors: RunPriors | undefined): object {
	const { rules } = cascade.bundle;
	const rule = rules.findIndex(({ id }) => id === line.rule);
	const verdict = verdictOf(line, cascade, priors);
	const values = ownValues({ cells: [], outcome: exportOutcome({ ...verdict, rule }, rules) });
	const columns = OWN_COLUMNS.map(([name], at) => [name, values[at]] as const);
	return { ...line, score: undefined, ...Object.fromEntries(columns), rule: line.rule };
}

function verdictOf(line: UnitLine, cascade: Cascade, priors: RunPriors | undefined): Verdict {
	const { rules } = cascade.bundle;
	if (line.rule !== null) {
		const rule = rules.find(({ id }) => id === line.rule);
		const label = rule && labelGiven(rule);
		if (label === undefined)
			throw new InputError(`The bundle has no rule "${line.rule}" that gives a category.`);
		return givenVerdict(label, 'rule', cascade.tree);
	}
	if (!isOpen(line)) return EMPTY_RESULT;
	const score = keptScore(line, cascade.tree.classes.length);
	return cascade.judge({ ...score, embedding: new Int8Array() }, line.level, priors);
}
