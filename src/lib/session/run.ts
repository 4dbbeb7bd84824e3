import { engine } from '../session.svelte';
import { errorText } from '../page/error-text';
import { toasts } from '../page/toasts.svelte';
import type { OwnMark } from '../pipeline/bundle/template-marks';
import { RunAnswers } from '../run/run-answers';
import { RunExports } from '../run/run-exports';
import { RunView } from '../run/run-view.svelte';

/** State of the run page in this tab. A module of its own, so that a first visit does not load it. */
export const runView = new RunView(engine);
export const runExports = new RunExports(engine);
export const runAnswers = new RunAnswers(engine, toasts, () => runView.refresh());

const MARK_TEXTS = {
	muted: 'Muted: such lines are left out of charts and review, in every run.',
	pinned: 'Pinned: this message comes first among the most frequent.',
	plain: 'The mark was taken away.'
};

/**
 * Mutes or pins a message, with a way back.
 * @param before what the message was until now
 * @param onChange called after each change
 */
export async function markTemplate(
	mark: OwnMark,
	before: OwnMark['state'],
	onChange: () => Promise<void>
): Promise<void> {
	const set = async (state: OwnMark['state']): Promise<void> => {
		try {
			await runView.mark({ canonical: mark.canonical, state });
			await onChange();
		} catch (error) {
			toasts.show(`The message could not be marked: ${errorText(error)}`);
		}
	};
	await set(mark.state);
	toasts.show(MARK_TEXTS[mark.state], { label: 'Undo', run: () => void set(before) });
}
