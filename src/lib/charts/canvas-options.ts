import type { ChartOptions } from 'chart.js';
import type { ChartInput } from './chart-input';
import { formatAmount, formatCount } from '../page/format';

export type ChartKind = 'bar' | 'doughnut';
/** Colour of a custom property as a canvas takes it. */
type ColourOf = (token: string) => string;

/** No larger than the smallest text of the page: figures of an axis are never louder than a heading. */
const FONT = { family: 'system-ui, sans-serif', size: 11 };

/** Chart.js options of a chart; what all have in common is in `commonOptions`. */
export function optionsOf(input: ChartInput, colour: ColourOf): ChartOptions<ChartKind> {
	if (input.kind === 'doughnut') return { cutout: '58%' };
	return input.kind === 'bars' ? barOptions(colour) : columnOptions(colour);
}

/** @param nameAt whole name of what was pointed at; the axis may have a shorter one */
export const commonOptions = (
	isStacked: boolean,
	nameAt: (index: number) => string
): ChartOptions<ChartKind> => ({
	animation: false,
	maintainAspectRatio: false,
	plugins: {
		tooltip: {
			displayColors: isStacked,
			...(isStacked ? { mode: 'index' as const, filter: ({ raw }) => Number(raw) > 0 } : {}),
			callbacks: {
				title: ([item]) => (item ? nameAt(item.dataIndex) : ''),
				label: ({ raw, dataset }) =>
					`${isStacked && dataset.label ? `${dataset.label}: ` : ''}${formatAmount(Number(raw), 'row')}`
			}
		}
	}
});

function barOptions(colour: ColourOf): ChartOptions<ChartKind> {
	return {
		indexAxis: 'y',
		scales: {
			x: countAxis(colour, 4),
			y: {
				border: { display: false },
				grid: { display: false },
				ticks: { autoSkip: false, color: colour('--text'), font: FONT, callback: shortName }
			}
		}
	};
}

function columnOptions(colour: ColourOf): ChartOptions<ChartKind> {
	return {
		scales: {
			x: {
				stacked: true,
				border: { color: colour('--line-strong') },
				grid: { display: false },
				ticks: {
					color: colour('--text-muted'),
					font: FONT,
					maxRotation: 0,
					autoSkipPadding: 24
				}
			},
			y: { ...countAxis(colour, 3), stacked: true }
		}
	};
}

const countAxis = (colour: ColourOf, ticks: number) => ({
	border: { display: false },
	grid: { color: colour('--line') },
	ticks: {
		color: colour('--text-muted'),
		font: FONT,
		maxTicksLimit: ticks,
		precision: 0,
		callback: (value: number | string) => formatCount(Number(value))
	}
});

/** Long names would leave no room for the bars; the tooltip has them whole. */
function shortName(this: { getLabelForValue: (value: number) => string }, value: number | string) {
	const name = this.getLabelForValue(Number(value));
	return name.length > 20 ? `${name.slice(0, 19)}…` : name;
}
