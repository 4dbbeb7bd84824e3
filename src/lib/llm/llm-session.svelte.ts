import * as Comlink from 'comlink';
import type { LlmAskerApi, LlmEvent, LlmPlan, StoredModel } from '../../workers/contracts/llm';
import { errorText } from '../page/error-text';
import { formatBytes } from '../page/format';
import { recommendedModel, type DeviceFacts } from '../pipeline/llm/device';
import type { LlmLoadProgress } from '../pipeline/llm/engine';
import { LLM_MODELS } from '../pipeline/llm/engines';
import { settlesByDefault, type LlmModel } from '../pipeline/llm/model';
import type { LlmRunOutcome } from '../pipeline/llm/ask-model';
import { readPreference, writePreference } from '../page/preferences';
import type { RunView } from '../run/run-view.svelte';
import type { Toasts } from '../page/toasts.svelte';
import type { Started } from '../workers/watched-worker';
import { llmBudget, rememberLlmBudget } from './budget';
import { probeDevice } from './device';
import { LlmWorkers } from './llm-workers';
import { medianSeconds, originOf, positiveNumber } from './llm-estimate';

/** Answers listed at most; all of them are in the run log. */
const MOST_LISTED = 200;
/** Milliseconds between two looks of the table at new answers. */
const REFRESH_EVERY = 1_000;

/** The third sieve in this tab: which model, its files, and the run that is being asked about. */
export class LlmSession {
	facts = $state.raw<DeviceFacts>();
	model = $state.raw<LlmModel>(LLM_MODELS[0] as LlmModel);
	/** Folder of the user's own host; empty: the hub. */
	host = $state(readPreference('llm-host') ?? '');
	stored = $state.raw<StoredModel>();
	plan = $state.raw<LlmPlan>();
	templates = $state(llmBudget());
	minutes = $state(10);
	settles = $state(false);
	withReason = $state(false);
	logText = $state(false);
	phase = $state<'idle' | 'downloading' | 'starting' | 'asking' | 'paused'>('idle');
	progress = $state.raw<LlmLoadProgress>();
	events = $state.raw<LlmEvent[]>([]);
	answered = $state(0);
	settledRows = $state(0);
	outcome = $state.raw<LlmRunOutcome>();
	error = $state<string>();
	/** Seconds of a model's answers, measured on this device. */
	seconds = $state<number>();
	readonly busy = $derived(this.phase !== 'idle');
	readonly ready = $derived(!this.model.source || (this.stored?.complete ?? false));
	/** How many of the planned questions the budget covers, and their rows. */
	readonly covered = $derived(this.plan?.rows.slice(0, this.templates) ?? []);
	readonly coveredRows = $derived(this.covered.reduce((sum, rows) => sum + rows, 0));
	/** The run that is asked about. */
	runId = '';
	#stopped = false;
	/** One for the tab: those who ask while it starts wait for the same. */
	#asker: Promise<Started<LlmAskerApi>> | undefined;
	#refreshed = 0;
	readonly #workers: LlmWorkers;

	constructor(
		siteBase: string,
		private readonly runView: RunView,
		private readonly toasts: Toasts
	) {
		this.#workers = new LlmWorkers(siteBase);
	}

