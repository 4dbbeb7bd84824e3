import {
	ArcElement,
	BarController,
	BarElement,
	CategoryScale,
	Chart,
	DoughnutController,
	LinearScale,
	Tooltip,
	type ChartConfiguration,
	type ChartOptions
} from 'chart.js';
import type { ChartInput, ChartItem } from './chart-input';
import type { DrawnChart } from './chart-loader';
import { formatAmount, formatCount } from './format';

Chart.register(
	ArcElement,
	BarController,
	BarElement,
	CategoryScale,
	DoughnutController,
	LinearScale,
	Tooltip
);

type Kind = 'bar' | 'doughnut';

/** Adapter from our chart input to Chart.js. */
export class CanvasChart implements DrawnChart {
	#chart: Chart<Kind, number[], string> | undefined;
	#names: string[] = [];

	constructor(
		private readonly canvas: HTMLCanvasElement,
		private readonly onPick: (name: string) => void
	) {}

	show(input: ChartInput): void {
		this.#names = input.items.map(({ name }) => name);
		const config = this.#config(input);
		if (!this.#chart) {
			this.#chart = new Chart(this.canvas, config);
			return;
		}
		this.#chart.data = config.data;
		if (config.options) this.#chart.options = config.options;
		// Without animation: while a run goes on, the figures change twice a second.
		this.#chart.update('none');
	}

	destroy(): void {
		this.#chart?.destroy();
		this.#chart = undefined;
	}

	#config({ kind, items }: ChartInput): ChartConfiguration<Kind, number[], string> {
		const colour = colourReader(this.canvas);
		const dataset = {
			data: items.map(({ value }) => value),
			backgroundColor: items.map((item) => fillOf(item, colour)),
			borderWidth: kind === 'doughnut' ? 2 : 0,
			borderColor: colour('--surface'),
			...(kind === 'bars' ? { barPercentage: 0.8, categoryPercentage: 0.9, minBarLength: 1 } : {})
		};
		return {
			type: kind === 'bars' ? 'bar' : 'doughnut',
			data: { labels: this.#names, datasets: [dataset] },
			options: { ...this.#common(), ...(kind === 'bars' ? barOptions(colour) : { cutout: '58%' }) }
		};
	}

	#common(): ChartOptions<Kind> {
		return {
			animation: false,
			maintainAspectRatio: false,
			onClick: (_event, [element]) => {
				const name = element && this.#names[element.index];
				if (name !== undefined) this.onPick(name);
			},
			plugins: {
				tooltip: {
					displayColors: false,
					callbacks: { label: ({ raw }) => formatAmount(Number(raw), 'row') }
				}
			}
		};
	}
}

type ReadColour = (token: string) => string;

function fillOf({ token, dim }: ChartItem, colour: ReadColour): string {
	const solid = colour(token);
	return dim ? solid.replace(/^rgb\((.+)\)$/, 'rgba($1, 0.3)') : solid;
}

/** A canvas knows no custom properties, and a property with `light-dark()` has its colour only where it is used. */
function colourReader(canvas: HTMLCanvasElement): ReadColour {
	return (token) => {
		canvas.style.color = `var(${token})`;
		return getComputedStyle(canvas).color;
	};
}

function barOptions(colour: ReadColour): ChartOptions<Kind> {
	const font = { family: 'system-ui, sans-serif', size: 12 };
	return {
		indexAxis: 'y',
		scales: {
			x: {
				border: { display: false },
				grid: { color: colour('--line') },
				ticks: {
					color: colour('--text-muted'),
					font,
					maxTicksLimit: 4,
					precision: 0,
					callback: (value) => formatCount(Number(value))
				}
			},
			y: {
				border: { display: false },
				grid: { display: false },
				ticks: { autoSkip: false, color: colour('--text'), font, callback: shortName }
			}
		}
	};
}

/** Long names would leave no room for the bars; the tooltip has them whole. */
function shortName(this: { getLabelForValue: (value: number) => string }, value: number | string) {
	const name = this.getLabelForValue(Number(value));
	return name.length > 20 ? `${name.slice(0, 19)}…` : name;
}
