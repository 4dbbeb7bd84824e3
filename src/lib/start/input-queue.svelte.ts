/** An input that waits for the run before it. */
export interface QueuedInput {
	id: number;
	name: string;
	/** Offers it to be classified. */
	start: () => void | Promise<void>;
}

/** Inputs that came while a run went on, in the order in which they came. */
export class InputQueue {
	items = $state.raw<readonly QueuedInput[]>([]);
	#lastId = 0;

	/** Puts an input at the end; gives its id. */
	add(name: string, start: QueuedInput['start']): number {
		const id = ++this.#lastId;
		this.items = [...this.items, { id, name, start }];
		return id;
	}

	remove(id: number): void {
		this.items = this.items.filter((item) => item.id !== id);
	}

	/** Takes the first one off; undefined when none waits. */
	take(): QueuedInput | undefined {
		const [first, ...others] = this.items;
		if (first) this.items = others;
		return first;
	}
}