	/** Looks at the device and at what could be asked of a run. */
	async open(runId: string): Promise<void> {
		await this.#guarded(async () => {
			if (!this.facts) {
				this.facts = await probeDevice();
				const known = LLM_MODELS.find(({ id }) => id === readPreference('llm-model'));
				this.model = known ?? recommendedModel(this.facts) ?? this.model;
				this.settles = settlesByDefault(this.model);
			}
			if (this.runId !== runId && !this.busy) this.#forget(runId);
			await this.#look();
		});
	}

	async choose(model: LlmModel): Promise<void> {
		this.model = model;
		this.settles = settlesByDefault(model);
		writePreference('llm-model', model.id);
		await this.#guarded(() => this.#look());
	}

	/** Takes models from another folder; an address that is none is refused in plain words. */
	async setHost(text: string): Promise<void> {
		await this.#guarded(async () => {
			const host = text.trim();
			if (host !== '' && !URL.canParse(host))
				throw new Error(`"${host}" is no address. It should look like https://example.org/models/`);
			this.host = host === '' || host.endsWith('/') ? host : `${host}/`;
			writePreference('llm-host', this.host || undefined);
			await this.#look();
		});
	}

	/** Where the chosen model comes from, for the button. */
	get origin(): string {
		return originOf(this.model, this.host);
	}

	async download(): Promise<void> {
		this.phase = 'downloading';
		this.progress = undefined;
		await this.#guarded(async () => {
			const fetcher = await this.#workers.fetcher();
			const onProgress = Comlink.proxy((progress: LlmLoadProgress) => (this.progress = progress));
			await fetcher.download(this.#choice, onProgress);
		});
		this.phase = 'idle';
		await this.#guarded(() => this.#look(), true);
	}

	async cancelDownload(): Promise<void> {
		await (await this.#workers.fetcher()).cancel();
	}

	/** Deletes the model's files; the way back is to fetch them again, which is offered with size and host. */
	async remove(): Promise<void> {
		const { model } = this;
		await this.#guarded(async () => {
			await (await this.#workers.fetcher()).remove(this.#choice);
			await this.#look();
			this.toasts.show(`The files of ${model.name} are deleted.`, {
				label: `Download ${formatBytes(model.bytes)} from ${this.origin} again`,
				run: () => void this.choose(model).then(() => this.download())
			});
		});
	}

	/** Starts the model and asks it, most frequent messages first. */
	async start(): Promise<void> {
		this.phase = 'starting';
		rememberLlmBudget(this.templates);
		this.#stopped = false;
		this.progress = undefined;
		this.outcome = undefined;
		this.events = [];
		this.answered = this.settledRows = 0;
		await this.#guarded(() => this.#ask());
		this.#workers.stopEngine();
		this.phase = 'idle';
		await this.runView.refresh();
		await this.#guarded(() => this.#look(), true);
	}

	async pause(): Promise<void> {
		this.phase = 'paused';
		await (await this.#startAsker()).pause();
	}

	async resume(): Promise<void> {
		this.phase = 'asking';
		await (await this.#startAsker()).resume();
	}

	/** Ends the run at once; what was answered stays. */
	async stop(): Promise<void> {
		this.#stopped = true;
		if (this.phase === 'starting') this.#workers.stopEngine();
		await (await this.#startAsker()).cancel();
	}

	async #ask(): Promise<void> {
		const { engine } = this.model;
		const asker = await this.#startAsker();
		const port = await this.#workers.startEngine(engine, this.#choice, {
			onProgress: (progress) => (this.progress = progress),
			onFailure: (reason) => void asker.engineFailed(reason)
		});
		if (!port || this.#stopped) return;
		await asker.connectEngine(Comlink.transfer(port, [port]));
		this.phase = 'asking';
		this.outcome = await asker.ask(
			{
				...this.#choice,
				runId: this.runId,
				engine,
				budget: { templates: this.templates, minutes: this.minutes },
				settles: this.settles,
				withReason: this.withReason,
				logText: this.logText
			},
			Comlink.proxy((event: LlmEvent) => this.#take(event))
		);
		this.error = this.outcome.error;
	}

	#take(event: LlmEvent): void {
		this.events = [event, ...this.events].slice(0, MOST_LISTED);
		this.answered++;
		if (event.settled) this.settledRows += event.rows;
		this.seconds = medianSeconds(this.events) ?? this.seconds;
		if (this.seconds !== undefined) writePreference(secondsKey(this.model), String(this.seconds));
		if (Date.now() - this.#refreshed < REFRESH_EVERY) return;
		this.#refreshed = Date.now();
		void this.runView.refresh();
	}

	async #look(): Promise<void> {
		this.seconds = positiveNumber(readPreference(secondsKey(this.model)));
		const asker = await this.#startAsker();
		this.plan = await asker.plan(this.runId, this.model.id);
		this.stored = this.model.source
			? await (await this.#workers.fetcher()).stored(this.#choice)
			: undefined;
	}

	async #startAsker(): Promise<Comlink.Remote<LlmAskerApi>> {
		this.#asker ??= this.#workers.startAsker((reason) => {
			this.#asker = undefined;
			this.error = reason;
		});
		return (await this.#asker).remote;
	}

	get #choice(): { model: string; host?: string } {
		return { model: this.model.id, ...(this.host === '' ? {} : { host: this.host }) };
	}

	#forget(runId: string): void {
		this.runId = runId;
		this.events = [];
		this.outcome = undefined;
		this.error = undefined;
		this.answered = this.settledRows = 0;
	}

	/** @param keep an error that is shown already says more */
	async #guarded(work: () => Promise<unknown>, keep = false): Promise<void> {
		if (!keep) this.error = undefined;
		try {
			await work();
		} catch (error) {
			this.error ??= errorText(error);
		}
	}
}

const secondsKey = ({ id }: LlmModel): string => `llm-seconds-${id}`;
