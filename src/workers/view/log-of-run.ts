import type { Clock } from '../../lib/pipeline/view/log-clock';
import { clockOfTime } from '../../lib/pipeline/view/written-clock';
import type { InputFormat } from '../../lib/pipeline/read/input-format';
import { savedRuns } from '../../lib/store/db';
import type { StoredRun } from '../run/stored-run';

/** An earlier run that another can be compared with. */
export interface Baseline {
	id: string;
	name: string;
	createdAt: number;
}

/** By which clock a log is written, by the first row that has a time. */
export async function clockOf(stored: StoredRun): Promise<Clock> {
	const { run, table } = stored;
	const { timestamp, clock } = run.mapping;
	const row = table.time.subarray(0, table.rowCount).findIndex((time) => !Number.isNaN(time));
	if (row === -1 || timestamp === undefined) return run.format.zone === 'local' ? 'local' : 0;
	const { cells } = await stored.row(row);
	const written = [timestamp, clock].flatMap((at) => (at === undefined ? [] : (cells[at] ?? [])));
	return clockOfTime(written.join(' '), table.time[row] as number, run.format.zone);
}

/** Ended runs of the same kind of file, made before a run, newest first. */
export async function baselinesOf({ run }: StoredRun): Promise<Baseline[]> {
	const kind = kindOf(run.format);
	return (await savedRuns())
		.filter(
			({ id, status, createdAt, format }) =>
				id !== run.id && status === 'done' && createdAt < run.createdAt && kindOf(format) === kind
		)
		.map(({ id, name, createdAt }) => ({ id, name, createdAt }));
}

/** Logs of one kind are read alike: the same formats of lines, or the same columns. */
const kindOf = ({ kind, lineFormats = [], columns }: InputFormat): string =>
	JSON.stringify(kind === 'lines' ? [kind, lineFormats.toSorted()] : [kind, columns.toSorted()]);
