import * as Comlink from 'comlink';
import type { EmbeddedApi } from '../../api/contract';
import type { DirectProgress, DirectResult, RunProgress } from '../../workers/contracts/classifier';
import type { Engine } from '../workers/engine';
import { fractionOf } from '../start/progress-text';

/** What a page that embeds this site can call. */
export function embeddedApi(engine: Engine): EmbeddedApi {
	/** Calls under way that were not cancelled. */
	const active = new Set<string>();
	return {
		async classify(csv, as, id, onProgress): Promise<DirectResult> {
			active.add(id);
			const classifier = await engine.classifier();
			await engine.embedders(({ loadedBytes, totalBytes }) =>
				onProgress({ phase: 'loading-model', fraction: loadedBytes / totalBytes, rows: 0 })
			);
			// The caller has had its answer; while the model was loading there was no run to stop.
			if (!active.delete(id)) throw new Error('The call was cancelled.');
			const report = (progress: RunProgress): void => onProgress(shortened(progress));
			return classifier.classifyDirect({ id, csv, as }, Comlink.proxy(report));
		},
		async cancel(id): Promise<void> {
			active.delete(id);
			await (await engine.classifier()).cancel(id);
		}
	};
}

const shortened = (progress: RunProgress): DirectProgress => ({
	phase: progress.phase,
	fraction: fractionOf(progress, undefined),
	rows: progress.rowsRead
});
