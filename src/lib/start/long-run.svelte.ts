import type { Engine } from '../workers/engine';
import type { AcceptedInput } from './intake.svelte';
import type { RunEstimate } from '../pipeline/run/estimate';
import { mostMilliseconds, runMilliseconds } from '../pipeline/run/run-duration';
import { readsStart, setReadsStart, tokensToRead } from './read-start';
import { readPreference, writePreference } from '../page/preferences';
import { isNearlyFull, storageRoom } from '../page/storage-room';
import type { StartedEncoder } from '../workers/start';

/** A run shorter than this starts at once. */
const LONG_RUN_MILLISECONDS = 10_000;
const ASK_PREFERENCE = 'winnow.start-long-runs';

/** A long run that waits for a yes. */
export interface PendingRun {
	accepted: AcceptedInput;
	estimate: RunEstimate;
	/** Undefined until the encoder has been measured. */
	milliseconds?: number;
	/** Bytes that the browser still grants this site; undefined where it does not tell. */
	freeBytes?: number;
}

export interface LongRunHooks {
	encoder: () => Promise<StartedEncoder>;
	/** There is something to ask. */
	onLong: (accepted: AcceptedInput) => void;
	/** With what is to come, storage is nearly full. */
	onNearlyFull: () => void;
	onStart: (accepted: AcceptedInput) => void;
}

/** Looks at an input before it is classified, and asks first when that will take long. */
export class LongRunCheck {
	pending = $state.raw<PendingRun>();
	/** An input is looked at: it starts soon, or there is something to ask. */
	considering = $state(false);
	#turn = 0;
	#encoder: StartedEncoder | undefined;

	constructor(
		private readonly engine: Engine,
		private readonly hooks: LongRunHooks
	) {}

	/** Starts a short run at once; of a long one, or one that will not fit, it says first what it takes. */
	async consider(accepted: AcceptedInput): Promise<void> {
		const turn = ++this.#turn;
		this.pending = undefined;
		this.considering = true;
		const pending = await this.#questionOf(accepted);
		if (turn !== this.#turn) return;
		if (pending) await this.#measure(pending, turn);
		else this.#start(accepted);
	}

	/** Starts what waits, as a person asks for it: they are led to it although it had waited in the queue, too. */
	start(): void {
		const { pending } = this;
		if (pending) this.#start({ ...pending.accepted, queued: false });
	}

	/** Whether the model reads only the start of long messages, in this and later runs: what waits is estimated again. */
	async readStart(start: boolean): Promise<void> {
		setReadsStart(start);
		const { pending } = this;
		const turn = this.#turn;
		const estimate = pending && (await this.#estimate(pending.accepted));
		if (turn === this.#turn && pending && estimate && start === readsStart())
			this.pending = this.#timed({ ...pending, estimate });
	}

	/** Long runs start without asking from now on. */
	stopAsking(stop: boolean): void {
		writePreference(ASK_PREFERENCE, stop ? 'at once' : undefined);
	}

	cancel(): void {
		this.#turn++;
		this.pending = undefined;
		this.considering = false;
	}

	#start(accepted: AcceptedInput): void {
		this.cancel();
		this.hooks.onStart(accepted);
	}

	/** What is to be asked before an input is classified; nothing when it can start at once. */
	async #questionOf(accepted: AcceptedInput): Promise<PendingRun | undefined> {
		// Its embeddings are there: nothing of it takes long.
		if (accepted.encoderRevision !== undefined) return undefined;
		const estimate = await this.#estimate(accepted);
		if (!estimate) return undefined;
		const room = await storageRoom();
		if (room && isNearlyFull(room, estimate.storedBytes)) this.hooks.onNearlyFull();
		const free = room ? { freeBytes: Math.max(0, room.quota - room.usage) } : {};
		const isShort = isWelcome() || mostMilliseconds(estimate) < LONG_RUN_MILLISECONDS;
		return isShort && isEnough(estimate, free) ? undefined : { accepted, estimate, ...free };
	}

	/** Nothing when it could not be made: the run itself then says what is wrong with the input. */
	async #estimate({ input, preview }: AcceptedInput): Promise<RunEstimate | undefined> {
		const { files, format, mapping } = preview;
		try {
			const [classifier, revision] = await Promise.all([
				this.engine.classifier(),
				this.engine.encoderRevision()
			]);
			const encoder = { revision, maxTokens: tokensToRead().maxTokens };
			return await classifier.estimate(input, { files, format, mapping }, encoder);
		} catch {
			return undefined;
		}
	}

	async #measure(pending: PendingRun, turn: number): Promise<void> {
		this.pending = pending;
		this.considering = false;
		this.hooks.onLong(pending.accepted);
		// A model that cannot be loaded is reported by the run.
		const encoder = await this.hooks.encoder().catch(() => undefined);
		if (turn !== this.#turn || !encoder) return;
		this.#encoder = encoder;
		// Meanwhile another estimate may have come.
		const timed = this.#timed(this.pending ?? pending);
		this.pending = timed;
		const { milliseconds = Infinity, estimate } = timed;
		if (milliseconds < LONG_RUN_MILLISECONDS && isEnough(estimate, timed))
			this.#start(timed.accepted);
	}

	/** With its time, once the encoder has been measured. */
	#timed(pending: PendingRun): PendingRun {
		if (!this.#encoder) return pending;
		const { textsPerSecond, warmUpTokens: tokensPerText, workers: embedders } = this.#encoder;
		const rate = { textsPerSecond, tokensPerText, embedders };
		return { ...pending, milliseconds: runMilliseconds(pending.estimate, rate) };
	}
}

/** Long runs start without asking. */
const isWelcome = (): boolean => readPreference(ASK_PREFERENCE) === 'at once';

const isEnough = ({ storedBytes }: RunEstimate, { freeBytes }: { freeBytes?: number }): boolean =>
	freeBytes === undefined || storedBytes <= freeBytes;
