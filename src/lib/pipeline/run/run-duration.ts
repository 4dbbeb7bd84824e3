import type { RunEstimate } from './estimate';

/** How fast this machine is. */
export interface EncoderRate {
	/** Texts of `tokensPerText` tokens that one embedder takes a second. */
	textsPerSecond: number;
	tokensPerText: number;
	embedders: number;
}

/**
 * Milliseconds that a run takes with the encoder started. Reading fills one thread and embedding all, so the work of both
 * is spread over the embedders' threads; reading alone is the least. A text's cost
 * grows with its tokens: one takes as long alone as among 127 others, within a quarter.
 */
export function runMilliseconds(
	{ newTexts, tokensPerText, readMilliseconds }: RunEstimate,
	rate: EncoderRate
): number {
	const relative = Math.max(MIN_RELATIVE_LENGTH, tokensPerText / rate.tokensPerText);
	const embedding = (newTexts / rate.textsPerSecond) * 1_000 * relative;
	return Math.max(readMilliseconds, (readMilliseconds + embedding) / rate.embedders);
}

/** Even the shortest text has its two marks and the cost of a call. */
const MIN_RELATIVE_LENGTH = 0.5;

/** Tokens a second that any machine manages. */
const SLOW_TOKENS_PER_SECOND = 1_100;

/** Milliseconds that a run takes on a slow machine: where they are few, the machine need not be measured. */
export const mostMilliseconds = ({
	newTexts,
	tokensPerText,
	readMilliseconds
}: RunEstimate): number =>
	readMilliseconds + ((newTexts * tokensPerText) / SLOW_TOKENS_PER_SECOND) * 1_000;
