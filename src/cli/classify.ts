import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { extname } from 'node:path';
import { finished } from 'node:stream/promises';
import { findFindings } from '../lib/pipeline/findings/find';
import { sourceName, utcMoment, wordsOf } from '../lib/pipeline/findings/words';
import type { RowFormat } from '../lib/pipeline/export/writer';
import type { LabelTree } from '../lib/pipeline/bundle/label-tree';
import type { RunTable } from '../lib/pipeline/columnar/run-table';
import { formatAmount } from '../lib/pipeline/text/format-number';
import { applyFilter } from '../lib/pipeline/view/row-filter';
import { exportPieces, summaryOf, type ExportSource } from '../workers/view/run-export';
import { inputFiles } from './input-files';
import { Progress } from './progress';
import { loadSieves, runFiles, type RunOfFiles } from './run-files';
import { momentOf, parsed, shareOf, UsageError, zoneOf, type Command } from './usage';

/** Exit code when rows are of a category that `--fail-on` names. */
const FOUND = 3;
const FORMATS: readonly RowFormat[] = ['csv', 'jsonl', 'parquet'];

const OPTIONS = {
	out: { type: 'string', short: 'o' },
	output: { type: 'string' },
	bundle: { type: 'string' },
	threshold: { type: 'string' },
	zone: { type: 'string' },
	now: { type: 'string' },
	'no-shares': { type: 'boolean', default: false },
	'no-model': { type: 'boolean', default: false },
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
      --no-shares       judge each message alone, not by what its log mostly holds
      --no-model        rules and levels alone, without the encoder
      --mask            replace personal data, as an export of the page does
      --summary         print a summary for a ticket; rows are then written with --out alone
      --fail-on NAMES   exit code ${FOUND} when rows are of one of these categories or families
      --zone utc|local  zone of times that name none; local unless given
      --now ISO         date of the files, by which a year that they leave out is found

Files of one call are one run, as files dropped together are on the page.

Examples:
  classify app.log -o app.csv
  classify app.log.gz worker.log --output jsonl
  classify app.log --summary --fail-on SecurityAlert
  cat app.log | classify - --output jsonl`,
	async run(args) {
		const { values, positionals } = parsed(args, OPTIONS);
		if (positionals.length === 0) throw new UsageError('Name at least one file.');
		const format = formatOf(values.output, values.out);
		const zone = zoneOf(values.zone);
		const now = values.now === undefined ? undefined : momentOf(values.now);
		const threshold = shareOf('threshold', values.threshold);
		const { bundle, mask } = values;
		const sieves = await loadSieves({ bundle, threshold, model: !values['no-model'] });
		const wanted = namesOf(values['fail-on'], sieves.cascade.tree);
		const files = await inputFiles(positionals, now);
		const progress = new Progress(
			process.stderr,
			files.reduce((sum, { size }) => sum + size, 0)
		);
		const run = await runFiles(files, zone, sieves, {
			shares: !values['no-shares'],
			onProgress: (snapshot) => progress.show(snapshot)
		}).finally(() => progress.end());
		for (const problem of run.problems) console.error(problem);
		const all = applyFilter(run.table, {});
		const source = { stored: run.stored, rows: all.rows, facets: all.facets };
		if (values.out !== undefined || !values.summary) await write(source, format, mask, values.out);
		if (values.summary) process.stdout.write(await summary(run, source, sieves.cascade.tree, mask));
		return reportFound(wanted, run.table);
	}
};

function formatOf(given: string | undefined, path: string | undefined): RowFormat {
	const byName = path === undefined ? '' : extname(path).slice(1).toLowerCase();
	const name = given ?? (byName === 'ndjson' ? 'jsonl' : byName);
	const format = FORMATS.find((one) => one === name);
	if (given !== undefined && !format)
		throw new UsageError(`--output: "${given}" is none of ${FORMATS.join(', ')}`);
	return format ?? 'csv';
}

/** Names of categories, families or sides. */
function namesOf(list: string | undefined, tree: LabelTree): string[] {
	const names = (list ?? '').split(',').filter((name) => name.trim() !== '');
	const known = new Set([...tree.classes, ...tree.nodes.map(({ name }) => name)]);
	const unknown = names.find((name) => !known.has(name.trim()));
	if (unknown !== undefined)
		throw new UsageError(
			`--fail-on: there is no category "${unknown.trim()}". There are ${[...known].join(', ')}.`
		);
	return names.map((name) => name.trim());
}

async function write(
	source: ExportSource,
	format: RowFormat,
	masked: boolean,
	path: string | undefined
): Promise<void> {
	const stream = path === undefined ? process.stdout : createWriteStream(path);
	for await (const { piece } of exportPieces(source, { format, masked }))
		if (!stream.write(piece)) await once(stream, 'drain');
	if (path === undefined) return;
	stream.end();
	await finished(stream);
}

function summary(
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

/** Counts the rows that are surely of a category or family, and says how many. */
function reportFound(wanted: readonly string[], table: RunTable): number {
	let found = 0;
	for (const name of wanted) {
		let rows = 0;
		for (let row = 0; row < table.rowCount; row++) {
			const { label, family, certainty } = table.outcome(row);
			const node = certainty === 'sure' ? label : certainty === 'likely' ? family : '';
			if (node !== '' && table.tree.isWithin(node, name)) rows++;
		}
		if (rows > 0) console.error(`${name}: ${formatAmount(rows, 'row')}`);
		found += rows;
	}
	return found > 0 ? FOUND : 0;
}
