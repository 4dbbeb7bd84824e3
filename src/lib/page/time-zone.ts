import { SvelteMap } from 'svelte/reactivity';
import { atClock, clockName, type Clock } from '../pipeline/view/log-clock';
import { readPreference, writePreference } from './preferences';

/** In which zone the times of a log are shown; the log's own is the one that its times name. */
export const ZONES = ['utc', 'local', 'log'] as const;
export type ShownZone = (typeof ZONES)[number];

const PREFERENCE = 'winnow.zone';

/** Maps, since those are what Svelte follows outside of components. */
const chosen = new SvelteMap<'zone', ShownZone>();
const log = new SvelteMap<'clock', Clock>();

/** The choice; UTC until there is one. */
export function shownZone(): ShownZone {
	const kept = chosen.get('zone') ?? readPreference(PREFERENCE);
	return ZONES.find((zone) => zone === kept) ?? 'utc';
}

/** Keeps a choice on this device. */
export function showZone(zone: ShownZone): void {
	writePreference(PREFERENCE, zone === 'utc' ? undefined : zone);
	chosen.set('zone', zone);
}

/** Says by which clock the log on screen was written. */
export const setLogClock = (clock: Clock): unknown => log.set('clock', clock);

/** The clock that times are shown by. */
export function shownClock(): Clock {
	const zone = shownZone();
	if (zone === 'log') return log.get('clock') ?? 0;
	return zone === 'local' ? 'local' : 0;
}

/** A moment as the shown clock has it, for formatters of UTC. */
export const shifted = (milliseconds: number): number => atClock(milliseconds, shownClock());

/** What the shown clock is called. */
export const zoneName = (): string => clockName(shownClock());
