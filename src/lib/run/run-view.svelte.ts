import * as Comlink from 'comlink';
import type { RowFilter } from '../pipeline/view/filter';
import type { Arrangement, QueryResult, ThresholdView } from '../../workers/contracts/viewer';
import { placeProblems, registerLabels } from '../charts/category-style';
import { errorText } from '../page/error-text';
import { FIRST_ROWS, RowPages } from '../table/row-pages.svelte';
import type { ChartData } from '../pipeline/view/chart-data';
import type { OwnMark } from '../pipeline/bundle/template-marks';
import type { RunRecord } from '../store/schema';
import { setLogClock } from '../page/time-zone';
import { Explained } from './explained.svelte';
import { errorRows, NO_ERRORS, type ErrorRows } from './summary';
import { RunQuestions, type Viewer } from './run-questions';

/** The opened run as the result screen shows it. */
export class RunView extends RunQuestions {
	run = $state.raw<RunRecord>();
	/** Counts over all rows. */
	overview = $state.raw<QueryResult>();
	/** Rows that are severe or a problem by label. */
	errors = $state.raw<ErrorRows>(NO_ERRORS);
	/** Counts over the rows that pass the filter. */
	result = $state.raw<QueryResult>();
	filter = $state.raw<RowFilter>({});
	arrangement = $state.raw<Arrangement>({});
	/** What the charts show of the filter; comes a moment after the table. */
	charts = $state.raw<ChartData>();
	readonly explained = new Explained();
	/** The part of the time that is shown; undefined for all of it. */
	zoom = $state.raw<[number, number]>();
	/** Rows that match and that a table in an order of its own does not list yet, while a run goes on. */
	unlisted = $state(0);
	/** Counts how often the matches became other rows: the table then starts at the top. */
	generation = $state(0);
	error = $state<string>();
	/** While a filter that was asked for is not counted yet: how much of the run its search has read, from 0 to 1. */
	searched = $state<number>();
	/** Why the text of the filter could not be searched for; the table then shows what it showed before. */
	searchError = $state<string>();
	readonly pages = new RowPages((start, end) =>
		this.withViewer((viewer) => viewer.rows(start, end))
	);
	#wanted = '';
	/** Matching rows when the table was put in order. */
	#listed = 0;

	/** Whether the table lists what was asked for last, and not what was asked for before that. */
	get isSettled(): boolean {
		return this.#wanted === JSON.stringify([this.run?.id, this.filter, this.arrangement]);
	}

	/** Shows a run through a filter; does nothing when it already does. */
	async show(runId: string, filter: RowFilter, arrangement: Arrangement = {}): Promise<void> {
		const wanted = JSON.stringify([runId, filter, arrangement]);
		if (wanted === this.#wanted) return;
		this.#wanted = wanted;
		this.searched = isSame(filter, this.filter) && this.run?.id === runId ? undefined : 0;
		await this.#guarded(async (viewer) => {
			if (wanted !== this.#wanted) return;
			if (this.run?.id !== runId) await this.#open(viewer, runId);
			const isOtherFilter = !isSame(filter, this.filter);
			if (!(await this.#canSearch(viewer, filter))) return;
			this.filter = filter;
			this.arrangement = arrangement;
			await this.#query(viewer, true, { draws: isOtherFilter || !this.charts });
			await this.#explain(viewer);
		});
	}

	/** Shows a part of the time, or all of it. */
	async zoomTo(range: [number, number] | undefined): Promise<void> {
		this.zoom = range;
		await this.#guarded((viewer) => this.#draw(viewer));
	}

	/** Lists the rows that have come since the table was put in order. */
	async listAll(): Promise<void> {
		await this.#guarded((viewer) => this.#query(viewer, false, { reorders: true, draws: false }));
	}

	/** Works out again what stands out: the clock, or what it is compared with, is another. */
	async explainAgain(): Promise<void> {
		await this.#guarded((viewer) => this.#explain(viewer));
	}

	/** Picks up what a running job has stored since. */
	async refresh(): Promise<void> {
		await this.#guarded(async (viewer) => {
			if (!this.run) return;
			const { status } = this.run;
			this.run = await viewer.refresh();
			await this.#measure(viewer, status === 'running' && this.run.status !== status);
			await this.#query(viewer, false);
			await this.#explain(viewer);
		});
	}

	/** Mutes or pins a message, or takes its mark away; counts and rows follow. */
	async mark({ canonical, state }: OwnMark): Promise<void> {
		await this.withViewer(async (viewer) => {
			await viewer.markTemplate(canonical, state);
			await this.#measure(viewer);
			await this.#query(viewer, true);
			await this.#explain(viewer);
		});
	}

