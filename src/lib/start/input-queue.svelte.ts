/** An input that waits for the run before it. */
export interface QueuedInput {
	id: number;
	name: string;
	/** Offers it to be classified. */
	start: () => void | Promise<void>;
}

/** What went wrong with an input while others waited. */
export interface FailedInput {
	id: number;
	/** What could not be done, and why. */
	title: string;
	message: string;
}

/** Inputs that came while a run went on, in the order in which they came. */
export class InputQueue {
	items = $state.raw<readonly QueuedInput[]>([]);
	/** Stay until a person has read them: the next input does not take their place. */
	failed = $state.raw<readonly FailedInput[]>([]);
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

	/** Keeps what went wrong with an input that makes room for the next one. */
	fail(title: string, message: string): void {
		this.failed = [...this.failed, { id: ++this.#lastId, title, message }];
	}

	/** Forgets what went wrong. */
	dismiss(id: number): void {
		this.failed = this.failed.filter((failure) => failure.id !== id);
	}

	/** Takes the first one off; undefined when none waits. */
	take(): QueuedInput | undefined {
		const [first, ...others] = this.items;
		if (first) this.items = others;
		return first;
	}
}
