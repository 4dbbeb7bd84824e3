import { runView } from '../session/run';
import { engine } from '../session.svelte';
import { toasts } from '../page/toasts.svelte';
import { errorText } from '../page/error-text';
import type { OpenRow } from '../run/run-page.svelte';

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
		toasts.show(`This message is ${label} now, here and in later files.`, {
			label: 'Undo',
			run: () => void takeBack(runId, [template], onChange)
		});
	} catch (error) {
		toasts.show(`The category could not be changed: ${errorText(error)}`);
	}
}

/** Takes back what was said by hand of the message of an open row, also in a later visit: it is judged as before. */
export async function takeBackLabel(runId: string | undefined, row: OpenRow): Promise<void> {
	if (runId !== undefined && row.detail)
		await takeBack(runId, [row.detail.template], () => void row.reload());
}

/**
 * Takes back what was said of some messages of a run. That it failed is said in a toast.
 *
 * @param onChange called when it is done
 */
export async function takeBack(
	runId: string,
	templates: number[],
	onChange: () => void | Promise<void>
): Promise<void> {
	try {
		await (await engine.teacher()).undecide(runId, templates);
		await runView.refresh();
		await onChange();
	} catch (error) {
		const what = templates.length === 1 ? 'answer' : 'answers';
		toasts.show(`The ${what} could not be taken back: ${errorText(error)}`);
	}
}
