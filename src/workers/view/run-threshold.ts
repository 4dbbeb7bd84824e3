import { rejudged, withThreshold } from '../../lib/pipeline/run/rejudge';
import type { RunTable } from '../../lib/pipeline/columnar/run-table';
import type { Bundle } from '../../lib/pipeline/bundle/bundle';
import { relabelTemplates, updateRun } from '../../lib/store/db';
import type { RunRecord } from '../../lib/store/schema';
import type { Classification } from '../../lib/pipeline/types';
import type { Knowledge } from '../bundle/bundle-loader';
import type { ThresholdView } from '../contracts/viewer';
import type { StoredRun } from '../run/stored-run';

/** The threshold of a run, and what its bundle asks for. @param known the run's bundle, if it still is anywhere */
export function thresholdOf(
	{ run, table }: StoredRun,
	known: Knowledge | undefined
): ThresholdView | undefined {
	if (!known || run.status !== 'done') return undefined;
	const { confidence: usual } = known.bundle.thresholds;
	return { confidence: chosenThreshold(run) ?? usual, usual, likely: likelyOf(table) };
}

/** The threshold that was chosen for a run; undefined where that of its bundle holds. */
export const chosenThreshold = ({ threshold, bundleVersion }: RunRecord): number | undefined =>
	threshold?.bundleVersion === bundleVersion ? threshold.confidence : undefined;

/** By which thresholds a run is judged: those of its bundle, or the one that was chosen for all categories. */
export const thresholdsOf = (run: RunRecord, bundle: Bundle): Bundle['thresholds'] =>
	asked(bundle, chosenThreshold(run)).thresholds;

/**
 * Settles the categories of a run from another confidence on. Where it is kept, all that was judged by it is stored, since
 * one that was only tried may have changed the run in memory before.
 *
 * @param confidence in [0, 1]; undefined for what the bundle asks for
 * @param kept false: it is only tried, and nothing is stored
 */
export async function setThreshold(
	stored: StoredRun,
	{ bundle, examples }: Knowledge,
	confidence: number | undefined,
	kept: boolean
): Promise<void> {
	const { table } = stored;
	const { priors, id } = stored.run;
	const results = rejudged(
		table.templates,
		{ bundle: asked(bundle, confidence), examples },
		priors
	);
	for (const [template, result] of results) {
		const entry = table.templates[template];
		if (entry?.result && !isSame(entry.result, result)) table.addTemplate({ ...entry, result });
	}
	if (!kept) return;
	await relabelTemplates(id, results);
	const { bundleVersion } = stored.run;
	const threshold = confidence === undefined ? undefined : { confidence, bundleVersion };
	stored.run = await updateRun(id, { threshold });
}

const asked = (bundle: Bundle, confidence: number | undefined): Bundle =>
	confidence === undefined ? bundle : withThreshold(bundle, confidence);

const isSame = (a: Classification, b: Classification): boolean =>
	a.certainty === b.certainty &&
	a.label === b.label &&
	a.reason === b.reason &&
	a.family === b.family &&
	a.before?.certainty === b.before?.certainty;

/** Messages that are likely, and whose guess can be accepted: of muted ones nobody is asked. */
function likelyOf(table: RunTable): ThresholdView['likely'] {
	const rows = new Map<number, number>();
	for (let row = 0; row < table.rowCount; row++) {
		const template = table.template[row] as number;
		const { tier, certainty } = table.outcome(row);
		if (tier === 'head' && certainty === 'likely' && table.markOf(template) !== 'muted')
			rows.set(template, (rows.get(template) ?? 0) + 1);
	}
	return [...rows].flatMap(([template, count]) => {
		const result = table.templates[template]?.result;
		if (!result) return [];
		return [{ template, rows: count, confidence: result.confidence, label: result.label }];
	});
}
