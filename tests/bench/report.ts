import { formatCount, formatShare } from '../../src/lib/pipeline/text/format-number';
import type { BenchFigures, RunFigures, Spread } from './figures';

const NAME_WIDTH = 34;
const CELL_WIDTH = 24;

/** The figures as a table: median, and the lowest and highest run. */
export function reportOf(figures: BenchFigures): string {
	const { details, rows, templates } = figures;
	const { cold, warm, papaParseSeconds, copySeconds, rowByRow } = details;
	const tiers = Object.entries(details.rowsByTier).filter(([, count]) => count > 0);
	return [
		`${formatCount(rows)} rows, ${formatCount(templates)} distinct templates, on ${details.device}`,
		`rows by tier: ${tiers.map(([tier, n]) => `${tier} ${formatShare(n, rows)}`).join(', ')}`,
		'',
		line('', ['cold', 'warm']),
		...runLines(cold, warm),
		'',
		'Busy time by stage, ms (they overlap; embed is the time in which any embedder was at work)',
		...Object.entries(cold.stages).map(([stage, spread]) =>
			line(`  ${stage}`, [shown(spread, 0), shown(warm.stages[stage] as Spread, 0)])
		),
		'',
		'Baselines in the same browser',
		line('  bare PapaParse, s', [shown(papaParseSeconds, 3)]),
		line('  ours warm / PapaParse', [`${figures.ratioToPapaParse.toFixed(1)} times`]),
		line('  the same without start', [`${figures.ratioWithoutFixed.toFixed(1)} times`]),
		line('  reading and writing its bytes, s', [shown(copySeconds, 3)]),
		line(`  row by row, texts/s`, [
			`${rowByRow.textsPerSecond.toFixed(1)} (${formatCount(rowByRow.texts)} texts)`
		]),
		line('  row by row, all rows, s', [
			`${rowByRow.extrapolatedSeconds.toFixed(0)} (extrapolated)`
		]),
		line('  row by row / ours cold', [
			`${figures.ratioToRowByRow.toFixed(1)} times (extrapolated)`
		]),
		line('  idle page with model, MB', [idle(details)])
	].join('\n');
}

function runLines(cold: RunFigures, warm: RunFigures): string[] {
	const both = (name: string, of: (run: RunFigures) => Spread | null, digits: number): string =>
		line(name, [shown(of(cold), digits), shown(of(warm), digits)]);
	return [
		both('drop to last row stored, s', ({ seconds }) => seconds, 2),
		both('  of it before reading starts, s', ({ startSeconds }) => startSeconds, 2),
		both('rows/s', ({ rowsPerSecond }) => rowsPerSecond, 0),
		both('drop to first rows on screen, s', ({ firstRowsSeconds }) => firstRowsSeconds, 2),
		both('longest task of the page, ms', ({ longestTask }) => longestTask, 0),
		both('peak memory above idle, MB', ({ peakMemoryMB }) => peakMemoryMB, 0),
		both('peak JS heap above idle, MB', ({ peakHeapMB }) => peakHeapMB, 0)
	];
}

const idle = ({ idleMemoryMB, idleHeapMB }: BenchFigures['details']): string =>
	`${idleMemoryMB === null ? 'unknown' : idleMemoryMB.toFixed(0)} (JS heap ${idleHeapMB.toFixed(0)})`;

const line = (name: string, cells: readonly string[]): string =>
	(name.padEnd(NAME_WIDTH) + cells.map((cell) => cell.padEnd(CELL_WIDTH)).join('')).trimEnd();

function shown(spread: Spread | null, digits: number): string {
	if (!spread) return 'unknown here';
	const [median, min, max] = [spread.median, spread.min, spread.max].map((value) =>
		value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })
	);
	return `${median} (${min}–${max})`;
}
