import type { LoadProgress, RunProgress } from '../../workers/contracts/classifier';
import type { RunRecord } from '../store/schema';
import { formatAmount, formatCount, formatTimeLeft } from '../page/format';

/** What a run is doing, in one line. */
export function describeProgress(progress: RunProgress, model: LoadProgress | undefined): string {
	if (progress.phase === 'loading-model') return describeLoading(model);
	const parts = [doing(progress), formatAmount(progress.rowsRead, 'row')];
	if (progress.rowsPerSecond > 0)
		parts.push(`${formatCount(Math.round(progress.rowsPerSecond))} rows/s`);
	if (progress.millisecondsLeft !== undefined)
		parts.push(`${formatTimeLeft(progress.millisecondsLeft)} left`);
	return parts.join(' · ');
}

function describeLoading(model: LoadProgress | undefined): string {
	if (!model || model.done) return 'Starting the model';
	return model.fromCache ? 'Loading the model' : 'Downloading the model, once';
}

function doing({ phase, templatesEmbedded, templatesToEmbed }: RunProgress): string {
	if (phase === 'reading') return 'Reading and classifying';
	const left = templatesToEmbed - templatesEmbedded;
	return left > 0 ? `Classifying ${formatAmount(left, 'more distinct message')}` : 'Storing';
}

const ENDS: Partial<Record<RunRecord['status'], string>> = {
	done: 'Finished',
	cancelled: 'Cancelled',
	paused: 'Paused'
};

/** That a run has ended, for those who did not see it; empty while it goes on. */
export function describeEnd({ status, rows }: Pick<RunRecord, 'status' | 'rows'>): string {
	const end = ENDS[status];
	return end === undefined ? '' : `${end}: ${formatAmount(rows, 'row')} classified`;
}

/** How far a run is, in [0, 1]: the download at first, then the input and the distinct messages together. */
export function fractionOf(progress: RunProgress, model: LoadProgress | undefined): number {
	if (progress.phase === 'loading-model')
		return model && model.totalBytes > 0 ? model.loadedBytes / model.totalBytes : 0;
	const read = progress.bytesTotal > 0 ? progress.bytesRead / progress.bytesTotal : 0;
	const embedded =
		progress.templatesToEmbed > 0 ? progress.templatesEmbedded / progress.templatesToEmbed : 1;
	return Math.min(1, read * embedded);
}
