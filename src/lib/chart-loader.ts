import type { ChartInput, OnPick, PlotArea } from './chart-input';

/** A chart on a canvas. */
export interface DrawnChart {
	/** Draws, or changes the figures of what is drawn. */
	show: (input: ChartInput) => void;
	/** Draws anew, in the colours of another theme. */
	restyle: (input: ChartInput) => void;
	destroy: () => void;
}

/** What a chart says when it is used or laid out. */
export interface ChartHooks {
	onPick: OnPick;
	onLayout: (area: PlotArea) => void;
}

/** Prepares a chart. Its library is loaded here, so that it is no part of the first load. */
export async function drawChart(canvas: HTMLCanvasElement, hooks: ChartHooks): Promise<DrawnChart> {
	const { CanvasChart } = await import('./canvas-chart');
	await aTurn();
	return new CanvasChart(canvas, hooks);
}

let last: Promise<void> = Promise.resolve();

/** Charts that begin together are drawn one a task, so that the page stays responsive in between. */
function aTurn(): Promise<void> {
	last = last.then(() => new Promise((resolve) => setTimeout(resolve)));
	return last;
}
