export interface Toast {
	id: number;
	text: string;
	/** A verb and what it does, such as "Undo". */
	action: { label: string; run: () => void } | undefined;
	/** Runs when the toast disappears without its action having been taken. */
	onGone: (() => void) | undefined;
	timer: ReturnType<typeof setTimeout> | undefined;
}

/** Long enough to read and to reach the button; hovering or focusing a toast keeps it. */
const MILLISECONDS_SHOWN = 8_000;

/** Short messages at the edge of the page, most with a way back. */
export class Toasts {
	list = $state.raw<Toast[]>([]);
	#lastId = 0;

	/** Shows a message. `onGone` runs when it disappears without its action having been taken. */
	show(text: string, action?: Toast['action'], onGone?: () => void): void {
		const toast: Toast = { id: ++this.#lastId, text, action, onGone, timer: undefined };
		this.list = [...this.list, toast];
		this.release(toast);
	}

	/** Stops the clock, for as long as the pointer or focus is on it. */
	hold(toast: Toast): void {
		clearTimeout(toast.timer);
	}

	/** Starts the clock again. */
	release(toast: Toast): void {
		this.hold(toast);
		toast.timer = setTimeout(() => this.dismiss(toast), MILLISECONDS_SHOWN);
	}

	/** Takes the toast's action. */
	act(toast: Toast): void {
		this.#remove(toast);
		toast.action?.run();
	}

	/** Removes a toast whose action was not taken. */
	dismiss(toast: Toast): void {
		if (!this.list.includes(toast)) return;
		this.#remove(toast);
		toast.onGone?.();
	}

	#remove(toast: Toast): void {
		this.hold(toast);
		this.list = this.list.filter((other) => other !== toast);
	}
}

/** Those of this tab. */
export const toasts = new Toasts();
