import type * as Comlink from 'comlink';
import type { RowDetail, ViewerApi, ViewRow } from '../../workers/contracts/viewer';
import type { SearchPattern } from '../pipeline/export/search-pattern';
import type { RunComparison } from '../pipeline/view/compare-runs';
import type { SelectionExplained } from '../pipeline/view/explain-selection';
import type { RowFilter } from '../pipeline/view/filter';
import type { Hit } from '../pipeline/view/next-hit';
import type { RunLogCounts } from '../pipeline/view/run-log';
import type { TemplateValues } from '../pipeline/view/template-values';
import { Turns } from '../page/turns';
import type { Engine } from '../workers/engine';

export type Viewer = Comlink.Remote<ViewerApi>;

/** Questions to the viewer that change nothing on the result screen. */
export class RunQuestions {
	/** The viewer answers for its newest query, so a group of calls that belong together must not be interleaved. */
	readonly #turns = new Turns();

	constructor(private readonly engine: Engine) {}

	/** Everything about one row, by its index in the run. */
	detail(rowIndex: number): Promise<RowDetail> {
		return this.withViewer((viewer) => viewer.detail(rowIndex));
	}

	/** The next line that passes the filter, beyond the last one the first again. @param from -1 for no line */
	nextHit(from: number, step: 1 | -1): Promise<Hit | undefined> {
		return this.withViewer((viewer) => viewer.nextHit(from, step));
	}

	/** Where the table lists a row or its group, or -1. */
	lineOf(rowIndex: number): Promise<number> {
		return this.withViewer((viewer) => viewer.lineOf(rowIndex));
	}

	/** The rows around a row in the input, itself included. */
	neighbours(rowIndex: number, each: number): Promise<ViewRow[]> {
		return this.withViewer((viewer) => viewer.neighbours(rowIndex, each));
	}

	templateValues(template: number): Promise<TemplateValues> {
		return this.withViewer((viewer) => viewer.templateValues(template));
	}

	templateSearch(template: number): Promise<SearchPattern> {
		return this.withViewer((viewer) => viewer.templateSearch(template));
	}

	/** The first lines of the table. */
	firstRows(count: number): Promise<ViewRow[]> {
		return this.withViewer((viewer) => viewer.rows(0, count));
	}

	/** Compares two stored runs. */
	compare(before: string, after: string): Promise<RunComparison> {
		return this.withViewer((viewer) => viewer.compare(before, after));
	}

	/** What makes the rows that pass a filter different from the rest of the run. */
	explain(filter: RowFilter): Promise<SelectionExplained> {
		return this.withViewer((viewer) => viewer.explain(filter));
	}

	/** How the open run was decided. */
	runLog(): Promise<RunLogCounts> {
		return this.withViewer((viewer) => viewer.runLog());
	}

	/** Talks to the viewer, after whoever asked before. */
	protected withViewer<T>(work: (viewer: Viewer) => Promise<T>): Promise<T> {
		return this.#turns.take(async () => work(await this.engine.viewer()));
	}
}
