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

/** What a page may ask for on the port: these two, and nothing else. */
export type ApiRequest =
	| { type: 'classify'; id: number; csv: string; as: 'csv' | 'rows' }
	| { type: 'cancel'; id: number };

/** What it is told of a call of its own. */
export type ApiAnswer =
	| { type: 'progress'; id: number; progress: DirectProgress }
	| { type: 'result'; id: number; result: DirectResult }
	| { type: 'error'; id: number; message: string };

/**
 * The request in what a page sent, copied field by field, so that nothing else of it is ever looked at; undefined where it
 * is none.
 */
export function requestIn(data: unknown): ApiRequest | undefined {
	if (typeof data !== 'object' || data === null) return undefined;
	const { type, id, csv, as } = data as Partial<Record<string, unknown>>;
	if (typeof id !== 'number' || !Number.isSafeInteger(id)) return undefined;
	if (type === 'cancel') return { type, id };
	if (type !== 'classify' || typeof csv !== 'string' || (as !== 'csv' && as !== 'rows'))
		return undefined;
	return { type, id, csv, as };
}
