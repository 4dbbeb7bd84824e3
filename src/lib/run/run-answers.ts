import { errorText } from '../page/error-text';
import { formatAmount } from '../page/format';
import type { Toasts } from '../page/toasts.svelte';
import type { Engine } from '../workers/engine';

type OnChange = () => void | Promise<void>;

/** A row whose detail is on screen. */
interface OpenRow {
	detail: { template: number } | undefined;
	reload: () => Promise<void>;
}

/** What a person says of messages on the page of their run. All of it can be taken back; what fails is said in a toast. */
export class RunAnswers {
	/** @param refresh shows the run as it is stored */
	constructor(
		private readonly engine: Pick<Engine, 'teacher'>,
		private readonly toasts: Pick<Toasts, 'show'>,
		private readonly refresh: () => Promise<void>
	) {}

	/**
	 * Gives a message a category by hand: all rows of the message take it, it stands above everything, decides in later
	 * files too, and is an example when the bundle is trained again.
	 *
	 * @param onChange called after each change
	 */
	async decide(
		runId: string,
		{ template, label }: { template: number; label: string },
		onChange: OnChange = () => undefined
	): Promise<void> {
		try {
			await (await this.engine.teacher()).decide(runId, [{ template, label }]);
			await this.refresh();
			await onChange();
			const text = `This message is ${label} now, here and in later files.`;
			this.#showDone(text, runId, [template], onChange);
		} catch (error) {
			this.toasts.show(`The category could not be changed: ${errorText(error)}`);
		}
	}

	/**
	 * Accepts what is thought of some messages of a run, as if a person had said it of each.
	 *
	 * @param onChange called after each change
	 */
	async acceptLikely(
		runId: string,
		guesses: readonly { template: number; label: string }[],
		onChange: OnChange
	): Promise<void> {
		try {
			const decisions = guesses.map(({ template, label }) => ({ template, label }));
			await (await this.engine.teacher()).decide(runId, decisions, true);
			await this.refresh();
			await onChange();
			const text = `Accepted the guess for ${formatAmount(decisions.length, 'message')}.`;
			const templates = decisions.map(({ template }) => template);
			this.#showDone(text, runId, templates, onChange);
		} catch (error) {
			this.toasts.show(`The guesses could not be accepted: ${errorText(error)}`);
		}
	}

	/** Takes back what was said of the message of an open row, also in a later visit: it is judged as before. */
	async takeBack(runId: string | undefined, row: OpenRow): Promise<void> {
		if (runId !== undefined && row.detail)
			await this.#takeBack(runId, [row.detail.template], () => void row.reload());
	}

	#showDone(text: string, runId: string, templates: number[], onChange: OnChange): void {
		const run = (): void => void this.#takeBack(runId, templates, onChange);
		this.toasts.show(text, { label: 'Undo', run });
	}

	async #takeBack(runId: string, templates: number[], onChange: OnChange): Promise<void> {
		try {
			await (await this.engine.teacher()).undecide(runId, templates);
			await this.refresh();
			await onChange();
		} catch (error) {
			const what = templates.length === 1 ? 'answer' : 'answers';
			this.toasts.show(`The ${what} could not be taken back: ${errorText(error)}`);
		}
	}
}
