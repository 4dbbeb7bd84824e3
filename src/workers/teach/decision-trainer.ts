import { isPresentRevision } from '../../lib/pipeline/embed/encoder-revision';
import type { BundleContent } from '../../lib/pipeline/bundle/edit';
import {
	bundleOfVersion,
	chooseBundle,
	chosenBundle,
	deleteBundle,
	saveBundle,
	savedBundle
} from '../../lib/store/bundle-store';
import {
	clearRetrained,
	relabelTemplates,
	requireRun,
	untrainedResults,
	updateRun
} from '../../lib/store/db';
import { savedDecisions } from '../../lib/store/decision-store';
import type { BundleRecord, Retrained, RunRecord } from '../../lib/store/schema';
import { versioned } from '../bundle/bundle-file';
import { loadDefaultBundle } from '../bundle/bundle-loader';
import type { BundleLibrary } from '../bundle/bundle-library';
import { EmbedAgain, isEarlierDecision } from './embed-again';
import { adaptToDecisions, bundleFields, changesOn, surroundingsIn } from './adapt-to-decisions';
import type { Embedders } from '../embed/embedders';
import { StoredRun } from '../run/stored-run';
import type { Applied, RetrainReport, TrainProgress } from '../contracts/teacher';

/** Where a retrained bundle waits, so that another worker can take it from there. */
const draftId = (runId: string): string => `draft@${runId}`;

/** Trains a run's bundle on the decisions that were made by hand, and applies the result with a way back. */
export class DecisionTrainer {
	constructor(
		private readonly base: string,
		private readonly library: BundleLibrary
	) {}

	/** Whether a retraining embeds again what an earlier encoder embedded: the run, its bundle or decisions. */
	async embedsFirst(runId: string): Promise<boolean> {
		const run = await requireRun(runId);
		const { bundle } = await this.bundleOf(run);
		return (
			!isPresentRevision(run.encoderRevision) ||
			!isPresentRevision(bundle.encoder.revision) ||
			(await savedDecisions()).some(isEarlierDecision)
		);
	}

	async retrain(
		runId: string,
		embedders: Embedders,
		report: (progress: TrainProgress) => void
	): Promise<RetrainReport> {
		const start = performance.now();
		report({ stage: 'reading', fraction: 0 });
		const again = new EmbedAgain(embedders, report);
		const stored = await again.run(runId);
		await again.decisions();
		const { content: before } = await again.bundle(await this.bundleOf(stored.run));
		const trained = await adaptToDecisions(before, surroundingsIn(stored), report);
		const content = await versioned(trained.content);
		const { bundle, examples } = content;
		await saveBundle({
			id: draftId(runId),
			bundle,
			changedAt: Date.now(),
			archived: true,
			...(examples ? { examples } : {})
		});
		const { decisions, inBulk, agreement } = trained;
		return {
			decisions,
			inBulk,
			agreement,
			...changesOn(stored, content).report,
			milliseconds: performance.now() - start
		};
	}

	async apply(runId: string): Promise<Applied> {
		const draft = await savedBundle(draftId(runId));
		if (!draft) throw new Error('There is nothing retrained to apply.');
		const stored = await StoredRun.openEnded(runId);
		const owner = await this.ownerOf(stored.run);
		const content = contentOf(draft);
		const chosen = (await chosenBundle())?.id;
		const bundleId = owner ?? (await this.library.add(named(content))).id;
		const replaced = owner && (await this.library.content(owner));
		if (replaced) await this.library.replace(owner, content);
		await chooseBundle(bundleId);
		const { bundle } = await this.library.content(bundleId);
		const { results, priors } = changesOn(stored, content);
		const { name, version } = bundle;
		const retrained: Retrained = {
			...{ bundleId, name, version, run: fieldsOf(stored.run) },
			...(replaced ? { replaced: await kept(bundleId, replaced) } : {}),
			...(chosen === undefined ? {} : { chosen })
		};
		await relabelTemplates(runId, results, true);
		const priorsField = priors ? { priors } : {};
		await updateRun(runId, { ...bundleFields(bundle), ...priorsField, retrained });
		await deleteBundle(draft.id);
		return { bundleId, name, version };
	}

	/**
	 * Takes the newest retraining of a run back, also in a later visit. What was decided by hand since stays; so does the
	 * bundle where it was changed again meanwhile.
	 */
	async undo(runId: string): Promise<void> {
		const { retrained } = await requireRun(runId);
		if (!retrained) throw new Error('No retrained model labels this run.');
		const { bundleId, version, replaced, chosen, run } = retrained;
		await relabelTemplates(runId, await untrainedResults(runId));
		await clearRetrained(runId);
		await updateRun(runId, run);
		if ((await savedBundle(bundleId))?.bundle.version !== version) return;
		if ((await chosenBundle())?.id === bundleId) await chooseBundle(chosen);
		const earlier = replaced === undefined ? undefined : await bundleOfVersion(replaced);
		if (earlier) await this.library.replace(bundleId, contentOf(earlier));
		else if (replaced === undefined) await this.library.remove(bundleId);
	}

	private async bundleOf(run: RunRecord): Promise<BundleContent> {
		const own = (await this.ownOf(run)) ?? (await bundleOfVersion(run.bundleVersion));
		return own ? contentOf(own) : loadDefaultBundle(this.base);
	}

	/** The listed bundle that the run's version belongs to: its newest version is what learns. */
	private async ownOf({ bundleVersion }: RunRecord) {
		const record = await bundleOfVersion(bundleVersion);
		return record && savedBundle(record.id.split('@')[0] as string);
	}

	private async ownerOf(run: RunRecord): Promise<string | undefined> {
		const own = await this.ownOf(run);
		return own && own.deletedAt === undefined && !own.archived ? own.id : undefined;
	}
}

/** What applying a retrained head changes of a run's record. */
const fieldsOf = ({ bundleVersion, labels, priors }: RunRecord): Retrained['run'] => ({
	bundleVersion,
	...(labels ? { labels } : {}),
	...(priors ? { priors } : {})
});

/** A bundle that grew out of the site's needs a name of its own. */
const named = (content: BundleContent): BundleContent => ({
	...content,
	bundle: { ...content.bundle, name: 'My categories' }
});

const contentOf = ({ bundle, examples }: BundleRecord): BundleContent => ({ bundle, examples });

/** Keeps an earlier version of a bundle, also where no run refers to it; gives the version. */
async function kept(id: string, { bundle, examples }: BundleContent): Promise<string> {
	const { version } = bundle;
	if (!(await bundleOfVersion(version)))
		await saveBundle({
			...{ id: `${id}@${version}`, bundle, changedAt: Date.now(), archived: true },
			...(examples ? { examples } : {})
		});
	return version;
}
