/** A promise with its ends in hand: `Promise.withResolvers`, which Node 20 and older browsers do not have. */
export class Deferred<T> {
	resolve!: (value: T) => void;
	reject!: (reason: Error) => void;
	readonly promise = new Promise<T>((resolve, reject) => {
		this.resolve = resolve;
		this.reject = reject;
	});
}
