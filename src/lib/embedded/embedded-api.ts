import * as Comlink from 'comlink';
import { requestIn, type ApiAnswer, type ApiRequest } from '../../api/contract';
import type { DirectProgress, RunProgress } from '../../workers/contracts/classifier';
import type { Engine } from '../workers/engine';
import { errorText } from '../page/error-text';
import { fractionOf } from '../start/progress-text';

/** Calls of one page that may be under way at once. */
const MOST_CALLS = 16;

/**
 * Answers the page that embeds this site, on a port. It is given plain data and gives plain data: no object of this site
 * can be reached through it, and a page gets the answers to its own calls alone.
 */
export function serveApi(engine: Engine, port: MessagePort): void {
	/** Calls under way that were not cancelled: their number on the port, and their name in the classifier. */
	const active = new Map<number, string>();
	const tell = (answer: ApiAnswer): void => port.postMessage(answer);

	async function classify({ id, csv, as }: ApiRequest & { type: 'classify' }): Promise<void> {
		if (active.has(id) || active.size >= MOST_CALLS) {
			tell({ type: 'error', id, message: 'Too many calls at once.' });
			return;
		}
		const name = `api-${Math.random().toString(36).slice(2)}`;
		active.set(id, name);
		const report = (progress: DirectProgress): void => tell({ type: 'progress', id, progress });
		try {
			const classifier = await engine.classifier();
			await engine.embedders({
				onProgress: ({ loadedBytes, totalBytes }) =>
					report({ phase: 'loading-model', fraction: loadedBytes / totalBytes, rows: 0 })
			});
			// While the model was loading there was no run to stop.
			if (!active.has(id)) throw new Error('The call was cancelled.');
			const onProgress = Comlink.proxy((progress: RunProgress) => report(shortened(progress)));
			const result = await classifier.classifyDirect({ id: name, csv, as }, onProgress);
			tell({ type: 'result', id, result });
		} catch (error) {
			tell({ type: 'error', id, message: errorText(error) });
		} finally {
			active.delete(id);
		}
	}

	async function cancel(id: number): Promise<void> {
		const name = active.get(id);
		active.delete(id);
		if (name !== undefined) await (await engine.classifier()).cancel(name);
	}

	port.onmessage = ({ data }: MessageEvent<unknown>) => {
		const request = requestIn(data);
		if (request?.type === 'classify') void classify(request);
		if (request?.type === 'cancel') void cancel(request.id);
	};
}

const shortened = (progress: RunProgress): DirectProgress => ({
	phase: progress.phase,
	fraction: fractionOf(progress, undefined),
	rows: progress.rowsRead
});
