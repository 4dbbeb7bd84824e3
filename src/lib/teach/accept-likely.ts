import { errorText } from '../page/error-text';
import { formatAmount } from '../page/format';
import { toasts } from '../page/toasts.svelte';
import { runView } from '../session/run';
import { engine } from '../session.svelte';
import { takeBack } from './decide-label';

/**
 * Accepts what is thought of some messages of a run, as if a person had said it of each. Can be taken back.
 *
 * @param onChange called after each change
 */
export async function acceptLikely(
	runId: string,
	guesses: readonly { template: number; label: string }[],
	onChange: () => Promise<void>
): Promise<void> {
	try {
		const teacher = await engine.teacher();
		const decisions = guesses.map(({ template, label }) => ({ template, label }));
		await teacher.decide(runId, decisions, true);
		await runView.refresh();
		await onChange();
		const templates = decisions.map(({ template }) => template);
		toasts.show(`Accepted the guess for ${formatAmount(decisions.length, 'message')}.`, {
			label: 'Undo',
			run: () => void takeBack(runId, templates, onChange)
		});
	} catch (error) {
		toasts.show(`The guesses could not be accepted: ${errorText(error)}`);
	}
}
