/**
 * What runs inside the page to time the viewer. Each function is sent there as text, so it may use nothing from outside
 * itself but types.
 */

/** Milliseconds from the click on a filter. */
export interface ShownTimes {
	/** In the viewer: the rows that match with all counts, and what the charts show; answers' way to the page included. */
	query: number;
	charts: number;
	/** Until the table's first rows are painted, and until the charts are as well. */
	table: number;
	all: number;
}

interface ViewerCall {
	name: string;
	start: number;
	end: number;
}

/** Notes every call of a worker and when it was answered. */
export function watchViewer(): void {
	const calls: ViewerCall[] = [];
	const post = Worker.prototype.postMessage as (...parts: unknown[]) => void;
	Worker.prototype.postMessage = function (this: Worker, ...parts: unknown[]): void {
		const { id, path } = parts[0] as { id?: string; path?: string[] };
		if (id !== undefined && path) {
			const call = { name: path.join('.'), start: performance.now(), end: NaN };
			calls.push(call);
			const answered = (event: MessageEvent<{ id?: string }>): void => {
				if (event.data.id !== id) return;
				call.end = performance.now();
				this.removeEventListener('message', answered);
			};
			this.addEventListener('message', answered);
		}
		post.apply(this, parts);
	};
	Object.assign(globalThis, { benchCalls: calls });
}

/** Filters the run on screen by a part of an address, as a mark of a chart does, and waits until all of it is painted. */
export async function shownAfter(query: string): Promise<ShownTimes> {
	const { benchCalls: calls } = globalThis as unknown as { benchCalls: ViewerCall[] };
	const painted = (): Promise<number> =>
		new Promise((resolve) =>
			requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now())))
		);
	const answered = async (name: string): Promise<ViewerCall> => {
		for (;;) {
			const call = calls.find((one) => one.name === name && one.end > 0);
			if (call) return call;
			await new Promise((resolve) => setTimeout(resolve, 4));
		}
	};
	const id = new URLSearchParams(location.search).get('id') as string;
	const link = document.createElement('a');
	link.href = `?id=${id}&${query}`;
	document.body.append(link);
	calls.length = 0;
	const start = performance.now();
	link.click();
	link.remove();
	await answered('rows');
	const table = (await painted()) - start;
	const charts = await answered('charts');
	const all = (await painted()) - start;
	const queries = calls.filter(({ name }) => name === 'query' || name === 'counts');
	const took = queries.reduce((sum, { start: from, end }) => sum + end - from, 0);
	return { query: took, charts: charts.end - charts.start, table, all };
}
