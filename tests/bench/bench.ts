/**
 * Measures the built site in a browser.
 *
 *     npm run bench -- [--rows N] [--templates N] [--runs R] [--json OUT]    a generated file
 *     npm run bench -- --file PATH [--runs R] [--json OUT]                   a real file (.gz is unpacked first)
 *     npm run bench -- --growth-rows 5000000 --growth-templates 50000 [--svg OUT] [--json OUT]
 *                                                                            how time grows with both
 *     npm run bench -- --filters --rows 1000000                              how long filters take on a stored run
 *     npm run bench -- --kill 20 [--rows N] [--templates N]                  breaks runs off and goes on with them
 *
 * `--json OUT` writes the figures with the machine and the day; `--note TEXT` adds what else was going on. What is under
 * `docs/benchmarks/` becomes the tables of `docs/benchmarks.md` by `npm run bench:tables`.
 *
 * Cold: the site's databases are empty, the model is in the browser's cache. Warm: the same file once more, in a new tab
 * of the same profile. Everything else of the machine should be at rest.
 */
import { rmSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { BenchBrowser } from './bench-browser';
import { conditionsNow, type BenchResult, type MeasuredFile } from './bench-result';
import { measureFilters } from './filters';
import { figuresOf, type Measurements } from './figures';
import { measureGrowth, slopeOf } from './growth';
import { growthPlot } from './growth-plot';
import { prepareInput, sampleMessages, type InputFile } from './input-file';
import { measureKills } from './kill';
import { measureIdle, measureRun, type MeasuredRun } from './measure-run';
import { parseOptions, type BenchOptions } from './options';
import { measureWorker } from './worker-baselines';
import { reportOf } from './report';
import { measureRowByRow } from './row-by-row-baseline';
import { serveSite, type Site } from './site';

/** A result without the conditions. */
type Found = BenchResult extends infer R
	? R extends unknown
		? Omit<R, 'conditions'>
		: never
	: never;

/** Rows embedded one by one; the rest is extrapolated. */
const ROW_BY_ROW_TEXTS = 2_000;
/** No rule settles it, so that the encoder is started. */
const SMALL_FILE = 'source,log_message\nbench,The nightly report was sent to the office\n';

async function main(args: string[]): Promise<void> {
	const options = parseOptions(args);
	const temporary = await mkdtemp(join(tmpdir(), 'winnow-bench-'));
	// Not `finally`: a run that is broken off must not leave gigabytes behind either.
	process.once('exit', () => rmSync(temporary, { recursive: true, force: true }));
	const conditions = await conditionsNow(join(temporary, 'version'), options.note);
	const result: BenchResult = { conditions, ...(await measured(options, temporary)) };
	await write(options.json, `${JSON.stringify(result, null, '\t')}\n`);
}

async function measured(options: BenchOptions, temporary: string): Promise<Found> {
	if (options.kill > 0) return kills(options, temporary);
	if (options.filters) return filters(options, temporary);
	if (options.growthRows + options.growthTemplates > 0) return growth(options, temporary);
	const input = await prepareInput(options, temporary);
	const figures = figuresOf(await measure(options, temporary, input));
	console.log(`\n${reportOf(figures)}`);
	return { kind: 'file', input: nameAndSize(input), runs: options.runs, figures };
}

/** npm runs scripts in the project's folder and says where it was called from. */
async function write(path: string | undefined, content: string): Promise<void> {
	if (path !== undefined) await writeFile(resolve(process.env['INIT_CWD'] ?? '.', path), content);
}

/** Without the folder, which is nobody's business. */
const nameAndSize = ({ name, bytes }: InputFile): MeasuredFile => ({ name, bytes });

async function kills(options: BenchOptions, temporary: string): Promise<Found> {
	const input = await prepareInput(options, temporary);
	const site = await serveSite(temporary);
	try {
		const killed = await measureKills(
			join(temporary, 'profile'),
			site.url,
			input.path,
			options.kill
		);
		const same = killed.filter((run) => run.same).length;
		console.log(`${same} of ${killed.length} broken-off runs came out like the unbroken one.`);
		if (same < killed.length) process.exitCode = 1;
		return { kind: 'kill', input: nameAndSize(input), figures: killed };
	} finally {
		await site.close();
	}
}

async function filters(options: BenchOptions, temporary: string): Promise<Found> {
	const input = await prepareInput(options, temporary);
	const site = await serveSite(temporary);
	const browser = await BenchBrowser.start(join(temporary, 'profile'));
	try {
		const figures = await measureFilters(browser, site.url, input.path, options.runs);
		return { kind: 'filters', input: nameAndSize(input), runs: options.runs, figures };
	} finally {
		await browser.stop();
		await site.close();
	}
}

async function growth(options: BenchOptions, temporary: string): Promise<Found> {
	const site = await serveSite(temporary);
	const browser = await BenchBrowser.start(join(temporary, 'profile'));
	try {
		const smallFile = join(temporary, 'small.csv');
		await writeFile(smallFile, SMALL_FILE);
		await measureIdle(browser, site.url, smallFile);
		const idle = await measureIdle(browser, site.url, smallFile);
		const { growthRows: mostRows, growthTemplates: mostTemplates } = options;
		const found = await measureGrowth(browser, site, { temporary, idle, mostRows, mostTemplates });
		for (const seconds of ['coldSeconds', 'warmSeconds'] as const)
			console.log(
				`${seconds}: exponent by rows ${slopeOf(found.byRows, 'rows', seconds).toFixed(2)}, by distinct messages ${slopeOf(found.byTemplates, 'templates', seconds).toFixed(2)}`
			);
		await write(options.svg, growthPlot(found.byRows, found.byTemplates));
		return { kind: 'growth', figures: found };
	} finally {
		await browser.stop();
		await site.close();
	}
}

async function measure(
	options: BenchOptions,
	temporary: string,
	input: InputFile
): Promise<Measurements> {
	console.log(`${input.name}: ${(input.bytes / 1e6).toFixed(1)} MB`);
	const site = await serveSite(temporary);
	const browser = await BenchBrowser.start(join(temporary, 'profile'));
	try {
		return await measureAll({ options, temporary, input, site, browser });
	} finally {
		await browser.stop();
		await site.close();
	}
}

interface Bench {
	options: BenchOptions;
	temporary: string;
	input: InputFile;
	site: Site;
	browser: BenchBrowser;
}

async function measureAll(bench: Bench): Promise<Measurements> {
	const { browser, site, input, options, temporary } = bench;
	const smallFile = join(temporary, 'small.csv');
	await writeFile(smallFile, SMALL_FILE);
	// The first visit downloads the model and installs the service worker; the second is the page at rest.
	await measureIdle(browser, site.url, smallFile);
	const idle = await measureIdle(browser, site.url, smallFile);
	const { cold, warm } = await coldAndWarm(bench);
	const baseline = (work: 'papaparse' | 'copy'): Promise<number[]> =>
		measureWorker(work, browser, input.path, options.runs, temporary);
	const papaParse = await baseline('papaparse');
	report('bare PapaParse', Math.min(...papaParse));
	const copy = await baseline('copy');
	report('reading and writing its bytes', Math.min(...copy));
	const rowByRow = await rowByRowFigures(bench, cold[0] as MeasuredRun);
	return { cold, warm, idle, papaParse, copy, rowByRow };
}

async function coldAndWarm({
	browser,
	site,
	input,
	options
}: Bench): Promise<Pick<Measurements, 'cold' | 'warm'>> {
	const cold: MeasuredRun[] = [];
	const warm: MeasuredRun[] = [];
	for (let run = 0; run < options.runs; run++) {
		await browser.forgetDatabases(site.url);
		for (const [name, runs] of Object.entries({ cold, warm })) {
			const measured = await measureRun(browser, site.url, input.path);
			report(`${name} run ${run + 1} of ${options.runs}`, measured.seconds);
			runs.push(measured);
		}
	}
	return { cold, warm };
}

async function rowByRowFigures(
	{ browser, site, input }: Bench,
	{ run }: MeasuredRun
): Promise<Measurements['rowByRow']> {
	const texts = await sampleMessages(input.path, run, ROW_BY_ROW_TEXTS);
	const seconds = await measureRowByRow(browser, site, texts);
	report(`${texts.length} texts embedded one by one`, seconds);
	return { texts: texts.length, seconds };
}

const report = (what: string, seconds: number): void =>
	console.log(`${what}: ${seconds.toFixed(2)} s`);

main(process.argv.slice(2)).catch((error: Error) => {
	console.error(error.message);
	process.exitCode = 1;
});
