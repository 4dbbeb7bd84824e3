import type { RunTable } from '../columnar/run-table';
import { applyFilter } from './row-filter';

/** Rows of one thing in two runs. */
export interface Change {
	name: string;
	/** For templates: the label of its rows in the run that has it, the second first. */
	label: string;
	before: number;
	after: number;
	/** `same`: the difference of the shares is within what chance alone would give. */
	kind: 'rose' | 'fell' | 'appeared' | 'vanished' | 'same';
}

/** Labels and templates of two runs side by side, the largest difference of shares first. */
export interface RunComparison {
	rowsBefore: number;
	rowsAfter: number;
	labels: Change[];
	/** Only those that changed. */
	templates: Change[];
	/** Templates that changed beyond those listed. */
	moreTemplates: number;
}

/** Standard deviations from which a difference of two shares is no chance (a two-proportion z-test). */
const Z_OF_CHANGE = 3;
const LISTED_TEMPLATES = 200;

interface Counted {
	label: string;
	rows: number;
}

/** Compares two runs by label and by canonical text. */
export function compareRuns(before: RunTable, after: RunTable): RunComparison {
	const totals: [number, number] = [before.rowCount, after.rowCount];
	const labels = changes(labelCounts(before), labelCounts(after), totals);
	const templates = changes(templateCounts(before), templateCounts(after), totals).filter(
		({ kind }) => kind !== 'same'
	);
	return {
		rowsBefore: totals[0],
		rowsAfter: totals[1],
		labels,
		templates: templates.slice(0, LISTED_TEMPLATES),
		moreTemplates: Math.max(0, templates.length - LISTED_TEMPLATES)
	};
}

function labelCounts(table: RunTable): Map<string, Counted> {
	const { labels } = applyFilter(table, { showMuted: true }).facets;
	return new Map(labels.map(([label, rows]) => [label, { label, rows }]));
}

function templateCounts(table: RunTable): Map<string, Counted> {
	const rows = new Float64Array(table.templates.length);
	const firstRow = new Int32Array(table.templates.length).fill(-1);
	for (let row = 0; row < table.rowCount; row++) {
		const template = table.template[row] as number;
		rows[template] = (rows[template] as number) + 1;
		if (firstRow[template] === -1) firstRow[template] = row;
	}
	const counts = new Map<string, Counted>();
	table.templates.forEach((entry, at) => {
		if (!entry || rows[at] === 0) return;
		// A text that occurs at several levels is as many templates.
		const { label, rows: others } = counts.get(entry.canonical) ?? {
			label: table.outcome(firstRow[at] as number).label,
			rows: 0
		};
		counts.set(entry.canonical, { label, rows: others + (rows[at] as number) });
	});
	return counts;
}

function changes(
	before: ReadonlyMap<string, Counted>,
	after: ReadonlyMap<string, Counted>,
	totals: readonly [number, number]
): Change[] {
	const names = new Set([...before.keys(), ...after.keys()]);
	const all = [...names].map((name): Change => {
		const [old, now] = [before.get(name), after.get(name)];
		const rows: [number, number] = [old?.rows ?? 0, now?.rows ?? 0];
		const label = (now ?? old)?.label ?? '';
		return { name, label, before: rows[0], after: rows[1], kind: kindOfChange(rows, totals) };
	});
	const difference = ({ before, after }: Change): number =>
		Math.abs(share(after, totals[1]) - share(before, totals[0]));
	return all.sort((a, b) => difference(b) - difference(a));
}

const share = (rows: number, total: number): number => (total === 0 ? 0 : rows / total);

/** How a share changed from one set of rows to another. @param totals rows of each set */
export function kindOfChange(
	[before, after]: readonly [number, number],
	totals: readonly [number, number]
): Change['kind'] {
	if (before === 0) return 'appeared';
	if (after === 0) return 'vanished';
	const pooled = (before + after) / (totals[0] + totals[1]);
	const deviation = Math.sqrt(pooled * (1 - pooled) * (1 / totals[0] + 1 / totals[1]));
	const difference = share(after, totals[1]) - share(before, totals[0]);
	if (Math.abs(difference) <= Z_OF_CHANGE * deviation) return 'same';
	return difference > 0 ? 'rose' : 'fell';
}
