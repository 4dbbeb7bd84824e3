import { readPreference, writePreference } from '../page/preferences';

const PREFERENCE = 'winnow.run-shares';

/** Whether the messages of a run tell what to expect of each other. */
export const usesShares = (): boolean => readPreference(PREFERENCE) !== 'no';

export const setUsesShares = (use: boolean): void =>
	writePreference(PREFERENCE, use ? undefined : 'no');
