/** One bar or slice. */
export interface ChartItem {
	name: string;
	value: number;
	/** CSS custom property of its colour. */
	token: string;
	/** Drawn pale: the filter leaves it out. */
	dim?: boolean;
}

export interface ChartInput {
	kind: 'bars' | 'doughnut';
	items: ChartItem[];
}
