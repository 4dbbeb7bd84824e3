import * as Comlink from 'comlink';
import type { ClassifierApi } from '../../workers/contracts/classifier';
import type { DirectBatch, DirectRows, DirectStreamJob } from '../../workers/contracts/direct';

/** A stream of a page's: rows are asked of the classifier, and bytes of the page, only as they are needed. */
export class ApiStream {
	private readonly rows: Promise<Comlink.Remote<DirectRows>>;
	private isBusy = false;
	private isClosed = false;
	/** Waits for the page's next piece. */
	private onPiece: ((bytes: Uint8Array | undefined) => void) | undefined;

	/** @param onWant asks the page for the next piece */
	constructor(
		classifier: Promise<Comlink.Remote<ClassifierApi>>,
		job: DirectStreamJob,
		private readonly onWant: () => void
	) {
		const pull = Comlink.proxy(() => this.pull());
		this.rows = classifier.then((started) => started.streamDirect(job, pull));
		// Told with the next call.
		this.rows.catch(() => undefined);
	}

	/** The next rows; undefined behind the last ones and once it is closed. One call at a time. */
	async next(): Promise<DirectBatch | undefined> {
		if (this.isBusy) throw new Error('The next rows were asked for twice.');
		this.isBusy = true;
		try {
			const rows = await this.rows;
			return this.isClosed ? undefined : await rows.next();
		} finally {
			this.isBusy = false;
		}
	}

	/** Takes a piece that was asked for; any other is passed over. */
	take(bytes: Uint8Array | undefined): void {
		const { onPiece } = this;
		this.onPiece = undefined;
		onPiece?.(bytes);
	}

	close(): void {
		this.isClosed = true;
		this.take(undefined);
		void this.rows
			.then(async (rows) => {
				await rows.close();
				rows[Comlink.releaseProxy]();
			})
			.catch(() => undefined);
	}

	private pull(): Promise<Uint8Array | undefined> {
		if (this.isClosed) return Promise.resolve(undefined);
		return new Promise((resolve) => {
			this.onPiece = resolve;
			this.onWant();
		});
	}
}
