import type { Judged } from '../src/lib/pipeline/evaluate/metrics';

const CELL = 36;
const LEFT = 150;
const TOP = 150;

/** Confusion matrix as SVG: a row for each true label, shaded by the share of the row, with counts. */
export function confusionPlot(
	title: string,
	judged: readonly Judged[],
	labels: readonly string[]
): string {
	const size = labels.length * CELL;
	const count = (truth: string, predicted: string): number =>
		judged.filter((item) => item.truth === truth && item.predicted === predicted).length;
	const cells = labels.flatMap((truth, row) => {
		const total = Math.max(1, judged.filter((item) => item.truth === truth).length);
		return labels.map((predicted, column) => {
			const items = count(truth, predicted);
			const depth = items / total;
			const [x, y] = [LEFT + column * CELL, TOP + row * CELL];
			const colour =
				row === column
					? `rgba(11,107,203,${depth.toFixed(2)})`
					: `rgba(194,65,12,${depth.toFixed(2)})`;
			return (
				`<rect x="${x}" y="${y}" width="${CELL}" height="${CELL}" fill="${colour}" stroke="#cbd5e1" stroke-width="0.5"/>` +
				(items > 0
					? `<text x="${x + CELL / 2}" y="${y + CELL / 2 + 4}" text-anchor="middle" fill="${depth > 0.5 ? '#fff' : '#0f172a'}">${items}</text>`
					: '')
			);
		});
	});
	const rows = labels.map(
		(label, i) =>
			`<text x="${LEFT - 8}" y="${TOP + i * CELL + CELL / 2 + 4}" text-anchor="end">${label}</text>`
	);
	const columns = labels.map(
		(label, i) =>
			`<text transform="translate(${LEFT + i * CELL + CELL / 2 + 4} ${TOP - 8}) rotate(-60)">${label}</text>`
	);
	const width = LEFT + size + 90;
	const height = TOP + size + 16;
	return (
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="11">` +
		`<rect width="${width}" height="${height}" fill="#fff"/><text x="12" y="22" font-size="14" font-weight="600">${title}</text>` +
		`<text x="12" y="40">rows: truth, columns: prediction</text>` +
		[...cells, ...rows, ...columns].join('') +
		'</svg>\n'
	);
}
