/** How long a filter takes on a large run: in the viewer, and until the table and the charts show it. */
import type { Page } from '@playwright/test';
import type { BenchBrowser } from './bench-browser';
import { spreadOf } from './figures';
import { measureRun } from './measure-run';
import { shownAfter, watchViewer, type ShownTimes } from './viewer-calls';

/** One kind of filter: medians in milliseconds over all its values and repeats. */
export interface FilterTimes extends ShownTimes {
	kind: string;
	/** Longest time until the charts showed it too. */
	longest: number;
}

/** Queries of a page's address by kind of filter; more than one so that a lucky value does not count as the kind. */
const KINDS: Record<string, readonly string[]> = {
	label: ['label=NetworkError', 'label=SystemNotification', 'not-label=NetworkError'],
	tier: ['tier=head', 'tier=none', 'not-tier=head'],
	severity: ['severity=error', 'severity=info'],
	template: ['template=0', 'template=7', 'not-template=0'],
	status: ['status=4xx', 'status=5xx'],
	confidence: ['sure-from=0.5&sure-to=1'],
	text: ['q=timeout', 'q=the', 'q=zzzz-nowhere'],
	regex: ['q=time.?out&regex=1', 'q=%5Bfor%5D%2B+%5Cd&regex=1', 'q=zzzz%5Cd&regex=1']
};

/** Drops a file, opens its run again and measures each kind of filter. */
export async function measureFilters(
	browser: BenchBrowser,
	siteUrl: string,
	path: string,
	repeats: number
): Promise<FilterTimes[]> {
	const { run } = await measureRun(browser, siteUrl, path);
	console.log(`${run.rows} rows, ${run.templates} distinct messages`);
	return browser.withPage(siteUrl, async (page) => {
		await page.evaluate(watchViewer);
		await page
			.getByRole('link', { name: /^Open / })
			.first()
			.click();
		await page.locator('[role=treegrid] .label-cell > *').first().waitFor();
		const kinds = { ...KINDS, ...(await kindsOfRun(page)) };
		const found: FilterTimes[] = [];
		for (const [kind, queries] of Object.entries(kinds)) {
			const times: ShownTimes[] = [];
			for (let repeat = 0; repeat < repeats; repeat++)
				for (const query of queries) {
					times.push(await page.evaluate(shownAfter, query));
					await page.evaluate(shownAfter, '');
				}
			found.push(summed(kind, times));
			console.log(lineOf(found.at(-1) as FilterTimes));
		}
		return found;
	});
}

/** Filters whose values depend on the file. */
async function kindsOfRun(page: Page): Promise<Record<string, string[]>> {
	const sources = await page.evaluate(async () => {
		const settled = <T>(request: IDBRequest<T>): Promise<T> =>
			new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
		const db = await settled(indexedDB.open('winnow'));
		const id = new URLSearchParams(location.search).get('id') as string;
		const run = (await settled(db.transaction('runs').objectStore('runs').get(id))) as {
			sources: string[];
		};
		db.close();
		return run.sources.slice(0, 3);
	});
	return {
		source: sources.map((source) => `source=${encodeURIComponent(source)}`),
		// The generated times start here and go on for eleven hours at a million rows.
		time: ['from=2026-04-01T02:00:00.000Z&to=2026-04-01T04:00:00.000Z']
	};
}

function summed(kind: string, times: readonly ShownTimes[]): FilterTimes {
	const all = spreadOf(times.map((time) => time.all));
	const middle = (of: 'query' | 'charts' | 'table'): number =>
		spreadOf(times.map((time) => time[of])).median;
	return {
		kind,
		query: middle('query'),
		charts: middle('charts'),
		table: middle('table'),
		all: all.median,
		longest: all.max
	};
}

const lineOf = ({ kind, query, charts, table, all, longest }: FilterTimes): string => {
	const ms = (value: number): string => `${Math.round(value)} ms`;
	return `${kind}: viewer ${ms(query)} rows and counts, ${ms(charts)} charts; on screen: table ${ms(table)}, charts ${ms(all)} (longest ${ms(longest)})`;
};
