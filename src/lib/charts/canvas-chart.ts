import {
	ArcElement,
	BarController,
	BarElement,
	CategoryScale,
	Chart,
	DoughnutController,
	LinearScale,
	Tooltip,
	type ChartDataset,
	type ChartOptions
} from 'chart.js';
import { commonOptions, optionsOf, type ChartKind } from './canvas-options';
import type { ChartInput, ColumnsInput, ItemsInput } from './chart-input';
import type { ChartHooks, DrawnChart } from './chart-input';

Chart.register(
	ArcElement,
	BarController,
	BarElement,
	CategoryScale,
	DoughnutController,
	LinearScale,
	Tooltip
);

type Dataset = ChartDataset<ChartKind, number[]>;

/** Adapter from our chart input to Chart.js. */
export class CanvasChart implements DrawnChart {
	#chart: Chart<ChartKind, number[], string> | undefined;
	#names: string[] = [];
	readonly #colours = new Map<string, string>();

	constructor(
		private readonly canvas: HTMLCanvasElement,
		private readonly hooks: ChartHooks
	) {}

	/** Draws, or changes the figures of what is drawn; that has to be cheap, for a run changes them twice a second. */
	show(input: ChartInput): void {
		this.#names = input.kind === 'columns' ? input.names : input.items.map(({ name }) => name);
		const datasets = this.#datasets(input);
		if (!this.#chart) return this.#draw(input, datasets);
		// New objects each time: an update without animation does not read again the options that all bars of a known
		// dataset share, so a series that moves to another position would keep the colour of the one that was there.
		this.#chart.data = { labels: labelsOf(input, this.#names), datasets };
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

	#draw(input: ChartInput, datasets: Dataset[]): void {
		const { onPick, onLayout } = this.hooks;
		const options: ChartOptions<ChartKind> = optionsOf(input, (token) => this.#colour(token));
		Object.assign(
			options,
			commonOptions(input.kind === 'columns', (at) => this.#names[at] ?? '')
		);
		options.onClick = ({ native }, [element]) => {
			const name = element && this.#names[element.index];
			const exclude = native instanceof MouseEvent && native.shiftKey;
			if (name !== undefined) onPick(name, exclude);
		};
		this.#chart = new Chart<ChartKind, number[], string>(this.canvas, {
			type: input.kind === 'doughnut' ? 'doughnut' : 'bar',
			data: { labels: labelsOf(input, this.#names), datasets },
			options,
			plugins: [
				{
					id: 'layout',
					afterLayout: ({ chartArea: { left, width } }) => onLayout({ left, width })
				}
			]
		});
	}

	#datasets(input: ChartInput): Dataset[] {
		return input.kind === 'columns' ? this.#columns(input) : [this.#items(input)];
	}

	#items({ kind, items }: ItemsInput): Dataset {
		const shape =
			kind === 'bars'
				? { barPercentage: 0.8, categoryPercentage: 0.9, minBarLength: 1 }
				: { borderWidth: 2, borderColor: this.#colour('--surface') };
		return {
			// No bar at all for nothing, where the shortest bar would stand otherwise.
			data: items.map(({ value }) => value || NaN),
			backgroundColor: items.map(({ token, dim }) => this.#shade(token, dim ?? false)),
			...shape
		};
	}

	#columns({ series, dim }: ColumnsInput): Dataset[] {
		return series.map(({ name, token, values }) => ({
			label: name,
			data: values,
			// One colour for all of a series is far cheaper to draw than one for each column.
			backgroundColor: values.some((_, column) => dim?.(column))
				? values.map((_, column) => this.#shade(token, dim?.(column) ?? false))
				: this.#colour(token),
			barPercentage: 1,
			categoryPercentage: 0.94
		}));
	}

	#shade(token: string, dim: boolean): string {
		const solid = this.#colour(token);
		return dim ? solid.replace(/^rgb\((.+)\)$/, 'rgba($1, 0.3)') : solid;
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

/** What stands at the axis. */
const labelsOf = (input: ChartInput, names: string[]): string[] =>
	(input.kind === 'columns' && input.ticks) || names;
