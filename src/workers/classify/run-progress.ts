import type { RunSnapshot } from '../../lib/pipeline/run/run-types';
import type { RunRecord } from '../../lib/store/schema';
import type { Device, RunProgress } from '../contracts/classifier';

/**
 * What the page is told of a running job.
 * @param left milliseconds; undefined while unknown
 */
export function progressOf(
	run: Pick<RunRecord, 'id' | 'bytes'>,
	snapshot: RunSnapshot,
	milliseconds: number,
	device: Device | undefined,
	left: number | undefined
): RunProgress {
	const { rows, reading, bytesRead } = snapshot;
	return {
		runId: run.id,
		phase: reading ? 'reading' : 'classifying',
		rowsRead: rows,
		bytesRead,
		bytesTotal: run.bytes,
		templates: snapshot.templates,
		templatesToEmbed: snapshot.templatesToEmbed,
		templatesEmbedded: snapshot.templatesEmbedded,
		rowsByTier: snapshot.rowsByTier,
		templatesByTier: snapshot.templatesByTier,
		stages: snapshot.stages,
		rowsPerSecond: milliseconds > 0 ? (rows / milliseconds) * 1_000 : 0,
		...(left === undefined ? {} : { millisecondsLeft: left }),
		...(device ? { device } : {})
	};
}
