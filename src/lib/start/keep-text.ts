import { readPreference, writePreference } from '../page/preferences';

const PREFERENCE = 'winnow.keep-text';

/** Whether runs store the text of their rows. */
export const keepsText = (): boolean => readPreference(PREFERENCE) !== 'no';

export const setKeepsText = (keep: boolean): void =>
	writePreference(PREFERENCE, keep ? undefined : 'no');
