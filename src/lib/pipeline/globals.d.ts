/** What every JavaScript runtime has although no ECMAScript `lib` declares it: the core needs no more than this. */
interface AbortSignal {
	readonly aborted: boolean;
	throwIfAborted(): void;
	addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean }): void;
	removeEventListener(type: 'abort', listener: () => void): void;
}
declare class AbortController {
	readonly signal: AbortSignal;
	abort(): void;
}
declare class TextEncoder {
	encode(text: string): Uint8Array<ArrayBuffer>;
	encodeInto(text: string, to: Uint8Array): { read: number; written: number };
}
declare function setInterval(handler: () => void, milliseconds: number): number;
declare function clearInterval(id: number): void;
declare function setTimeout(handler: () => void, milliseconds: number): number;
declare function clearTimeout(id: number): void;
