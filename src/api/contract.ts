/** What the module on a foreign page and the embedded page of this site say to each other. */
import type { DirectProgress, DirectResult } from '../workers/contracts/classifier';

/** Tells apart messages of ours from whatever else a page posts. */
const API_CHANNEL = 'winnow-api';

/**
 * From the embedded page: `hello` once it listens; then `asking` while the visitor is asked whether the page may use it,
 * and `open` or `refused`. From the module: `connect`, with the port that the calls go through.
 */
export type ApiMessage = 'hello' | 'connect' | 'asking' | 'open' | 'refused';

export interface ApiEnvelope {
	channel: typeof API_CHANNEL;
	message: ApiMessage;
}

export const envelope = (message: ApiMessage): ApiEnvelope => ({ channel: API_CHANNEL, message });

/** The message in an event's data, if it is one of ours. */
export function messageIn(data: unknown): ApiMessage | undefined {
	const { channel, message } = (data ?? {}) as Partial<ApiEnvelope>;
	return channel === API_CHANNEL ? message : undefined;
}

/** What is exposed on the port. */
export interface EmbeddedApi {
	classify(
		csv: string,
		as: 'csv' | 'rows',
		id: string,
		onProgress: (progress: DirectProgress) => void
	): Promise<DirectResult>;
	cancel(id: string): void;
}
