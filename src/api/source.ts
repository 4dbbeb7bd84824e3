import { MOST_FILE, MOST_PIECE } from './contract';
import { csvOfRows, objectsOf, RowMerger } from './rows';
import type { ClassifiedRow, Input } from './types';
import type { DirectBatch } from '../workers/contracts/direct';

/** The text of a CSV, or the file of any log. */
type Content = { csv: string } | { file: Blob };

/** An input as the port takes it, and how rows come back from it. */
export interface Source {
	/** Absent where it is read piece by piece. */
	input?: Content;
	pieces?: Pieces;
	rows: (batch: DirectBatch) => ClassifiedRow[];
	/** Rows that no batch had. */
	rest: () => ClassifiedRow[];
}

/** @throws TypeError for what is no input */
export function sourceOf(input: Input): Source {
	if (Array.isArray(input)) {
		const merger = new RowMerger(input);
		return {
			input: { csv: csvOfRows(input) },
			rows: (batch) => merger.next(batch.rows),
			rest: () => merger.rest()
		};
	}
	const common = { rows: objectsOf, rest: () => [] };
	if (typeof input === 'string') return { input: { csv: input }, ...common };
	if (input instanceof Blob) return { input: { file: input }, ...common };
	if (input instanceof ReadableStream) return { pieces: new Pieces(input), ...common };
	throw new TypeError(
		'Winnow takes an array of rows, the text of a CSV, a Blob or File, or a ReadableStream.'
	);
}

/** The same for a call that takes all of it at once. */
export async function wholeInput({ input, pieces }: Source): Promise<Content> {
	if (input) return input;
	const parts: Uint8Array<ArrayBuffer>[] = [];
	let bytes = 0;
	for (;;) {
		const piece = await pieces?.next();
		if (!piece) return { file: new Blob(parts) };
		parts.push(piece);
		bytes += piece.length;
		if (bytes <= MOST_FILE) continue;
		void pieces?.close();
		throw new Error('The stream is too large to be held in memory. Use stream().');
	}
}

/** A stream in pieces that the port takes. */
export class Pieces {
	private readonly reader: ReadableStreamDefaultReader<unknown>;
	private readonly encoder = new TextEncoder();
	private left = new Uint8Array();

	constructor(stream: ReadableStream<unknown>) {
		this.reader = stream.getReader();
	}

	/** The next one; undefined at the end. */
	async next(): Promise<Uint8Array<ArrayBuffer> | undefined> {
		while (this.left.length === 0) {
			const { done, value } = await this.reader.read();
			if (done) return undefined;
			this.left = this.bytesOf(value);
		}
		// A copy: it is handed over, and the rest is not.
		const piece = this.left.slice(0, MOST_PIECE);
		this.left = this.left.subarray(MOST_PIECE);
		return piece;
	}

	/** Lets the stream go. */
	async close(): Promise<void> {
		await this.reader.cancel().catch(() => undefined);
	}

	private bytesOf(chunk: unknown): Uint8Array<ArrayBuffer> {
		if (typeof chunk === 'string') return this.encoder.encode(chunk);
		if (chunk instanceof Uint8Array) return new Uint8Array(chunk);
		throw new TypeError('The chunks of a stream must be Uint8Array or text.');
	}
}
