import type { ChartHooks, DrawnChart } from './chart-input';
import { whenIdle } from '../page/idle';

/**
 * Prepares a chart: at once when it is in view, else when the page has nothing more urgent to do. Its library is loaded
 * here, so that it is no part of the first load.
 */
export async function drawChart(canvas: HTMLCanvasElement, hooks: ChartHooks): Promise<DrawnChart> {
	const [{ CanvasChart }, seen] = await Promise.all([import('./canvas-chart'), isInView(canvas)]);
	await (seen ? inView.next() : outOfView.next());
	return new CanvasChart(canvas, hooks);
}

/** Charts that begin together are drawn one a task, so that the page stays responsive in between. */
class Queue {
	#last: Promise<void> = Promise.resolve();

	constructor(private readonly pause: (resolve: () => void) => void) {}

	next(): Promise<void> {
		this.#last = this.#last.then(() => new Promise((resolve) => this.pause(resolve)));
		return this.#last;
	}
}

const inView = new Queue((resolve) => setTimeout(resolve));
const outOfView = new Queue((resolve) => void whenIdle(resolve));

function isInView(element: Element): Promise<boolean> {
	return new Promise((resolve) => {
		new IntersectionObserver(([entry], observer) => {
			observer.disconnect();
			resolve(entry?.isIntersecting ?? true);
		}).observe(element);
	});
}
