import type { MeasuredRun } from './measure-run';
import type { Memory } from './memory';

/** Everything that was measured. */
export interface Measurements {
	cold: MeasuredRun[];
	warm: MeasuredRun[];
	/** The page at rest with the model loaded. */
	idle: Memory;
	/** Seconds of bare PapaParse. */
	papaParse: number[];
	/** Seconds of reading the file and writing its bytes to the private file system. */
	copy: number[];
	rowByRow: { texts: number; seconds: number };
}

/** Middle and extremes of several runs; in the unit of the figure. */
export interface Spread {
	median: number;
	min: number;
	max: number;
}

/** Figures of the cold or the warm runs; stages in milliseconds, memory in MB above the idle page. */
export interface RunFigures {
	seconds: Spread;
	/** From the drop until the classifier starts to read: preview, workers and model. */
	startSeconds: Spread;
	rowsPerSecond: Spread;
	firstRowsSeconds: Spread;
	/** The longest task of the page's main thread, in milliseconds. */
	longestTask: Spread;
	peakHeapMB: Spread;
	peakMemoryMB: Spread | null;
	stages: Record<string, Spread>;
}

/** The figures as they are written. Medians; those that are not said to be warm are of the cold runs. */
export interface BenchFigures {
	rows: number;
	templates: number;
	secondsCold: number;
	secondsWarm: number;
	/** Rows divided by the cold seconds. */
	rowsPerSecond: number;
	/** Warm seconds divided by those of bare PapaParse. */
	ratioToPapaParse: number;
	/** The same without the seconds before reading starts, which do not grow with the file. */
	ratioWithoutFixed: number;
	/** Seconds of row-by-row embedding, extrapolated to all rows, divided by the cold seconds. */
	ratioToRowByRow: number;
	/** Proportional set size of the renderers above the idle page, the higher of cold and warm; null if unknown. */
	peakMemoryMB: number | null;
	firstRowsSeconds: number;
	/** Milliseconds of each stage, which overlap: embedding goes on in other workers, waiting counts as embedding. */
	stages: Record<string, number>;
	details: {
		device: string;
		rowsByTier: Record<string, number>;
		cold: RunFigures;
		warm: RunFigures;
		idleHeapMB: number;
		idleMemoryMB: number | null;
		papaParseSeconds: Spread;
		copySeconds: Spread;
		rowByRow: {
			texts: number;
			seconds: number;
			textsPerSecond: number;
			extrapolatedSeconds: number;
		};
	};
}

/** @throws RangeError when there is nothing to take the median of */
export function spreadOf(values: readonly number[]): Spread {
	if (values.length === 0) throw new RangeError('No values to take the median of');
	const sorted = [...values].sort((a, b) => a - b);
	const middle = (sorted.length - 1) / 2;
	const low = sorted[Math.floor(middle)] as number;
	const high = sorted[Math.ceil(middle)] as number;
	return { median: (low + high) / 2, min: sorted[0] as number, max: sorted.at(-1) as number };
}

export function figuresOf(measured: Measurements): BenchFigures {
	const { run } = measured.cold[0] as MeasuredRun;
	const cold = runFigures(measured.cold, measured.idle);
	const warm = runFigures(measured.warm, measured.idle);
	const papaParseSeconds = spreadOf(measured.papaParse);
	const { texts, seconds } = measured.rowByRow;
	const extrapolatedSeconds = (seconds / texts) * run.rows;
	return {
		rows: run.rows,
		templates: run.templates,
		secondsCold: cold.seconds.median,
		secondsWarm: warm.seconds.median,
		rowsPerSecond: cold.rowsPerSecond.median,
		ratioToPapaParse: warm.seconds.median / papaParseSeconds.median,
		ratioWithoutFixed:
			spreadOf(measured.warm.map(({ run }) => run.milliseconds / 1_000)).median /
			papaParseSeconds.median,
		ratioToRowByRow: extrapolatedSeconds / cold.seconds.median,
		peakMemoryMB: higher(cold.peakMemoryMB, warm.peakMemoryMB),
		firstRowsSeconds: cold.firstRowsSeconds.median,
		stages: mapValues(cold.stages, ({ median }) => median),
		details: {
			device: run.device ?? 'none',
			rowsByTier: run.rowsByTier,
			cold,
			warm,
			idleHeapMB: measured.idle.heap,
			idleMemoryMB: measured.idle.renderers ?? null,
			papaParseSeconds,
			copySeconds: spreadOf(measured.copy),
			rowByRow: { texts, seconds, textsPerSecond: texts / seconds, extrapolatedSeconds }
		}
	};
}

function runFigures(runs: readonly MeasuredRun[], idle: Memory): RunFigures {
	const names = Object.keys((runs[0] as MeasuredRun).run.stages);
	const stage = (name: string): Spread => spreadOf(runs.map(({ run }) => run.stages[name] ?? 0));
	return {
		seconds: spreadOf(runs.map(({ seconds }) => seconds)),
		startSeconds: spreadOf(runs.map(({ run, seconds }) => seconds - run.milliseconds / 1_000)),
		rowsPerSecond: spreadOf(runs.map(({ run, seconds }) => run.rows / seconds)),
		firstRowsSeconds: spreadOf(runs.map(({ firstRowsSeconds }) => firstRowsSeconds)),
		longestTask: spreadOf(runs.map(({ longestTask }) => longestTask)),
		peakHeapMB: spreadOf(runs.map(({ memory }) => memory.heap - idle.heap)),
		peakMemoryMB: memoryAboveIdle(runs, idle),
		stages: Object.fromEntries(names.map((name) => [name, stage(name)]))
	};
}

function memoryAboveIdle(runs: readonly MeasuredRun[], { renderers }: Memory): Spread | null {
	const peaks = runs.map(({ memory }) => memory.renderers).filter((peak) => peak !== undefined);
	if (renderers === undefined || peaks.length === 0) return null;
	return spreadOf(peaks.map((peak) => peak - renderers));
}

const higher = (a: Spread | null, b: Spread | null): number | null =>
	a && b ? Math.max(a.median, b.median) : null;

const mapValues = <A, B>(record: Record<string, A>, change: (value: A) => B): Record<string, B> =>
	Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
