import type { Remote } from 'comlink';
import {
	DEFAULT_BUNDLE_ID,
	type BundleSummary,
	type TeacherApi
} from '../../workers/contracts/teacher';
import { errorText } from '../page/error-text';
import { engine } from '../session.svelte';
import { toasts } from '../page/toasts.svelte';

/**
 * Makes a rule of a model's answer: one that catches this message, whatever its values, goes first into the bundle that
 * new runs use. The site's own bundle never changes, so a copy of it takes its place. Can be taken back.
 */
export async function ruleFromAnswer(
	runId: string,
	{ template, label }: { template: number; label: string }
): Promise<void> {
	try {
		const teacher = await engine.teacher();
		const id = `own-${Date.now().toString(36)}`;
		const rule = await teacher.draftRule(runId, template, id, label);
		// Throws when the pattern could hang; in a worker that may be ended.
		await (await engine.trainer()).tryRules([rule], undefined);
		const { bundle, copied } = await ownBundle(teacher);
		const { ruleList } = await teacher.bundle(bundle.id);
		await teacher.editBundle(bundle.id, { kind: 'rules', rules: [rule, ...ruleList] });
		const undo = (): void => void takenBack(teacher, bundle.id, copied);
		toasts.show(`A rule of "${bundle.name}" gives such messages ${label} in new runs.`, {
			label: 'Undo',
			run: undo
		});
	} catch (error) {
		toasts.show(`No rule was made: ${errorText(error)}`);
	}
}

/** The bundle that new runs use, if it may be changed; else a copy of it, which they use from now on. */
async function ownBundle(
	teacher: Remote<TeacherApi>
): Promise<{ bundle: BundleSummary; copied: boolean }> {
	const chosen = (await teacher.listBundles()).find((bundle) => bundle.chosen);
	if (chosen && chosen.id !== DEFAULT_BUNDLE_ID) return { bundle: chosen, copied: false };
	const bundle = await teacher.copyBundle(DEFAULT_BUNDLE_ID);
	await teacher.chooseBundle(bundle.id);
	return { bundle, copied: true };
}

async function takenBack(
	teacher: Remote<TeacherApi>,
	bundleId: string,
	copied: boolean
): Promise<void> {
	try {
		await teacher.undoEdit(bundleId);
		if (copied) {
			await teacher.chooseBundle(DEFAULT_BUNDLE_ID);
			await teacher.deleteBundle(bundleId);
		}
		toasts.show('The rule is gone again.');
	} catch (error) {
		toasts.show(`The rule could not be taken back: ${errorText(error)}`);
	}
}
