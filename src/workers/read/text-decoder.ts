import { concatBytes, type PieceText } from '../../lib/pipeline/text/piece-text';
import { Utf32Decoder } from '../../lib/pipeline/text/utf32';
import { isAscii, uncutUtf8, wholeUtf8 } from '../../lib/pipeline/text/utf8';

/** Decodes bytes that come in pieces; no character is broken at their borders. */
export interface StreamDecoder {
	decode(bytes?: Uint8Array<ArrayBuffer>, options?: { stream?: boolean }): string;
}

/**
 * @param encoding a label of `TextDecoder`, or `utf-32le`, `utf-32be`
 * @param ignoreBOM a byte order mark at the start is text like any other
 */
export function textDecoder(encoding: string, { ignoreBOM = false } = {}): StreamDecoder {
	return encoding.startsWith('utf-32')
		? new Utf32Decoder(encoding === 'utf-32le')
		: new TextDecoder(encoding, { ignoreBOM });
}

/** The same, but text that is UTF-8 as it is read stays in bytes. */
export class PieceDecoder {
	private readonly decoder: StreamDecoder;
	private readonly isUtf8: boolean;
	private readonly holdsAscii: boolean;
	/** Start of a character of UTF-8 that the last piece cut. */
	private cut = new Uint8Array();
	private isStart = true;

	constructor(encoding: string) {
		this.isUtf8 = encoding === 'utf-8';
		this.holdsAscii = encoding.startsWith('windows-125');
		// A mark at the start is taken off here; further on it is text.
		this.decoder = textDecoder(encoding, { ignoreBOM: this.isUtf8 });
	}

	decode(bytes: Uint8Array<ArrayBuffer>): PieceText {
		if (this.isUtf8) return this.decodeUtf8(bytes);
		return this.holdsAscii && isAscii(bytes) ? bytes : this.decoder.decode(bytes, { stream: true });
	}

	/** What is left of a character that was cut by the end. */
	finish(): string {
		return this.decoder.decode(this.cut);
	}

	private decodeUtf8(piece: Uint8Array<ArrayBuffer>): PieceText {
		const bytes = this.cut.length === 0 ? piece : concatBytes([this.cut, piece]);
		const whole = wholeUtf8(bytes);
		const end = whole === -1 ? uncutUtf8(bytes) : whole;
		this.cut = bytes.slice(end);
		const isMarked = this.isStart && BOM.every((byte, at) => bytes[at] === byte);
		this.isStart &&= end === 0;
		const text = bytes.subarray(isMarked ? BOM.length : 0, end);
		return whole === -1 ? this.decoder.decode(text) : text;
	}
}

const BOM = [0xef, 0xbb, 0xbf];
