import type { TextPiece } from '../../lib/pipeline/run/run-types';
import { concatBytes } from '../../lib/pipeline/text/piece-text';

type Bytes = Uint8Array<ArrayBuffer>;

/** Bytes of a stream that its format is guessed from, and milliseconds of silence after which fewer will do. */
const SAMPLE_BYTES = 65_536;
const SAMPLE_SILENCE = 1_000;
/** Milliseconds of silence after which the last event is taken for whole. */
const EVENT_SILENCE = 5_000;

/** A stream of bytes whose first ones can be looked at before they are taken. */
export class ByteStream {
	private readonly bytes: AsyncIterator<Uint8Array>;
	private waiting: Promise<IteratorResult<Uint8Array>> | undefined;
	private readonly held: Bytes[] = [];
	private ended = false;

	constructor(stream: AsyncIterable<Uint8Array>) {
		this.bytes = stream[Symbol.asyncIterator]();
	}

	/** The first bytes: enough to guess the format, or all that came before a silence or the end. */
	async sample(): Promise<Bytes> {
		let length = 0;
		while (!this.ended && length < SAMPLE_BYTES) {
			// Nothing at all is no sample: the first line may be minutes away.
			const next = await this.next(length === 0 ? Infinity : SAMPLE_SILENCE);
			if (next === 'silence') break;
			if (!next) continue;
			this.held.push(next);
			length += next.length;
		}
		return concatBytes(this.held);
	}

	/** All bytes, the first ones too. */
	async *all(): AsyncGenerator<Bytes> {
		yield* this.held.splice(0);
		while (!this.ended) {
			const next = await this.next(Infinity);
			if (next && next !== 'silence') yield next;
		}
	}

	/**
	 * The same as text.
	 * @param closesEvents whether a silence ends the event before it, so that the piece after it begins a new one
	 */
	async *pieces(closesEvents: boolean): AsyncGenerator<Pick<TextPiece, 'text' | 'final'>> {
		const decoder = new TextDecoder('utf-8');
		let isOpen = false;
		for (const bytes of this.held.splice(0)) {
			yield { text: decoder.decode(bytes, { stream: true }), final: false };
			isOpen = true;
		}
		while (!this.ended) {
			const next = await this.next(isOpen && closesEvents ? EVENT_SILENCE : Infinity);
			if (next === 'silence') yield { text: '', final: true };
			else if (next) yield { text: decoder.decode(next, { stream: true }), final: false };
			isOpen = next !== 'silence';
		}
		yield { text: decoder.decode(), final: true };
	}

	/** The next bytes; undefined at the end. */
	private async next(patience: number): Promise<Bytes | 'silence' | undefined> {
		this.waiting ??= this.bytes.next();
		const result = await (patience === Infinity ? this.waiting : either(this.waiting, patience));
		if (result === 'silence') return result;
		this.waiting = undefined;
		// A copy: streams use their memory again.
		if (!result.done) return new Uint8Array(result.value);
		this.ended = true;
		return undefined;
	}
}

async function either<T>(coming: Promise<T>, milliseconds: number): Promise<T | 'silence'> {
	let timer: ReturnType<typeof setTimeout> | undefined;
	const silence = new Promise<'silence'>((resolve) => {
		timer = setTimeout(() => resolve('silence'), milliseconds);
	});
	try {
		return await Promise.race([coming, silence]);
	} finally {
		clearTimeout(timer);
	}
}
