import { engine, runView } from '../session.svelte';
import { toasts } from '../page/toasts.svelte';
import { errorText } from '../page/error-text';

/**
 * Makes a model's label the user's own decision about a message: it stands above everything, holds for later runs, and
 * becomes an example when the bundle is trained again. Can be taken back.
 *
 * @param onChange called after each change
 */
export async function acceptAnswer(
	runId: string,
	{ template, label }: { template: number; label: string },
	onChange: () => void = () => undefined
): Promise<void> {
	try {
		const teacher = await engine.teacher();
		await teacher.decide(runId, [{ template, label }]);
		await runView.refresh();
		onChange();
		const undo = async (): Promise<void> => {
			await teacher.undecide(runId, [template]);
			await runView.refresh();
			onChange();
		};
		toasts.show(`${label} is now your decision, and an example for training.`, {
			label: 'Undo',
			run: () => void undo()
		});
	} catch (error) {
		toasts.show(`The label could not be accepted: ${errorText(error)}`);
	}
}
