import type { BundleContent } from '../../lib/pipeline/bundle/edit';
import type { Classification } from '../../lib/pipeline/types';
import {
	bundleOfVersion,
	chooseBundle,
	chosenBundle,
	deleteBundle,
	saveBundle,
	savedBundle
} from '../../lib/store/bundle-store';
import { relabelTemplates, updateRun } from '../../lib/store/db';
import type { RunRecord } from '../../lib/store/schema';
import { versioned } from '../bundle/bundle-file';
import { loadDefaultBundle } from '../bundle/bundle-loader';
import type { BundleLibrary } from '../bundle/bundle-library';
import { adaptToDecisions, bundleFields, changesOn, undecidedMessages } from './adapt-to-decisions';
import { StoredRun } from '../run/stored-run';
import type { Applied, RetrainReport, TrainProgress } from '../contracts/teacher';

/** Where a retrained bundle waits, so that another worker can take it from there. */
const draftId = (runId: string): string => `draft@${runId}`;

/** What there was before a retraining was applied. */
interface Before {
	bundleId: string;
	/** The bundle was made by the retraining. */
	isNew: boolean;
	chosen: string | undefined;
	run: Partial<RunRecord>;
	results: Map<number, Classification>;
}

/** Trains a run's bundle on the decisions that were made by hand, and applies the result with a way back. */
export class DecisionTrainer {
	private readonly before = new Map<string, Before>();

	constructor(
		private readonly base: string,
		private readonly library: BundleLibrary
	) {}

	async retrain(runId: string, report: (progress: TrainProgress) => void): Promise<RetrainReport> {
		const start = performance.now();
		report({ stage: 'reading', fraction: 0 });
		const stored = await StoredRun.openEnded(runId);
		const before = await this.contentOf(stored.run);
		const trained = await adaptToDecisions(before, undecidedMessages(stored), report);
		const content = await versioned(trained.content);
		const { bundle, examples } = content;
		await saveBundle({
			id: draftId(runId),
			bundle,
			changedAt: Date.now(),
			archived: true,
			...(examples ? { examples } : {})
		});
		const { decisions, agreement, agreementBefore } = trained;
		return {
			decisions,
			agreement,
			agreementBefore,
			...changesOn(stored, content).report,
			milliseconds: performance.now() - start
		};
	}

	async apply(runId: string): Promise<Applied> {
		const draft = await savedBundle(draftId(runId));
		if (!draft) throw new Error('There is nothing retrained to apply.');
		const stored = await StoredRun.openEnded(runId);
		const owner = await this.ownerOf(stored.run);
		const content = { bundle: draft.bundle, examples: draft.examples };
		const chosen = (await chosenBundle())?.id;
		const bundleId = owner ?? (await this.library.add(named(content))).id;
		if (owner) await this.library.replace(owner, content);
		await chooseBundle(bundleId);
		const { bundle } = await this.library.content(bundleId);
		const { results, priors } = changesOn(stored, content);
		this.before.set(runId, {
			bundleId,
			isNew: !owner,
			chosen,
			run: fieldsOf(stored.run),
			results: resultsOf(stored, results.keys())
		});
		await relabelTemplates(runId, results);
		await updateRun(runId, { ...bundleFields(bundle), ...(priors ? { priors } : {}) });
		await deleteBundle(draft.id);
		return { bundleId, name: bundle.name, version: bundle.version };
	}

	async undo(runId: string): Promise<void> {
		const before = this.before.get(runId);
		if (!before)
			throw new Error('The retraining can no longer be undone: the page was reloaded since.');
		this.before.delete(runId);
		await relabelTemplates(runId, before.results);
		await updateRun(runId, before.run);
		await chooseBundle(before.chosen);
		if (before.isNew) await this.library.remove(before.bundleId);
		else await this.library.undo(before.bundleId);
	}

	private async contentOf(run: RunRecord): Promise<BundleContent> {
		const own = (await this.ownOf(run)) ?? (await bundleOfVersion(run.bundleVersion));
		return own ? { bundle: own.bundle, examples: own.examples } : loadDefaultBundle(this.base);
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
const fieldsOf = ({ bundleVersion, labels, priors }: RunRecord): Partial<RunRecord> => ({
	bundleVersion,
	...(labels ? { labels } : {}),
	...(priors ? { priors } : {})
});

/** A bundle that grew out of the site's needs a name of its own. */
const named = (content: BundleContent): BundleContent => ({
	...content,
	bundle: { ...content.bundle, name: 'My categories' }
});

function resultsOf({ table }: StoredRun, templates: Iterable<number>): Map<number, Classification> {
	const results = new Map<number, Classification>();
	for (const template of templates) {
		const result = table.templates[template]?.result;
		if (result) results.set(template, result);
	}
	return results;
}
