/**
 * What runs inside the page. Each function is sent there as text, so it may use nothing from outside itself but types.
 */
import type { RunRecord } from '../../src/lib/store/schema';

/** Times of one run, in milliseconds of the page's clock; NaN before they come. */
export interface PageMarks {
	dropped: number;
	firstRows: number;
	/** The longest task of the main thread since the drop; 0 when none took 50 ms. */
	longestTask: number;
}

/** The part of a run's record that is reported. */
export type StoredRun = Pick<
	RunRecord,
	| 'status'
	| 'error'
	| 'rows'
	| 'templates'
	| 'rowsByTier'
	| 'stages'
	| 'milliseconds'
	| 'format'
	| 'mapping'
	| 'device'
>;

/** Notes when a file is chosen, and when the first classified row is on screen. Call before the file is chosen. */
export function watchPage(): void {
	const marks = { dropped: NaN, firstRows: NaN, longestTask: 0 };
	new PerformanceObserver((list) => {
		for (const { startTime, duration } of list.getEntries())
			if (startTime >= marks.dropped) marks.longestTask = Math.max(marks.longestTask, duration);
	}).observe({ type: 'longtask' });
	const look = (): void => {
		// A row without a label yet has no confidence.
		if (document.querySelector('.confidence-cell > *')) marks.firstRows = performance.now();
		else requestAnimationFrame(look);
	};
	const chosen = (): void => {
		marks.dropped = performance.now();
		requestAnimationFrame(look);
	};
	addEventListener('change', chosen, { capture: true, once: true });
	Object.assign(globalThis, { benchMarks: marks });
}

/** Whether the page has begun to classify, asks how to read the file, or refuses it. */
export function hasAnswered(): boolean {
	const asksOrRefuses = document.querySelector('main :is([role=alert], .mapping)') !== null;
	return location.search.includes('id=') || asksOrRefuses;
}

/** The marks, once the first rows are on screen. */
export async function whenRowsShown(): Promise<PageMarks> {
	const { benchMarks } = globalThis as unknown as { benchMarks: PageMarks };
	while (Number.isNaN(benchMarks.firstRows))
		await new Promise((resolve) => setTimeout(resolve, 20));
	return benchMarks;
}

/**
 * Waits until the run of the page's address is stored to its end.
 * @returns the record, and when it was seen (20 ms late at most, plus one read)
 */
export async function whenStored(): Promise<{ run: StoredRun; at: number }> {
	const settled = <T>(request: IDBRequest<T>): Promise<T> =>
		new Promise((resolve, reject) => {
			request.onsuccess = () => resolve(request.result);
			request.onerror = () => reject(request.error ?? new Error('IndexedDB failed'));
		});
	const id = new URLSearchParams(location.search).get('id') as string;
	const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));
	// Opening a database that is not there would make it, without its stores.
	while (!(await indexedDB.databases()).some(({ name }) => name === 'winnow')) await pause();
	const db = await settled(indexedDB.open('winnow'));
	for (;;) {
		const store = db.transaction('runs').objectStore('runs');
		const run = (await settled(store.get(id))) as RunRecord | undefined;
		if (run && run.status !== 'running') {
			db.close();
			const { status, rows, templates, rowsByTier, stages, format, mapping } = run;
			const { error, device, milliseconds } = run;
			const optional = { ...(error ? { error } : {}), ...(device ? { device } : {}) };
			const totals = { rows, templates, rowsByTier, stages, milliseconds };
			const found = { status, ...totals, format, mapping, ...optional };
			return { run: found, at: performance.now() };
		}
		await pause();
	}
}
