import type { RunSnapshot } from '../../lib/pipeline/run/run-types';
import type { RunRecord } from '../../lib/store/schema';
import type { Device, RunProgress } from '../contracts/classifier';

/**
 * What the page is told of a running job. The time left is the larger of what reading and what embedding still need at
 * their rates so far, since the two overlap.
 */
export function progressOf(
	run: Pick<RunRecord, 'id' | 'bytes'>,
	snapshot: RunSnapshot,
	milliseconds: number,
	device: Device | undefined
): RunProgress {
	const { rows, reading, bytesRead } = snapshot;
	const left = millisecondsLeft(run.bytes, snapshot, milliseconds);
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

function millisecondsLeft(
	bytes: number,
	snapshot: RunSnapshot,
	milliseconds: number
): number | undefined {
	const { bytesRead, templatesEmbedded, templatesToEmbed } = snapshot;
	if (milliseconds < 300 || bytesRead === 0) return undefined;
	const share = Math.min(1, bytesRead / Math.max(1, bytes));
	const readingLeft = milliseconds * (1 / share - 1);
	if (templatesEmbedded === 0) return templatesToEmbed === 0 ? readingLeft : undefined;
	// New texts become rarer with every row read, so the texts still to come are fewer than in proportion.
	const toCome = templatesToEmbed * Math.sqrt(1 / share) - templatesEmbedded;
	return Math.max(readingLeft, (toCome * milliseconds) / templatesEmbedded);
}
