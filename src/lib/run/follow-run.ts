import { PENDING } from '../pipeline/columnar/outcome';
import type { RunView } from './run-view.svelte';

/** Milliseconds between two looks at a running job, once there is something to see and before. */
const REFRESH_EVERY = 2_000;
const REFRESH_FIRST = 80;
/** A look at many rows takes long: the pause is at least this many times as long, so that the job has the processor. */
const PAUSE_PER_LOOK = 3;

/** Keeps up with a running job. Returns how to stop, which picks up the job's end. */
export function followRun(view: Pick<RunView, 'refresh' | 'pages'>): () => void {
	let following = true;
	// Nothing here reads state: an effect that follows would start again with every look.
	let timer = setTimeout(() => void look(), REFRESH_FIRST);
	const look = async (): Promise<void> => {
		const start = performance.now();
		await view.refresh();
		const pause = pauseAfter(view, performance.now() - start);
		if (following) timer = setTimeout(() => void look(), pause);
	};
	return () => {
		following = false;
		clearTimeout(timer);
		void view.refresh();
	};
}

/** Milliseconds until the next look, after one that took so long: soon, while few rows have their label yet. */
function pauseAfter({ pages }: Pick<RunView, 'pages'>, took: number): number {
	const isShown = pages.shareOf(({ label }) => label !== PENDING) > 0.5;
	return isShown ? Math.max(REFRESH_EVERY, PAUSE_PER_LOOK * took) : REFRESH_FIRST;
}
