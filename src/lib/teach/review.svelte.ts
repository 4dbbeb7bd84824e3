import type { Remote } from 'comlink';
import type {
	ReviewCard,
	ReviewQueue,
	ReviewSample,
	ReviewStep
} from '../../workers/contracts/review';
import type { Applied, RetrainReport, TeacherApi } from '../../workers/contracts/teacher';
import { registerLabels } from '../charts/category-style';
import type { Engine } from '../workers/engine';
import { errorText } from '../page/error-text';
import { formatAmount } from '../page/format';
import type { Toasts } from '../page/toasts.svelte';
import { Turns } from '../page/turns';
import { LongTask } from './long-task.svelte';

/** The review of one run: its queue, the answers, and what the head learns from them. */
export class Review {
	queue = $state.raw<ReviewQueue>();
	/** Questions left in the queue; the first is on screen. */
	cards = $state.raw<ReviewCard[]>([]);
	/** What can be taken back, the newest last; that of earlier visits too. */
	steps = $state.raw<ReviewStep[]>([]);
	/** Answers of this run, stored ones included. */
	decided = $state(0);
	settledToo = $state(false);
	error = $state<string>();
	report = $state.raw<RetrainReport>();
	applied = $state.raw<Applied>();
	readonly task: LongTask;
	/** Answers are stored one after the other, in the order in which they were given. */
	readonly #turns = new Turns();
	#runId = '';

	constructor(
		private readonly engine: Engine,
		private readonly toasts: Toasts
	) {
		this.task = new LongTask(engine);
	}

	async open(runId: string): Promise<void> {
		if (runId !== this.#runId) {
			this.steps = [];
			this.report = undefined;
			this.applied = undefined;
			this.queue = undefined;
		}
		this.#runId = runId;
		try {
			const queue = await this.#turns.take(async () =>
				(await this.engine.teacher()).reviewQueue(runId, this.settledToo)
			);
			registerLabels(queue.labels);
			this.queue = queue;
			this.cards = queue.cards;
			this.steps = queue.steps;
			this.decided = queue.decided;
			this.error = undefined;
		} catch (error) {
			this.error = errorText(error);
		}
	}

	/** Answers the question on screen. */
	decide(label: string): void {
		const [card, ...rest] = this.cards;
		if (!card) return;
		this.cards = rest;
		this.decided++;
		const { template } = card;
		this.steps = [...this.steps, { cards: [card], templates: [template] }];
		void this.#stored((teacher) => teacher.decide(this.#runId, [{ template, label }]));
	}

	/** Some rows of a message in question. */
	async samples(template: number): Promise<ReviewSample[]> {
		return (await this.engine.teacher()).reviewSamples(this.#runId, template);
	}

	/** Asks about another message of the queue first. */
	bringUp(template: number): void {
		const wanted = this.cards.filter((card) => card.template === template);
		this.cards = [...wanted, ...this.cards.filter((card) => card.template !== template)];
	}

	/** Puts the question on screen last. */
	skip(): void {
		const [card, ...rest] = this.cards;
		if (card) this.cards = [...rest, card];
	}

	/** Takes the newest answer back, or all of another step, and asks again. */
	undo(step = this.steps.at(-1)): void {
		if (!step || !this.steps.includes(step)) return;
		this.steps = this.steps.filter((other) => other !== step);
		this.cards = [...step.cards, ...this.cards];
		this.decided -= step.templates.length;
		const { templates } = step;
		void this.#stored((teacher) => teacher.undecide(this.#runId, templates));
	}

	/** Takes every guess that is at least so probable as right. */
	async acceptAbove(confidence: number): Promise<void> {
		await this.#stored(async (teacher) => {
			const templates = await teacher.acceptAbove(this.#runId, confidence, this.settledToo);
			const isAccepted = ({ template }: ReviewCard): boolean => templates.includes(template);
			const cards = this.cards.filter(isAccepted);
			this.cards = this.cards.filter((card) => !isAccepted(card));
			this.decided += templates.length;
			const step = { cards, templates };
			if (templates.length > 0) this.steps = [...this.steps, step];
			const undo = { label: 'Undo', run: () => this.undo(step) };
			this.toasts.show(
				`Accepted the guess for ${formatAmount(templates.length, 'message')}.`,
				undo
			);
		});
	}

	/** Takes over what was decided about the same messages in other runs. */
	async applyKnown(): Promise<void> {
		await this.#stored(async (teacher) => {
			const count = await teacher.applyKnownDecisions(this.#runId);
			this.toasts.show(`${formatAmount(count, 'message')} labelled as before.`);
		});
		await this.open(this.#runId);
	}

	/** Trains a new head; `report` then shows what it would change. */
	async retrain(): Promise<void> {
		this.report = undefined;
		this.applied = undefined;
		// Answers that are still on their way must be part of it.
		await this.#turns.take(async () => undefined);
		const runId = this.#runId;
		this.report = await this.task.run((trainer, onProgress) => trainer.retrain(runId, onProgress), {
			embedding: await this.#retrainEmbeds(runId)
		});
	}

	/** Where that cannot be told, the retraining says why. */
	async #retrainEmbeds(runId: string): Promise<boolean> {
		try {
			return await (await this.engine.teacher()).retrainEmbeds(runId);
		} catch {
			return false;
		}
	}

	/** Puts the new head aside; it can be brought back for as long as the toast is there. */
	discard(): void {
		const { report } = this;
		this.report = undefined;
		const undo = { label: 'Undo', run: () => (this.report ??= report) };
		this.toasts.show('The new head is discarded.', undo);
	}

	async apply(): Promise<void> {
		await this.#stored(async (teacher) => {
			this.applied = await teacher.applyRetrained(this.#runId);
			this.report = undefined;
			const undo = { label: 'Undo', run: () => void this.undoApply() };
			this.toasts.show(`Applied. New runs use "${this.applied.name}".`, undo);
		});
		await this.open(this.#runId);
	}

	async undoApply(): Promise<void> {
		await this.#stored((teacher) => teacher.undoRetrained(this.#runId));
		this.applied = undefined;
		await this.open(this.#runId);
	}

	async #stored(work: (teacher: Remote<TeacherApi>) => Promise<void>): Promise<void> {
		try {
			await this.#turns.take(async () => work(await this.engine.teacher()));
		} catch (error) {
			this.toasts.show(errorText(error));
			await this.open(this.#runId);
		}
	}
}
