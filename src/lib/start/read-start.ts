import { ENCODER_SHORT_TOKENS } from '../pipeline/embed/encoder-revision';
import { readPreference, writePreference } from '../page/preferences';

const PREFERENCE = 'winnow.read-start';

/** Whether the model reads only the start of long messages. */
export const readsStart = (): boolean => readPreference(PREFERENCE) === 'yes';

export const setReadsStart = (start: boolean): void =>
	writePreference(PREFERENCE, start ? 'yes' : undefined);

/** What a run is told of it. */
export const tokensToRead = (): { maxTokens?: number } =>
	readsStart() ? { maxTokens: ENCODER_SHORT_TOKENS } : {};
