/** How time grows with rows and with distinct messages. */
import { join } from 'node:path';
import type { BenchBrowser } from './bench-browser';
import { writeData } from './make-data';
import { measureRun, type MeasuredRun } from './measure-run';
import type { Memory } from './memory';
import { measureWorker } from './worker-baselines';
import type { Site } from './site';

/** One generated file and what it took. */
export interface GrowthPoint {
	rows: number;
	templates: number;
	coldSeconds: number;
	warmSeconds: number;
	papaParseSeconds: number;
	firstRowsSeconds: number;
	/** MB above the idle page, of the warm run; null if unknown. */
	memoryMB: number | null;
	stages: Record<string, number>;
}

/** Generated files of one number of distinct messages, and of one number of rows. */
export interface Growth {
	byRows: GrowthPoint[];
	byTemplates: GrowthPoint[];
}

const BY_ROWS = [10_000, 100_000, 1_000_000, 5_000_000];
const TEMPLATES = 500;
const BY_TEMPLATES = [100, 1_000, 10_000, 50_000];
const ROWS = 200_000;

/** @param mostRows and @param mostTemplates leave the longest points out */
export async function measureGrowth(
	browser: BenchBrowser,
	site: Site,
	{
		temporary,
		idle,
		mostRows,
		mostTemplates
	}: {
		temporary: string;
		idle: Memory;
		mostRows: number;
		mostTemplates: number;
	}
): Promise<Growth> {
	const point = async (rows: number, templates: number): Promise<GrowthPoint> => {
		const path = join(temporary, `growth-${rows}-${templates}.csv`);
		await writeData(path, rows, templates);
		await browser.forgetDatabases(site.url);
		const cold = await measureRun(browser, site.url, path);
		const warm = await measureRun(browser, site.url, path);
		const [papaParseSeconds = NaN] = await measureWorker('papaparse', browser, path, 1, temporary);
		const found = { rows, templates, papaParseSeconds, ...timesOf(cold, warm, idle) };
		console.log(JSON.stringify(found));
		return found;
	};
	const byRows: GrowthPoint[] = [];
	for (const rows of BY_ROWS.filter((count) => count <= mostRows))
		byRows.push(await point(rows, TEMPLATES));
	const byTemplates: GrowthPoint[] = [];
	for (const templates of BY_TEMPLATES.filter((count) => count <= mostTemplates))
		byTemplates.push(await point(ROWS, templates));
	return { byRows, byTemplates };
}

function timesOf(cold: MeasuredRun, warm: MeasuredRun, idle: Memory) {
	const { renderers } = warm.memory;
	return {
		coldSeconds: cold.seconds,
		warmSeconds: warm.seconds,
		firstRowsSeconds: cold.firstRowsSeconds,
		memoryMB:
			renderers === undefined || idle.renderers === undefined ? null : renderers - idle.renderers,
		stages: warm.run.stages
	};
}

/** Exponent of the power law through the last two points: 1 where the cost of each is constant. */
export function slopeOf(
	points: readonly GrowthPoint[],
	by: 'rows' | 'templates',
	seconds: 'coldSeconds' | 'warmSeconds'
): number {
	const [before, last] = points.slice(-2);
	if (!before || !last) return NaN;
	return Math.log(last[seconds] / before[seconds]) / Math.log(last[by] / before[by]);
}
