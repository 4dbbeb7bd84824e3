import type { SavedAnswer, TeacherApi } from '../../workers/contracts/teacher';
import type { Remote } from 'comlink';
import { errorText } from '../page/error-text';
import { formatAmount } from '../page/format';
import type { Toasts } from '../page/toasts.svelte';
import type { Engine } from '../workers/engine';

/** The answers given by hand, which decide in later files. */
export class Answers {
	list = $state.raw<SavedAnswer[]>();
	error = $state<string>();

	constructor(
		private readonly engine: Engine,
		private readonly toasts: Toasts
	) {}

	load(): Promise<void> {
		return this.#then(async () => undefined);
	}

	change(canonical: string, label: string): Promise<void> {
		return this.#then((teacher) => teacher.changeAnswer(canonical, label));
	}

	async forget(canonicals: string[]): Promise<void> {
		await this.#then((teacher) => teacher.forgetAnswers(canonicals));
		if (this.error !== undefined) return;
		this.toasts.show(`${formatAmount(canonicals.length, 'answer')} deleted.`, {
			label: 'Undo',
			run: () => void this.#then((teacher) => teacher.restoreAnswers(canonicals))
		});
	}

	/** Changes something, and shows what is stored then. */
	async #then(change: (teacher: Remote<TeacherApi>) => Promise<unknown>): Promise<void> {
		try {
			const teacher = await this.engine.teacher();
			await change(teacher);
			this.list = await teacher.savedAnswers();
			this.error = undefined;
		} catch (error) {
			this.error = errorText(error);
		}
	}
}
