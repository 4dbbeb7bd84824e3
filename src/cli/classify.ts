import { writeFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { findFindings } from '../lib/pipeline/findings/find';
import { sourceName, utcMoment, wordsOf } from '../lib/pipeline/findings/words';
import { ExportColumns } from '../lib/pipeline/export/columns';
import type { ExportPiece, RowFormat } from '../lib/pipeline/export/writer';
import type { RunPriors } from '../lib/pipeline/head/run-priors';
import type { Verdict } from '../lib/pipeline/types';
import type { LabelTree } from '../lib/pipeline/bundle/label-tree';
import { formatAmount } from '../lib/pipeline/text/format-number';
import { applyFilter } from '../lib/pipeline/view/row-filter';
import {
	exportPieces,
	maskedRow,
	summaryOf,
	writerOf,
	type ExportSource
} from '../workers/view/run-export';
import { filePaths, inputFiles, STANDARD_INPUT } from './input-files';
import { Progress } from './progress';
import { RowJudge } from '../workers/classify/judge-rows';
import { openRows } from '../workers/read/open-rows';
import { writePieces } from './write-pieces';
import { READING_HELP, READING_OPTIONS, readingChoice } from './reading-choice';
import type { RowInput } from '../workers/read/row-batches';
import { fileRows, pipedRows } from './row-input';
import { loadSieves, runFiles, type LoadedSieves, type RunOfFiles } from './run-files';
import { readShares } from './shares';
import { ByteStream } from '../workers/read/byte-stream';
import { countOf, momentOf, parsed, shareOf, UsageError, type Command } from './usage';

/** Exit code when rows are of a category that `--fail-on` names. */
const FOUND = 3;
const FORMATS: readonly RowFormat[] = ['csv', 'jsonl', 'parquet'];

const OPTIONS = {
	...READING_OPTIONS,
	out: { type: 'string', short: 'o' },
	output: { type: 'string' },
	bundle: { type: 'string' },
	threshold: { type: 'string' },
	shares: { type: 'string' },
	'write-shares': { type: 'string' },
	'no-model': { type: 'boolean', default: false },
	native: { type: 'boolean', default: false },
	threads: { type: 'string' },
	mask: { type: 'boolean', default: false },
	summary: { type: 'boolean', default: false },
	'fail-on': { type: 'string' }
} as const;

/** Every row of log files with its category, as the page would export it. */
export const classify: Command = {
	usage: 'classify FILE… [options]',
	purpose: 'Gives every row of the files its category; - reads the standard input.',
	help: `  -o, --out FILE        where to write; the standard output unless given
      --output FORMAT   csv, jsonl or parquet; by the file's ending unless given, else csv
      --bundle FILE     a bundle that the page exported; the default bundle unless given
      --threshold T     from which probability a category is sure, from 0 to 1
      --shares FILE     judge each message alone, by the shares of another run; none: by what is usual
      --write-shares FILE  keeps what the messages of this run say of each other, for --shares
      --no-model        rules and levels alone, without the encoder
      --threads N       threads of the encoder; as many as there are processors, at most 4, unless given
      --native          the encoder on native code: faster, with last digits other than the page's
      --mask            replace personal data, as an export of the page does
      --summary         print a summary for a ticket; rows are then written with --out alone
      --fail-on NAMES   exit code ${FOUND} when rows are of one of these categories or families
${READING_HELP}

Files of one call are one run, as files dropped together are on the page. The standard input is judged line by line as it
comes, by given shares or by what is usual; so are files with --shares.

Examples:
  classify app.log -o app.csv
  classify app.log.gz worker.log --output jsonl
  classify "logs/**/*.log" -o rows.parquet
  classify table.csv --columns message=text,time=when,level=
  classify app.log --summary --fail-on SecurityAlert
  tail -f app.log | classify - --output jsonl`,
	async run(args) {
		const { values, positionals } = parsed(args, OPTIONS);
		const paths = await filePaths(positionals);
		const format = formatOf(values.output, values.out);
		const choice = readingChoice(values);
		const now = values.now === undefined ? undefined : momentOf(values.now);
		const threshold = shareOf('threshold', values.threshold);
		const { bundle, mask: masked, out: path, summary } = values;
		if (values['no-model'] && values['write-shares'] !== undefined)
			throw new UsageError('Shares are what the model learns of a run: leave --no-model out.');
		const { native } = values;
		const threads = countOf('threads', values.threads);
		const model = !values['no-model'];
		const sieves = await loadSieves({ bundle, threshold, model, native, threads });
		const { cascade } = sieves;
		const found = new Found(values['fail-on'], cascade.tree);
		const target = { format, masked, path };
		if (values.shares !== undefined || (isPiped(paths) && !summary)) {
			if (summary || values['write-shares'] !== undefined)
				throw new UsageError('A summary and shares need a whole run: leave --shares out.');
			const priors =
				values.shares === undefined || values.shares === 'none'
					? undefined
					: await readShares(values.shares, cascade.tree.classes);
			const input = isPiped(paths)
				? await pipedRows(new ByteStream(process.stdin), choice)
				: await fileRows(await inputFiles(paths, now), choice);
			await writeStream(input, { sieves, priors }, target, found);
			return found.report();
		}
		const files = await inputFiles(paths, now);
		const progress = new Progress(
			process.stderr,
			files.reduce((sum, { size }) => sum + size, 0)
		);
		const run = await runFiles(files, choice, sieves, (snapshot) =>
			progress.show(snapshot)
		).finally(() => progress.end());
		for (const problem of run.problems) console.error(problem);
		const all = applyFilter(run.table, {});
		const source = { stored: run.stored, rows: all.rows, facets: all.facets };
		if (path !== undefined || !summary) await writeRun(source, target);
		if (summary) process.stdout.write(await summaryText(run, source, cascade.tree, masked));
		if (values['write-shares'] !== undefined)
			await writeFile(values['write-shares'], `${JSON.stringify(run.priors)}\n`);
		for (let row = 0; row < run.table.rowCount; row++) found.add(run.table.outcome(row));
		return found.report();
	}
};

const isPiped = (paths: readonly string[]): boolean =>
	paths.length === 1 && paths[0] === STANDARD_INPUT;

function formatOf(given: string | undefined, path: string | undefined): RowFormat {
	const byName = path === undefined ? '' : extname(path).slice(1).toLowerCase();
	const name = given ?? (byName === 'ndjson' ? 'jsonl' : byName);
	const format = FORMATS.find((one) => one === name);
	if (given !== undefined && !format)
		throw new UsageError(`--output: "${given}" is none of ${FORMATS.join(', ')}`);
	return format ?? 'csv';
}

/** Where rows go and how. */
interface Target {
	format: RowFormat;
	masked: boolean;
	/** The standard output unless given. */
	path: string | undefined;
}

const writeRun = (source: ExportSource, { format, masked, path }: Target): Promise<void> =>
	writePieces(
		(async function* () {
			for await (const { piece } of exportPieces(source, { format, masked })) yield piece;
		})(),
		path
	);

/** Writes rows as they are read and judged, in their order. */
async function writeStream(
	{ preview, batches }: RowInput,
	{ sieves, priors }: { sieves: LoadedSieves; priors: RunPriors | undefined },
	{ format, masked, path }: Target,
	found: Found
): Promise<void> {
	for (const { message } of preview.problems) console.error(message);
	const layout = { format: preview.format, mapping: preview.mapping, extraColumns: 0 };
	const columns = new ExportColumns(layout, { places: true });
	const judge = new RowJudge(sieves.cascade, sieves.embed, columns, priors);
	const writer = await writerOf(format, columns);
	async function* pieces(): AsyncGenerator<ExportPiece> {
		yield writer.start();
		for await (const batch of batches) {
			const rows = await judge.judge(openRows(batch));
			for (const { outcome } of rows) found.add(outcome);
			if (rows.length > 0)
				yield writer.rows(masked ? rows.map((row) => maskedRow(row, columns)) : rows);
		}
		yield writer.end();
	}
	await writePieces(pieces(), path);
}

function summaryText(
	run: RunOfFiles,
	source: ExportSource,
	tree: LabelTree,
	masked: boolean
): Promise<string> {
	const { table } = run;
	const findings = findFindings(table, run).map((finding) => ({
		text: wordsOf(finding, {
			example: run.message,
			source: (one) => sourceName(one, table),
			moment: utcMoment
		})
	}));
	const problems = tree.classes.filter((_, at) => tree.isProblem[at]);
	return summaryOf({ ...source, findings }, problems, masked);
}

/** Counts the rows that are surely of categories, families or sides that were named. */
class Found {
	private readonly rows: Map<string, number>;

	/**
	 * @param list names with commas between them
	 * @throws UsageError for one that there is none of
	 */
	constructor(
		list: string | undefined,
		private readonly tree: LabelTree
	) {
		const names = (list ?? '').split(',').map((name) => name.trim());
		const known = new Set([...tree.classes, ...tree.nodes.map(({ name }) => name)]);
		const unknown = names.find((name) => name !== '' && !known.has(name));
		if (unknown !== undefined)
			throw new UsageError(
				`--fail-on: there is no category "${unknown}". There are ${[...known].join(', ')}.`
			);
		this.rows = new Map(names.filter((name) => name !== '').map((name) => [name, 0]));
	}

	add({ label, family, certainty }: Pick<Verdict, 'label' | 'family' | 'certainty'>): void {
		if (certainty === 'unknown') return;
		const node = certainty === 'sure' ? label : family;
		for (const [name, rows] of this.rows)
			if (this.tree.isWithin(node, name)) this.rows.set(name, rows + 1);
	}

	/** Says how many, and gives the exit code. */
	report(): number {
		const found = [...this.rows].filter(([, rows]) => rows > 0);
		for (const [name, rows] of found) console.error(`${name}: ${formatAmount(rows, 'row')}`);
		return found.length > 0 ? FOUND : 0;
	}
}
