import type { ChartInput } from './chart-input';

/** A chart on a canvas. */
export interface DrawnChart {
	show: (input: ChartInput) => void;
	destroy: () => void;
}

/** Prepares a chart. Its library is loaded here, so that it is no part of the first load. */
export async function drawChart(
	canvas: HTMLCanvasElement,
	onPick: (name: string) => void
): Promise<DrawnChart> {
	const { CanvasChart } = await import('./canvas-chart');
	return new CanvasChart(canvas, onPick);
}
