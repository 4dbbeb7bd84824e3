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
	readonly #colours = new Map<string, string>();

	constructor(
		private readonly canvas: HTMLCanvasElement,
		private readonly onPick: (name: string) => void
	) {}

	/** Draws, or changes the figures of what is drawn; that has to be cheap, for a run changes them twice a second. */
	show(input: ChartInput): void {
		const { items } = input;
		this.#names = items.map(({ name }) => name);
		if (!this.#chart) return this.#draw(input);
		const { data } = this.#chart;
		data.labels = this.#names;
		for (const dataset of data.datasets) Object.assign(dataset, this.#series(items));
		this.#chart.update('none');
	}

	restyle(input: ChartInput): void {
		this.destroy();
		this.#colours.clear();
		this.show(input);
	}

	destroy(): void {
		this.#chart?.destroy();
		this.#chart = undefined;
	}

	#draw({ kind, items }: ChartInput): void {
		const isBars = kind === 'bars';
		const border = isBars ? {} : { borderWidth: 2, borderColor: this.#colour('--surface') };
		const shape = isBars ? { barPercentage: 0.8, categoryPercentage: 0.9, minBarLength: 1 } : {};
		const dataset = { ...this.#series(items), ...border, ...shape };
		const options: ChartOptions<Kind> = isBars
			? barOptions((token) => this.#colour(token))
			: { cutout: '58%' };
		const config: ChartConfiguration<Kind, number[], string> = {
			type: isBars ? 'bar' : 'doughnut',
			data: { labels: this.#names, datasets: [dataset] }
		};
		config.options = Object.assign(options, this.#commonOptions());
		this.#chart = new Chart(this.canvas, config);
	}

	#series(items: ChartItem[]): { data: number[]; backgroundColor: string[] } {
		return {
			// No bar at all for nothing, where the shortest bar would stand otherwise.
			data: items.map(({ value }) => value || NaN),
			backgroundColor: items.map(({ token, dim }) => {
				const solid = this.#colour(token);
				return dim ? solid.replace(/^rgb\((.+)\)$/, 'rgba($1, 0.3)') : solid;
			})
		};
	}

	#commonOptions(): ChartOptions<Kind> {
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

	/** A canvas knows no custom properties, and one with `light-dark()` has its colour only where it is used. */
	#colour(token: string): string {
		const known = this.#colours.get(token);
		if (known !== undefined) return known;
		this.canvas.style.color = `var(${token})`;
		const colour = getComputedStyle(this.canvas).color;
		this.#colours.set(token, colour);
		return colour;
	}
}

function barOptions(colour: (token: string) => string): ChartOptions<Kind> {
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
