import type { GrowthPoint } from './growth';

const WIDTH = 420;
const HEIGHT = 280;
const MARGIN = { left: 56, right: 16, top: 32, bottom: 44 };
const COLOURS = { coldSeconds: '#b45309', warmSeconds: '#2563eb', papaParseSeconds: '#6b7280' };
const NAMES = { coldSeconds: 'cold', warmSeconds: 'warm', papaParseSeconds: 'bare PapaParse' };
type Series = keyof typeof COLOURS;

/** Two plots side by side, both axes logarithmic, as an SVG file. */
export function growthPlot(byRows: GrowthPoint[], byTemplates: GrowthPoint[]): string {
	const panels = [
		panel(byRows, 'rows', 'Rows, at 500 distinct messages'),
		`<g transform="translate(${WIDTH} 0)">${panel(byTemplates, 'templates', 'Distinct messages, at 200,000 rows')}</g>`
	];
	return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH * 2} ${HEIGHT}" font-family="sans-serif" font-size="12"><rect width="100%" height="100%" fill="#fff"/>${panels.join('')}</svg>\n`;
}

function panel(points: GrowthPoint[], by: 'rows' | 'templates', title: string): string {
	if (points.length === 0) return '';
	const series = Object.keys(COLOURS) as Series[];
	const seconds = points.flatMap((point) => series.map((name) => point[name]));
	const x = axis(
		points.map((point) => point[by]),
		MARGIN.left,
		WIDTH - MARGIN.right
	);
	const y = axis(seconds, HEIGHT - MARGIN.bottom, MARGIN.top);
	return [
		`<text x="${MARGIN.left}" y="18" font-weight="600">${title}</text>`,
		...x.ticks.map((tick) => xTick(x.place(tick), tick)),
		...y.ticks.map((tick) => yTick(y.place(tick), tick)),
		...series.map((name, at) =>
			line(points, name, (point) => `${x.place(point[by])},${y.place(point[name])}`, at)
		)
	].join('');
}

/** Whole powers of ten around the values, and the place of a value between two ends. */
function axis(values: number[], from: number, to: number) {
	const low = Math.floor(Math.log10(Math.min(...values)));
	const high = Math.ceil(Math.log10(Math.max(...values)));
	const place = (value: number): number =>
		Math.round((from + ((Math.log10(value) - low) / (high - low)) * (to - from)) * 10) / 10;
	return { place, ticks: Array.from({ length: high - low + 1 }, (_, i) => 10 ** (low + i)) };
}

const shown = (value: number): string => value.toLocaleString('en', { maximumFractionDigits: 2 });
const xTick = (x: number, value: number): string =>
	`<path d="M${x} ${MARGIN.top}V${HEIGHT - MARGIN.bottom}" stroke="#e5e7eb"/><text x="${x}" y="${HEIGHT - MARGIN.bottom + 18}" text-anchor="middle">${shown(value)}</text>`;
const yTick = (y: number, value: number): string =>
	`<path d="M${MARGIN.left} ${y}H${WIDTH - MARGIN.right}" stroke="#e5e7eb"/><text x="${MARGIN.left - 6}" y="${y + 4}" text-anchor="end">${shown(value)} s</text>`;

function line(
	points: GrowthPoint[],
	name: Series,
	at: (point: GrowthPoint) => string,
	position: number
): string {
	const path = points.map((point, i) => `${i === 0 ? 'M' : 'L'}${at(point)}`).join('');
	const dots = points.map((point) => {
		const [x, y] = at(point).split(',');
		return `<circle cx="${x}" cy="${y}" r="3" fill="${COLOURS[name]}"/>`;
	});
	const key = `<text x="${MARGIN.left + 8}" y="${MARGIN.top + 14 + position * 15}" fill="${COLOURS[name]}">${NAMES[name]}</text>`;
	return `<path d="${path}" fill="none" stroke="${COLOURS[name]}" stroke-width="2"/>${dots.join('')}${key}`;
}
