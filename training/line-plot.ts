const WIDTH = 640;
const HEIGHT = 360;
const LEFT = 56;
const TOP = 40;
const RIGHT = 190;
const BOTTOM = 44;
const COLOURS = ['#0b6bcb', '#c2410c', '#4d7c0f', '#7c3aed', '#475569'];
const DASHES = ['', '6 4', '2 3', '8 3 2 3', '1 3'];

/** A small line chart as SVG: one line for each curve, values in [0, 1], positions evenly spaced. */
export function linePlot(
	title: string,
	positions: readonly (number | string)[],
	curves: readonly { name: string; values: readonly number[] }[]
): string {
	const x = (i: number): number =>
		LEFT + (i * (WIDTH - LEFT - RIGHT)) / Math.max(1, positions.length - 1);
	const y = (value: number): number => TOP + (1 - value) * (HEIGHT - TOP - BOTTOM);
	const ticks = [0, 0.25, 0.5, 0.75, 1].map(
		(value) =>
			`<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(value)}" y2="${y(value)}" stroke="#94a3b8" stroke-width="0.5"/>` +
			`<text x="${LEFT - 8}" y="${y(value) + 4}" text-anchor="end">${value.toFixed(2)}</text>`
	);
	const names = positions.map(
		(position, i) =>
			`<text x="${x(i)}" y="${HEIGHT - BOTTOM + 20}" text-anchor="middle">${position}</text>`
	);
	const lines = curves.map(({ name, values }, c) => {
		const points = values.map((value, i) => `${x(i).toFixed(1)},${y(value).toFixed(1)}`).join(' ');
		const label = y(values[values.length - 1] ?? 0) + 4;
		const colour = COLOURS[c % COLOURS.length];
		return (
			`<polyline points="${points}" fill="none" stroke="${colour}" stroke-width="2" stroke-dasharray="${DASHES[c % DASHES.length]}"/>` +
			`<text x="${WIDTH - RIGHT + 8}" y="${label}" fill="${colour}">${name}</text>`
		);
	});
	return (
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="system-ui, sans-serif" font-size="12">` +
		`<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/><text x="${LEFT}" y="22" font-size="14" font-weight="600">${title}</text>` +
		[...ticks, ...names, ...lines].join('') +
		'</svg>\n'
	);
}
