import { chartData, type ChartData } from '../../lib/pipeline/view/chart-data';
import type { RunComparison } from '../../lib/pipeline/view/compare-runs';
import { DELETED_KEPT, VALUE_SAMPLE_ROWS } from '../../lib/pipeline/constants';
import { applyFilter, facetsOfMatches } from '../../lib/pipeline/view/row-filter';
import type { SelectionExplained } from '../../lib/pipeline/view/explain-selection';
import type { RowFilter } from '../../lib/pipeline/view/filter';
import type { SearchPattern } from '../../lib/pipeline/export/search-pattern';
import type { Hit } from '../../lib/pipeline/view/next-hit';
import type { Clock } from '../../lib/pipeline/view/log-clock';
import { templateValues, type TemplateValues } from '../../lib/pipeline/view/template-values';
import type { MarkState } from '../../lib/pipeline/bundle/template-marks';
import * as db from '../../lib/store/db';
import { savedLlmLog } from '../../lib/store/llm-store';
import type { RunRecord } from '../../lib/store/schema';
import { loadBundleOfVersion, type Knowledge } from '../bundle/bundle-loader';
import type { SiteUrls } from '../contracts/classifier';
import type {
	ExportChoice,
	ExportJob,
	ExportPreview,
	FindingsChoice,
	Arrangement,
	BundleChoice,
	QueryResult,
	RowDetail,
	RunFinding,
	RunLog,
	ThresholdView,
	ViewRow,
	ViewerApi
} from '../contracts/viewer';
import type { Baseline } from './log-of-run';
import { bundleChoices, chooseFrom } from './bundle-choices';
import { ExportJobs } from './export-jobs';
import { newView, type OpenView } from './open-view';
import { StoredRun } from '../run/stored-run';
import type { ExportSource } from './run-export';
import type { RunFindings } from './run-findings';
import { spreadOver } from '../run/spread-over';
import { lineOfRow, nextHitOf, tableOf, viewLines, viewRow } from './table-lines';
import { endDeadRun, withoutDeadRuns } from '../run/run-lock';

const onDemand = () => import('./on-demand');
/** What the page asks of each run that it opens: the start page has a viewer too, and no use for it. */
const logOfRun = () => import('./log-of-run');

/** The viewer behind `ViewerApi`: reads stored runs, filters them, and writes exports. */
export class Viewer implements ViewerApi {
	private opened: OpenView | undefined;
	private known: { version: string; knowledge: Promise<Knowledge | undefined> } | undefined;
	private readonly exports = new ExportJobs();
	private base = '';

	async init({ base }: SiteUrls): Promise<void> {
		this.base = base;
	}

	async listRuns(): Promise<RunRecord[]> {
		return withoutDeadRuns(await db.savedRuns());
	}

	async renameRun(runId: string, name: string): Promise<void> {
		await db.updateRun(runId, { name });
	}

	endRun(runId: string): Promise<RunRecord | undefined> {
		return endDeadRun(runId);
	}

	deleteRun(runId: string): Promise<boolean> {
		return db.markDeleted(runId);
	}

	deleteRunForGood(runId: string): Promise<void> {
		return db.deleteRun(runId);
	}

	restoreRun(runId: string): Promise<void> {
		return db.unmarkDeleted(runId);
	}

	deletedRuns(): Promise<RunRecord[]> {
		return db.deletedRuns();
	}

	purgeDeleted(): Promise<void> {
		return db.purgeRunsDeletedBefore(Date.now() - DELETED_KEPT);
	}

	bundleChoices(): Promise<BundleChoice[]> {
		return bundleChoices();
	}

	chooseBundle(id: string): Promise<void> {
		return chooseFrom(id);
	}

	async open(runId: string): Promise<RunRecord> {
		this.opened = newView(await StoredRun.open(runId));
		return this.opened.stored.run;
	}

	async refresh(): Promise<RunRecord> {
		const { stored } = this.current();
		await stored.refresh();
		return stored.run;
	}

	async counts(filter: RowFilter): Promise<QueryResult> {
		const open = this.current();
		const { rows, facets } = await open.filters.of(filter);
		return {
			total: open.stored.table.rowCount,
			matched: rows.length,
			lines: rows.length,
			...facets
		};
	}

	async query(
		filter: RowFilter,
		arrangement: Arrangement = {},
		onSearched?: (share: number) => void
	): Promise<QueryResult> {
		const open = this.current();
		const filtered = await open.filters.of(filter, onSearched);
		open.table = tableOf(open, filter, filtered, arrangement);
		return { ...(await this.counts(filter)), lines: open.table.lines.length };
	}

	async charts(filter: RowFilter, zoom?: [number, number]): Promise<ChartData> {
		const open = this.current();
		return chartData(open.stored.table, await open.filters.of(filter), zoom);
	}

	rows(start: number, end: number): Promise<ViewRow[]> {
		return viewLines(this.current(), start, end);
	}

	async lineOf(rowIndex: number): Promise<number> {
		return lineOfRow(this.current(), rowIndex);
	}

	async nextHit(from: number, step: 1 | -1): Promise<Hit | undefined> {
		return nextHitOf(this.current(), from, step);
	}

	async neighbours(rowIndex: number, each: number): Promise<ViewRow[]> {
		const open = this.current();
		const first = Math.max(0, rowIndex - each);
		const last = Math.min(open.stored.table.rowCount - 1, rowIndex + each);
		const rows: ViewRow[] = [];
		for (let row = first; row <= last; row++) rows.push(await viewRow(open, row));
		return rows;
	}

