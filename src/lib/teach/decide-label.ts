import { runView } from '../session/run';
import { engine } from '../session.svelte';
import { toasts } from '../page/toasts.svelte';
import { errorText } from '../page/error-text';

/**
 * Gives a message a category by hand: all rows of the message take it, it stands above everything, decides in later files
 * too, and is an example when the bundle is trained again. Can be taken back.
 *
 * @param onChange called after each change
 */
export async function decideLabel(
	runId: string,
	{ template, label }: { template: number; label: string },
	onChange: () => void = () => undefined
): Promise<void> {
	const changed = async (): Promise<void> => {
		await runView.refresh();
		onChange();
	};
	try {
		const teacher = await engine.teacher();
		await teacher.decide(runId, [{ template, label }]);
		await changed();
		const undo = async (): Promise<void> => {
			await teacher.undecide(runId, [template]);
			await changed();
		};
		toasts.show(`This message is ${label} now, here and in later files.`, {
			label: 'Undo',
			run: () => void undo()
		});
	} catch (error) {
		toasts.show(`The category could not be changed: ${errorText(error)}`);
	}
}