	/** The threshold of a run; undefined where it cannot be changed, or another run is open. */
	threshold(runId: string): Promise<ThresholdView | undefined> {
		return this.withViewer(async (viewer) =>
			this.run?.id === runId ? viewer.threshold() : undefined
		);
	}

	/**
	 * Judges a run by another threshold; everything shown of it follows.
	 * @param confidence undefined for that of the run's bundle
	 * @param kept false: only tried, nothing is stored
	 * @returns false where another run is open by now; nothing is changed then
	 */
	setThreshold(runId: string, confidence: number | undefined, kept: boolean): Promise<boolean> {
		return this.withViewer(async (viewer) => {
			if (this.run?.id !== runId) return false;
			await viewer.setThreshold(confidence, kept);
			if (kept) this.run = await viewer.refresh();
			await this.#measure(viewer);
			await this.#query(viewer, false, { reorders: true });
			if (kept) await this.#explain(viewer);
			return true;
		});
	}

	async #open(viewer: Viewer, runId: string): Promise<void> {
		this.overview = undefined;
		this.result = undefined;
		this.charts = undefined;
		this.explained.clear();
		this.zoom = undefined;
		this.run = await viewer.open(runId);
		registerLabels(this.run.labels ?? []);
		setLogClock(await viewer.clock());
		await this.#measure(viewer);
	}

	/**
	 * Counts over the whole run. Over all rows last: a table without a filter then asks for what is known.
	 * @param ends the run has just ended, and its problems get their colours for good
	 */
	async #measure(viewer: Viewer, ends = false): Promise<void> {
		const severe = await viewer.counts({ severities: ['critical', 'error'] });
		const overview = await viewer.counts({});
		placeProblems(overview.labels, ends);
		this.errors = errorRows(overview, severe);
		this.overview = overview;
	}

	/**
	 * @param isNew the matches are other rows now, not only more of them
	 * @param options.reorders puts them in order again, which may move rows under the pointer
	 * @param options.draws the charts follow
	 */
	async #query(
		viewer: Viewer,
		isNew: boolean,
		{ reorders = isNew, draws = true }: { reorders?: boolean; draws?: boolean } = {}
	): Promise<void> {
		const { filter, arrangement } = this;
		const isArranged = arrangement.order !== undefined || arrangement.groups !== undefined;
		if (isArranged && !reorders && this.run?.status === 'running') {
			await this.#keepLines(viewer);
			return this.#draw(viewer);
		}
		const result = await viewer.query(filter, arrangement, ...this.#reports(filter));
		const first = isNew ? await viewer.rows(0, FIRST_ROWS) : undefined;
		// The worker counts for the charts while the page shows the rows.
		const drawing = draws ? this.#draw(viewer) : undefined;
		this.#listed = result.matched;
		this.unlisted = 0;
		if (first) this.pages.replace(first);
		else this.pages.markOld();
		if (isNew) this.generation++;
		this.result = result;
		this.searched = undefined;
		await drawing;
	}

	/** How far a search is. Ports cost something, so only a search that is waited for gets one. */
	#reports({ text }: RowFilter): ((share: number) => void)[] {
		if (!text || this.searched === undefined) return [];
		return [
			Comlink.proxy(
				(share: number) => (this.searched = this.searched === undefined ? undefined : share)
			)
		];
	}

	/** New rows would jump into the middle of an ordered table: they wait until they are asked for. */
	async #keepLines(viewer: Viewer): Promise<void> {
		const result = await viewer.counts(this.filter);
		this.unlisted = Math.max(0, result.matched - this.#listed);
		this.result = { ...result, lines: this.result?.lines ?? 0 };
		this.pages.markOld();
	}

	/** An expression that is not valid is no reason to show nothing. */
	async #canSearch(viewer: Viewer, filter: RowFilter): Promise<boolean> {
		this.searchError = undefined;
		if (!filter.regex) return true;
		try {
			await viewer.query(filter, {}, ...this.#reports(filter));
			return true;
		} catch (error) {
			this.searchError = errorText(error);
			this.searched = undefined;
			if (!this.result) await this.#query(viewer, true);
			return false;
		}
	}

	/** After everything else: the viewer counts through all rows. */
	async #explain(viewer: Viewer): Promise<void> {
		if (this.run?.status !== 'running') await this.explained.read(viewer);
	}

	async #draw(viewer: Viewer): Promise<void> {
		this.charts = await viewer.charts(this.filter, this.zoom);
	}

	async #guarded(work: (viewer: Viewer) => Promise<void>): Promise<void> {
		try {
			await this.withViewer(work);
			this.error = undefined;
		} catch (error) {
			this.#wanted = '';
			this.searched = undefined;
			this.error = errorText(error);
		}
	}
}

const isSame = (a: RowFilter, b: RowFilter): boolean => JSON.stringify(a) === JSON.stringify(b);