	async templateValues(template: number): Promise<TemplateValues> {
		const { stored } = this.current();
		const { rows } = applyFilter(stored.table, { templates: [template] });
		const messages: string[] = [];
		for (const row of spreadOver(rows, VALUE_SAMPLE_ROWS)) messages.push(await stored.message(row));
		const canonical = stored.table.templates[template]?.canonical ?? '';
		return templateValues(canonical, messages, rows.length);
	}

	async templateSearch(template: number): Promise<SearchPattern> {
		const { templateSearch } = await onDemand();
		return templateSearch(this.current().stored, template);
	}

	/** Worked out once for the rows, the marks and a run to compare with; by another clock they are only put into other words. */
	async findings({ clock = 0, baseline }: FindingsChoice = {}): Promise<RunFinding[]> {
		const open = this.current();
		const codes = open.stored.table.codes();
		if (open.findings?.codes !== codes || open.findings.baseline !== baseline) {
			const found = this.loadFindings(open.stored, baseline);
			open.findings = { codes, baseline, found };
			// What failed may succeed when it is asked for again.
			found.catch(() => {
				if (open.findings?.found === found) open.findings = undefined;
			});
		}
		return (await open.findings.found).inWords(clock);
	}

	async explain(filter: RowFilter): Promise<SelectionExplained> {
		const { stored, filters } = this.current();
		const filtered = await filters.of(filter);
		const { explainSelection } = await onDemand();
		return explainSelection(stored.table, filter, filtered);
	}

	async threshold(): Promise<ThresholdView | undefined> {
		const { stored } = this.current();
		const { thresholdOf } = await onDemand();
		return thresholdOf(stored, await this.knowledge(stored.run.bundleVersion));
	}

	async setThreshold(confidence: number | undefined, kept: boolean): Promise<void> {
		const { stored } = this.current();
		const known = await this.knowledge(stored.run.bundleVersion);
		const { setThreshold } = await onDemand();
		if (known) await setThreshold(stored, known, confidence, kept);
	}

	async clock(): Promise<Clock> {
		return (await logOfRun()).clockOf(this.current().stored);
	}

	async baselines(): Promise<Baseline[]> {
		return (await logOfRun()).baselinesOf(this.current().stored);
	}

	async runLog(): Promise<RunLog> {
		const { run, table } = this.current().stored;
		const known = await this.knowledge(run.bundleVersion);
		const { runLogCounts, thresholdsOf } = await onDemand();
		const thresholds = known && thresholdsOf(run, known.bundle);
		return { ...runLogCounts(table, thresholds), llm: await savedLlmLog(run.id) };
	}

	async compare(runBefore: string, runAfter: string): Promise<RunComparison> {
		const before = await StoredRun.open(runBefore);
		const after = await StoredRun.open(runAfter);
		const { compareRuns } = await onDemand();
		return compareRuns(before.table, after.table);
	}

	async detail(row: number): Promise<RowDetail> {
		const { stored } = this.current();
		const { rowDetail } = await onDemand();
		return rowDetail(stored, row, await this.knowledge(stored.run.bundleVersion));
	}

	async markTemplate(canonical: string, state: MarkState | 'plain'): Promise<void> {
		await db.saveTemplateMark({ canonical, state });
		const open = this.current();
		await open.stored.readMarks();
		open.filters.forget();
	}

	async exportPreview(filter: RowFilter, choice: ExportChoice): Promise<ExportPreview> {
		const { previewExport } = await onDemand();
		return previewExport(await this.exportSource(filter), choice);
	}

	async export(
		job: ExportJob,
		file: FileSystemFileHandle | undefined,
		onProgress: (done: number) => void
	): Promise<Blob | undefined> {
		return this.exports.run(job, await this.exportSource(job.filter), file, onProgress);
	}

	cancelExport(jobId: string): void {
		this.exports.cancel(jobId);
	}

	async summary(filter: RowFilter, problemLabels: string[], masked: boolean): Promise<string> {
		const source = await this.exportSource(filter);
		const facets = facetsOfMatches(filter, source.facets);
		// Of some of the rows only what is counted of them can be told.
		const findings = Object.keys(filter).length === 0 ? await this.findings() : [];
		const { summaryOf } = await onDemand();
		return summaryOf({ ...source, facets, findings }, problemLabels, masked);
	}

	/** Its code is loaded with the first run: the start page has a viewer too, and no use for it. */
	private async loadFindings(stored: StoredRun, baseline?: string): Promise<RunFindings> {
		const { findingsOf } = await import('./run-findings');
		return findingsOf(stored, baseline);
	}

	private async exportSource(filter: RowFilter): Promise<ExportSource> {
		const open = this.current();
		const { rows, facets } = await open.filters.of(filter);
		return { stored: open.stored, rows, facets };
	}

	private current(): OpenView {
		if (!this.opened) throw new Error('No run is open');
		return this.opened;
	}

	/** The bundle that a run was made with, if it still is anywhere. */
	private knowledge(version: string): Promise<Knowledge | undefined> {
		if (this.known?.version !== version)
			this.known = { version, knowledge: loadBundleOfVersion(this.base, version) };
		return this.known.knowledge;
	}
}
