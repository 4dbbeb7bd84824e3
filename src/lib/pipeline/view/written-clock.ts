import { zoneIn } from '../read/time-layouts';
import { regionOffsetAt } from '../read/time-names';
import type { Clock } from './log-clock';

/**
 * By which clock a log is written, by the time of one of its rows as it stands there. Of a region, the clock that it had then.
 * @param time the same time in milliseconds since the epoch
 * @param unnamed the zone that times without one are read in
 */
export function clockOfTime(
	text: string,
	time: number,
	unnamed: 'utc' | 'local' | undefined
): Clock {
	const { offset, region } = zoneIn(text);
	const named = offset ?? (region === undefined ? undefined : regionOffsetAt(region, time));
	return named ?? (unnamed === 'local' ? 'local' : 0);
}
