import { withVisibleControls } from '../pipeline/text/visible-controls';
import type { ChartItem, ColumnsInput } from '../charts/chart-input';
import { formatCount } from '../page/format';

/** Colour of a custom property as text, such as `#112233`. */
export type ColourOf = (token: string) => string;

const ENTITIES: Record<string, string> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;'
};

/** Text as HTML and as the value of an attribute. Control characters, which HTML forbids, become U+FFFD. */
export const escapeHtml = (text: string): string =>
	withVisibleControls(text)
		.replace(/[&<>"']/g, (sign) => ENTITIES[sign] as string)
		// eslint-disable-next-line no-control-regex -- they are what is looked for
		.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '\ufffd');

const WIDTH = 720;
const LABEL_WIDTH = 170;
const BAR_HEIGHT = 18;

/** Lying bars with names and figures. */
export function barsSvg(items: readonly ChartItem[], title: string, colourOf: ColourOf): string {
	const most = Math.max(1, ...items.map(({ value }) => value));
	const room = WIDTH - LABEL_WIDTH - 90;
	const bars = items.map(({ name, value, token }, at) => {
		const y = at * BAR_HEIGHT;
		const width = value === 0 ? 0 : Math.max(1, (value / most) * room);
		return (
			`<text x="${LABEL_WIDTH - 8}" y="${y + 13}" text-anchor="end">${escapeHtml(name)}</text>` +
			`<rect x="${LABEL_WIDTH}" y="${y + 3}" width="${round(width)}" height="12" fill="${colourOf(token)}"/>` +
			`<text x="${round(LABEL_WIDTH + width + 6)}" y="${y + 13}">${formatCount(value)}</text>`
		);
	});
	return svg(title, items.length * BAR_HEIGHT, bars.join(''));
}

const PLOT_HEIGHT = 140;
const AXIS_HEIGHT = 20;

/** Standing columns, stacked, with the names of the first and the last. */
export function columnsSvg(input: ColumnsInput, title: string, colourOf: ColourOf): string {
	const { names, series } = input;
	const totals = names.map((_, at) =>
		series.reduce((sum, { values }) => sum + (values[at] ?? 0), 0)
	);
	const most = Math.max(1, ...totals);
	const step = WIDTH / Math.max(1, names.length);
	const tops = names.map(() => PLOT_HEIGHT);
	const parts = series.flatMap(({ values, token }) =>
		values.map((value, at) => {
			if (value === 0) return '';
			const height = (value / most) * PLOT_HEIGHT;
			const top = (tops[at] as number) - height;
			tops[at] = top;
			return `<rect x="${round(at * step)}" y="${round(top)}" width="${round(step * 0.94)}" height="${round(height)}" fill="${colourOf(token)}"/>`;
		})
	);
	const y = PLOT_HEIGHT + 14;
	const axis =
		`<text x="0" y="${y}">${escapeHtml(names[0] ?? '')}</text>` +
		`<text x="${WIDTH}" y="${y}" text-anchor="end">${escapeHtml(names.at(-1) ?? '')}</text>` +
		`<text x="0" y="10">${formatCount(most)}</text>`;
	return svg(title, PLOT_HEIGHT + AXIS_HEIGHT, parts.join('') + axis);
}

const svg = (title: string, height: number, content: string): string =>
	`<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escapeHtml(title)}">${content}</svg>`;

const round = (value: number): number => Math.round(value * 100) / 100;
