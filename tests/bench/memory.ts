import { readFile } from 'node:fs/promises';
import type { CDPSession, Page } from '@playwright/test';
import type { BenchBrowser } from './bench-browser';

/** Memory in MB (millions of bytes); `renderers` is undefined where the system does not tell it. */
export interface Memory {
	/** JavaScript heaps of the page and its workers, without WASM and blobs. */
	heap: number;
	/** Proportional set size of all renderer processes. */
	renderers: number | undefined;
}

/** Milliseconds between two looks: a look costs some milliseconds of one processor. */
const INTERVAL = 250;
/** Milliseconds that a page is given to free what it no longer needs. */
const SETTLING = 1_500;

/** Watches the memory of one page, its workers and the browser's renderer processes. */
export class MemoryMeter {
	private readonly heaps = new Map<string, number>();
	private peak: Memory = { heap: 0, renderers: undefined };
	private timer: NodeJS.Timeout | undefined;
	private looking: Promise<void> = Promise.resolve();

	private constructor(
		private readonly page: CDPSession,
		private readonly browser: CDPSession
	) {}

	static async attach({ context, browser }: BenchBrowser, page: Page): Promise<MemoryMeter> {
		const meter = new MemoryMeter(
			await context.newCDPSession(page),
			await browser.newBrowserCDPSession()
		);
		await meter.followWorkers();
		return meter;
	}

	/** Begins to keep the peak. */
	start(): void {
		this.timer = setInterval(() => {
			this.looking = this.looking.then(() => this.look()).catch(() => undefined);
		}, INTERVAL);
		// After a run that failed nobody stops it.
		this.timer.unref();
	}

	/** Ends watching, and gives the peak since `start`. */
	async stop(): Promise<Memory> {
		clearInterval(this.timer);
		await this.looking;
		await this.look();
		await Promise.all([this.page.detach(), this.browser.detach()]);
		return this.peak;
	}

	/** Memory of the page at rest, garbage collected. */
	async atRest(): Promise<Memory> {
		await this.page.send('HeapProfiler.collectGarbage');
		await this.tellWorkers('HeapProfiler.collectGarbage');
		await new Promise((resolve) => setTimeout(resolve, SETTLING));
		return this.stop();
	}

	/** Workers are targets of their own; a busy one answers when it comes to it, so its newest answer counts. */
	private async followWorkers(): Promise<void> {
		this.page.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
			if (targetInfo.type === 'worker') this.heaps.set(sessionId, 0);
		});
		this.page.on('Target.detachedFromTarget', ({ sessionId }) => this.heaps.delete(sessionId));
		this.page.on('Target.receivedMessageFromTarget', ({ sessionId, message }) => {
			const used = usedHeap(message);
			if (used !== undefined && this.heaps.has(sessionId)) this.heaps.set(sessionId, used);
		});
		await this.page.send('Target.setAutoAttach', {
			autoAttach: true,
			waitForDebuggerOnStart: false,
			flatten: false
		});
	}

	private async tellWorkers(method: string): Promise<void> {
		const message = JSON.stringify({ id: 1, method });
		const tell = (sessionId: string): Promise<unknown> =>
			this.page.send('Target.sendMessageToTarget', { sessionId, message });
		await Promise.allSettled([...this.heaps.keys()].map(tell));
	}

	private async look(): Promise<void> {
		await this.tellWorkers('Runtime.getHeapUsage');
		const { usedSize } = await this.page.send('Runtime.getHeapUsage');
		const workers = [...this.heaps.values()].reduce((sum, used) => sum + used, 0);
		this.peak.heap = Math.max(this.peak.heap, (usedSize + workers) / 1e6);
		const renderers = await this.renderers();
		if (renderers !== undefined)
			this.peak.renderers = Math.max(this.peak.renderers ?? 0, renderers);
	}

	private async renderers(): Promise<number | undefined> {
		const { processInfo } = await this.browser.send('SystemInfo.getProcessInfo');
		const ids = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
		const sizes = await Promise.all(ids.map(proportionalSetSize));
		const known = sizes.filter((size) => size !== undefined);
		return known.length === 0 ? undefined : known.reduce((sum, size) => sum + size, 0);
	}
}

function usedHeap(message: string): number | undefined {
	const { result } = JSON.parse(message) as { result?: { usedSize?: number } };
	return result?.usedSize;
}

/** In MB; undefined for a process that has ended, and on other systems than Linux. */
async function proportionalSetSize(processId: number): Promise<number | undefined> {
	const text = await readFile(`/proc/${processId}/smaps_rollup`, 'utf8').catch(() => '');
	const kibibytes = /^Pss:\s+(\d+) kB/m.exec(text)?.[1];
	return kibibytes === undefined ? undefined : (Number(kibibytes) * 1024) / 1e6;
}
