/** Tables for `docs/benchmarks.md` from what the bench wrote. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BenchResult, Conditions } from './bench-result';
import type { Spread } from './figures';
import type { GrowthPoint } from './growth';

const BEGIN = '<!-- Tables made by "npm run bench:tables". Do not edit. -->';
const END = '<!-- End of the tables. -->';

/** A baseline shorter than this says nothing of how long a file takes, only of what a start costs. */
const LEAST_SECONDS = 0.05;

/** A result and the name of its file without the ending. */
interface NamedResult {
	name: string;
	result: BenchResult;
}

type Of<K extends BenchResult['kind']> = { name: string; result: BenchResult & { kind: K } };

/** @param docs the folder that holds `benchmarks.md` and `benchmarks/` */
export function readResults(docs: string): NamedResult[] {
	return readdirSync(join(docs, 'benchmarks'))
		.filter((file) => file.endsWith('.json'))
		.sort()
		.map((file) => ({
			name: file.slice(0, -'.json'.length),
			result: JSON.parse(readFileSync(join(docs, 'benchmarks', file), 'utf8')) as BenchResult
		}));
}

/**
 * The page with its tables replaced.
 * @throws Error when it lacks the marks that the tables stand between
 */
export function withTables(page: string, results: readonly NamedResult[]): string {
	const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)];
	if (begin < 0 || end < begin)
		throw new Error(`The page must hold the lines\n${BEGIN}\n${END}\nin this order.`);
	return `${page.slice(0, begin + BEGIN.length)}\n\n${tablesOf(results)}\n\n${page.slice(end)}`;
}

/** Markdown; a section for each kind of bench that there is a result of, and the conditions of all. */
export function tablesOf(results: readonly NamedResult[]): string {
	return [
		...section('Files', filesTable(ofKind(results, 'file'))),
		...section('Busy time by stage, in seconds', stagesTable(ofKind(results, 'file'))),
		...section('Growth', growthTable(ofKind(results, 'growth'))),
		...section('Filters on a stored run', filtersTable(ofKind(results, 'filters'))),
		...section('Runs that were broken off', killsTable(ofKind(results, 'kill'))),
		...section('Conditions', conditionsTable(results))
	].join('\n\n');
}

const ofKind = <K extends BenchResult['kind']>(results: readonly NamedResult[], kind: K): Of<K>[] =>
	results.filter((named): named is Of<K> => named.result.kind === kind);

const section = (title: string, rows: string[]): string[] =>
	rows.length > 2 ? [`### ${title}\n\n${rows.join('\n')}`] : [];

function filesTable(results: Of<'file'>[]): string[] {
	return [
		...head(
			'file',
			'rows',
			'messages',
			'cold, s',
			'warm, s',
			'first rows cold / warm, s',
			'warm / PapaParse',
			'row by row, extrapolated',
			'memory above idle, MB',
			'runs'
		),
		...results.map(({ name, result: { figures, runs } }) => {
			const { cold, warm, rowByRow } = figures.details;
			return line(
				link(name),
				count(figures.rows),
				count(figures.templates),
				spread(cold.seconds),
				spread(warm.seconds),
				`${fixed(cold.firstRowsSeconds.median)} / ${fixed(warm.firstRowsSeconds.median)}`,
				figures.details.papaParseSeconds.median < LEAST_SECONDS
					? 'too short'
					: `${fixed(figures.ratioToPapaParse)} times`,
				`${count(rowByRow.extrapolatedSeconds)} s (${count(figures.ratioToRowByRow)} times)`,
				figures.peakMemoryMB === null ? 'unknown' : count(figures.peakMemoryMB),
				String(runs)
			);
		})
	];
}

function stagesTable(results: Of<'file'>[]): string[] {
	const names = [
		...new Set(results.flatMap(({ result }) => Object.keys(result.figures.details.cold.stages)))
	];
	const runs = results.flatMap(({ name, result }) =>
		(['cold', 'warm'] as const).map((how) => {
			const { stages } = result.figures.details[how];
			const seconds = names.map((stage) => fixed((stages[stage]?.median ?? 0) / 1_000));
			return line(`${link(name)}, ${how}`, ...seconds);
		})
	);
	return [...head('file', ...names), ...runs];
}

function growthTable(results: Of<'growth'>[]): string[] {
	const point = (name: string, found: GrowthPoint): string =>
		line(
			link(name),
			count(found.rows),
			count(found.templates),
			fixed(found.coldSeconds),
			fixed(found.warmSeconds),
			`${fixed(found.warmSeconds / found.papaParseSeconds)} times`,
			fixed(found.firstRowsSeconds),
			found.memoryMB === null ? 'unknown' : count(found.memoryMB)
		);
	return [
		...head(
			'file',
			'rows',
			'messages',
			'cold, s',
			'warm, s',
			'warm / PapaParse',
			'first rows cold, s',
			'memory above idle warm, MB'
		),
		...results.flatMap(({ name, result: { figures } }) =>
			[...figures.byRows, ...figures.byTemplates].map((found) => point(name, found))
		)
	];
}

function filtersTable(results: Of<'filters'>[]): string[] {
	return [
		...head('file', 'filter', 'table shown after, ms', 'all charts shown after, ms', 'longest, ms'),
		...results.flatMap(({ name, result }) =>
			result.figures.map(({ kind, table, all, longest }) =>
				line(link(name), kind, count(table), count(all), count(longest))
			)
		)
	];
}

function killsTable(results: Of<'kill'>[]): string[] {
	return [
		...head('file', 'how', 'runs', 'equal to the unbroken run'),
		...results.flatMap(({ name, result: { figures } }) =>
			[...new Set(figures.map(({ how }) => how))].map((how) => {
				const those = figures.filter((run) => run.how === how);
				return line(
					link(name),
					how,
					String(those.length),
					String(those.filter(({ same }) => same).length)
				);
			})
		)
	];
}

function conditionsTable(results: readonly NamedResult[]): string[] {
	const machine = ({ processor, cores, memoryGB, system }: Conditions): string =>
		`${processor}, ${cores} logical cores, ${memoryGB} GB, ${system}`;
	return [
		...head('file', 'day', 'version', 'machine', 'browser', 'note'),
		...results.map(({ name, result: { conditions } }) => {
			const { date, version, browser, note = '' } = conditions;
			return line(link(name), date, version, machine(conditions), browser, note);
		})
	];
}

const head = (...cells: string[]): string[] => [line(...cells), line(...cells.map(() => '---'))];
const line = (...cells: string[]): string =>
	`| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
const link = (name: string): string => `[${name}](benchmarks/${name}.json)`;
const count = (value: number): string => Math.round(value).toLocaleString('en');
const fixed = (value: number): string =>
	value.toLocaleString('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const spread = ({ median, min, max }: Spread): string =>
	min === max ? fixed(median) : `${fixed(median)} (${fixed(min)}–${fixed(max)})`;
