import type { LlmEvent } from '../../workers/contracts/llm';
import { addressOf, type LlmModel } from '../pipeline/llm/model';

/** Seconds of the middle one of the answers that a model really gave; undefined without any. */
export function medianSeconds(events: readonly LlmEvent[]): number | undefined {
	const times = events
		.filter(({ cached }) => !cached)
		.map(({ answer }) => answer.milliseconds / 1_000)
		.sort((a, b) => a - b);
	return times[times.length >> 1];
}

/** A remembered figure; undefined when there is none, or it is none. */
export function positiveNumber(text: string | undefined): number | undefined {
	const value = Number(text);
	return text !== undefined && value > 0 ? value : undefined;
}

/** Host that a model's files come from, for the button that fetches them. */
export function originOf({ source }: LlmModel, ownHost: string): string {
	if (ownHost !== '') return new URL(ownHost).host;
	if (!source) return 'the browser’s maker';
	return new URL(addressOf(source)).host;
}
