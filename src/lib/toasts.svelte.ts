export interface Toast {
	id: number;
	text: string;
	/** A verb and what it does, such as "Undo". */
	action?: { label: string; run: () => void };
}

/** Long enough to read and to reach the button; hovering or focusing a toast keeps it. */
const MILLISECONDS_SHOWN = 8_000;

/** Short messages at the edge of the page, most with a way back. */
export class Toasts {
	list = $state.raw<Toast[]>([]);
	#lastId = 0;
	readonly #timers = new Map<number, ReturnType<typeof setTimeout>>();

	/** Shows a message. `onGone` runs when it disappears without its action having been taken. */
	show(text: string, action?: Toast['action'], onGone?: () => void): void {
		const id = ++this.#lastId;
		const wrapped = action && { label: action.label, run: () => (this.#remove(id), action.run()) };
		this.list = [...this.list, { id, text, ...(wrapped ? { action: wrapped } : {}) }];
		if (onGone) this.#gone.set(id, onGone);
		this.release(id);
	}

	/** Stops the clock, for as long as the pointer or focus is on it. */
	hold(id: number): void {
		clearTimeout(this.#timers.get(id));
	}

	/** Starts the clock anew. */
	release(id: number): void {
		this.hold(id);
		this.#timers.set(
			id,
			setTimeout(() => this.dismiss(id), MILLISECONDS_SHOWN)
		);
	}

	/** Removes a toast whose action was not taken. */
	dismiss(id: number): void {
		const onGone = this.#gone.get(id);
		this.#remove(id);
		onGone?.();
	}

	readonly #gone = new Map<number, () => void>();

	#remove(id: number): void {
		this.hold(id);
		this.#timers.delete(id);
		this.#gone.delete(id);
		this.list = this.list.filter((toast) => toast.id !== id);
	}
}
