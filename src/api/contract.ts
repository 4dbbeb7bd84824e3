/** What the module on a foreign page and the embedded page of this site say to each other. */
import type {
	DirectBatch,
	DirectBundle,
	DirectProgress,
	DirectResult
} from '../workers/contracts/direct';

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

/** Characters of a CSV's or a bundle's text, bytes of a file that is classified at once, bytes of one piece of a stream. */
export const MOST_TEXT = 2 ** 27;
export const MOST_BUNDLE = 2 ** 26;
export const MOST_FILE = 2 ** 28;
export const MOST_PIECE = 2 ** 20;

/** The text of a CSV, or the file of any log. */
export type ApiInput = { csv: string } | { file: File };

/** What a page may ask for on the port: these, and nothing else. */
export type ApiRequest =
	| { type: 'classify'; id: number; input: ApiInput; as: 'csv' | 'rows'; shares: boolean }
	/** Without an input its bytes are asked for, piece by piece. */
	| { type: 'stream'; id: number; input: ApiInput | undefined }
	/** The next rows of a stream; nothing is read before. */
	| { type: 'more'; id: number }
	/** The bytes that were asked for; none at the end. */
	| { type: 'piece'; id: number; bytes: Uint8Array | undefined }
	/** The bundle for the calls that follow; none for the site's own. */
	| { type: 'bundle'; id: number; text: string | undefined }
	| { type: 'cancel'; id: number };

/** The same as it is sent, but for the number of its call. */
export type Asked =
	| { type: 'classify'; csv?: string; file?: Blob; as: 'csv' | 'rows'; shares: boolean }
	| { type: 'stream'; csv?: string; file?: Blob }
	| { type: 'bundle'; text?: string }
	| { type: 'more' | 'piece' | 'cancel' };

/** What it is told of a call of its own. */
export type ApiAnswer =
	| { type: 'progress'; id: number; progress: DirectProgress }
	| { type: 'result'; id: number; result: DirectResult }
	| { type: 'batch'; id: number; batch: DirectBatch }
	/** A stream has no more rows. */
	| { type: 'end'; id: number }
	/** The next piece of a stream is wanted. */
	| { type: 'want'; id: number }
	| { type: 'bundle'; id: number; bundle: DirectBundle | undefined }
	| { type: 'error'; id: number; message: string };

type Fields = Partial<Record<string, unknown>>;

/**
 * The request in what a page sent, copied field by field, so that nothing else of it is ever looked at; undefined where it
 * is none.
 */
export function requestIn(data: unknown): ApiRequest | undefined {
	if (typeof data !== 'object' || data === null) return undefined;
	const fields = data as Fields;
	const { type, id } = fields;
	if (typeof id !== 'number' || !Number.isSafeInteger(id)) return undefined;
	if (type === 'cancel' || type === 'more') return { type, id };
	if (type === 'classify') return classifyIn(id, fields);
	if (type === 'stream') return streamIn(id, fields);
	if (type === 'piece') return pieceIn(id, fields);
	if (type === 'bundle') return bundleIn(id, fields);
	return undefined;
}

/** Why a request is refused: it asks for more than is held in memory. */
export function tooLarge(request: ApiRequest): string | undefined {
	if (request.type === 'bundle' && (request.text?.length ?? 0) > MOST_BUNDLE)
		return `The bundle has more than ${MOST_BUNDLE} characters.`;
	if (request.type !== 'classify' && request.type !== 'stream') return undefined;
	const { input } = request;
	if (!input) return undefined;
	if ('csv' in input)
		return input.csv.length > MOST_TEXT
			? `The text has more than ${MOST_TEXT} characters. Give a File or a stream to stream().`
			: undefined;
	// A stream reads a file piece by piece.
	return request.type === 'classify' && input.file.size > MOST_FILE
		? `The input has more than ${MOST_FILE} bytes, too many to be held in memory. Use stream().`
		: undefined;
}

function classifyIn(id: number, { csv, file, as, shares = true }: Fields): ApiRequest | undefined {
	const input = inputIn(csv, file);
	if (!input || (as !== 'csv' && as !== 'rows') || typeof shares !== 'boolean') return undefined;
	return { type: 'classify', id, input, as, shares };
}

function streamIn(id: number, { csv, file }: Fields): ApiRequest | undefined {
	const input = inputIn(csv, file);
	if (!input && (csv !== undefined || file !== undefined)) return undefined;
	return { type: 'stream', id, input };
}

function pieceIn(id: number, { bytes }: Fields): ApiRequest | undefined {
	if (bytes === undefined) return { type: 'piece', id, bytes };
	if (!(bytes instanceof Uint8Array) || bytes.length === 0 || bytes.length > MOST_PIECE)
		return undefined;
	return { type: 'piece', id, bytes };
}

function bundleIn(id: number, { text }: Fields): ApiRequest | undefined {
	return text === undefined || typeof text === 'string' ? { type: 'bundle', id, text } : undefined;
}

function inputIn(csv: unknown, file: unknown): ApiInput | undefined {
	if (typeof csv === 'string' && file === undefined) return { csv };
	if (!(file instanceof Blob) || csv !== undefined) return undefined;
	return { file: file instanceof File ? file : new File([file], 'blob') };
}
