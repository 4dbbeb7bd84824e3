/** The user's hand on a run: takes effect at once, even during a request. */
export class LlmControl {
	private current: 'running' | 'paused' | 'cancelled' = 'running';
	private waiting: (() => void)[] = [];
	private request: AbortController | undefined;

	get paused(): boolean {
		return this.current === 'paused';
	}

	get cancelled(): boolean {
		return this.current === 'cancelled';
	}

	/** The request under way is given up and asked again after `resume`. */
	pause(): void {
		if (this.current === 'running') this.change('paused');
	}

	resume(): void {
		if (this.current === 'paused') this.change('running');
	}

	/** Ends the run; what was answered stays. */
	cancel(): void {
		this.change('cancelled');
	}

	/** Resolves when the run may go on or is cancelled. */
	async whileNotPaused(): Promise<void> {
		while (this.paused) await new Promise<void>((resolve) => this.waiting.push(resolve));
	}

	/** A signal for one request; it aborts at a pause or a cancel. */
	nextRequest(): AbortController {
		this.request = new AbortController();
		if (this.current !== 'running') this.request.abort();
		return this.request;
	}

	private change(to: LlmControl['current']): void {
		if (this.current === 'cancelled') return;
		this.current = to;
		if (to !== 'running') this.request?.abort();
		for (const resolve of this.waiting.splice(0)) resolve();
	}
}
