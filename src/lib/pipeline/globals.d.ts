/** What every JavaScript runtime has although no ECMAScript `lib` declares it: the core needs no more than this. */
interface AbortSignal {
	readonly aborted: boolean;
	throwIfAborted(): void;
}
declare function setInterval(handler: () => void, milliseconds: number): number;
declare function clearInterval(id: number): void;
