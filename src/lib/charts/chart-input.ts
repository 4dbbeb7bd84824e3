/** One bar or slice. */
export interface ChartItem {
	name: string;
	value: number;
	/** CSS custom property of its colour. */
	token: string;
	/** Drawn pale: the filter leaves it out. */
	dim?: boolean;
}

/** Bars that lie, or slices of a ring: one figure for each name. */
export interface ItemsInput {
	kind: 'bars' | 'doughnut';
	items: ChartItem[];
}

/** One colour of columns that stand on each other. */
interface ColumnSeries {
	name: string;
	token: string;
	/** By column. */
	values: number[];
}

/** Standing columns, one or more series stacked. */
export interface ColumnsInput {
	kind: 'columns';
	/** Names of the columns, in order. */
	names: string[];
	/** Short names for the axis, where the long ones repeat themselves. */
	ticks?: string[];
	series: ColumnSeries[];
	/** Columns drawn pale: the filter leaves them out. */
	dim?: (column: number) => boolean;
}

export type ChartInput = ItemsInput | ColumnsInput;

/** Where the columns of a chart are drawn, in CSS pixels from the left of its canvas. */
export interface PlotArea {
	left: number;
	width: number;
}

/** Called with the name of what was clicked; with the shift key it is to be left out. */
export type OnPick = (name: string, exclude: boolean) => void;

/** A chart on a canvas. */
export interface DrawnChart {
	/** Draws, or changes the figures of what is drawn. */
	show: (input: ChartInput) => void;
	/** Draws again, in the colours of another theme. */
	restyle: (input: ChartInput) => void;
	destroy: () => void;
}

/** What a chart says when it is used or laid out. */
export interface ChartHooks {
	onPick: OnPick;
	onLayout: (area: PlotArea) => void;
}
