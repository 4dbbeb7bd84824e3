/** Lets asynchronous pieces of work happen one after the other, in the order in which they were asked for. */
export class Turns {
	#last: Promise<unknown> = Promise.resolve();

	take<T>(work: () => Promise<T>): Promise<T> {
		const turn = this.#last.then(work, work);
		this.#last = turn.catch(() => undefined);
		return turn;
	}
}
