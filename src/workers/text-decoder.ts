import { Utf32Decoder } from '../lib/pipeline/utf32';

/** Decodes bytes that come in pieces; no character is broken at their borders. */
export interface StreamDecoder {
	decode(bytes?: Uint8Array<ArrayBuffer>, options?: { stream?: boolean }): string;
}

/** @param encoding a label of `TextDecoder`, or `utf-32le`, `utf-32be` */
export function textDecoder(encoding: string): StreamDecoder {
	return encoding.startsWith('utf-32')
		? new Utf32Decoder(encoding === 'utf-32le')
		: new TextDecoder(encoding);
}
