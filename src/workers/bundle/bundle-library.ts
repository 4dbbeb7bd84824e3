import { parseBundle } from '../../lib/pipeline/bundle/bundle';
import { editBundle, type BundleContent, type BundleEdit } from '../../lib/pipeline/bundle/edit';
import { stepBack, takenBack } from '../../lib/pipeline/bundle/bundle-step';
import { isPresentRevision } from '../../lib/pipeline/embed/encoder-revision';
import * as bundles from '../../lib/store/bundle-store';
import {
	countBundleSteps,
	deleteBundleStep,
	newestBundleStep,
	saveBundleStep
} from '../../lib/store/bundle-steps';
import { savedTemplateMarks } from '../../lib/store/db';
import type { BundleRecord } from '../../lib/store/schema';
import { loadDefaultBundle } from './bundle-loader';
import { versioned, writeBundleFile } from './bundle-file';
import { forSharing, ownTexts, sharedAnswers } from './shared-answers';
import {
	DEFAULT_BUNDLE_ID,
	type BundleDetail,
	type BundleSummary,
	type DeletedBundle,
	type SharedTexts
} from '../contracts/teacher';

/** The bundles of this browser: the site's own, which never changes, and the user's. */
export class BundleLibrary {
	private byDefault: Promise<BundleContent> | undefined;
	private last: Promise<unknown> = Promise.resolve();

	constructor(private readonly base: string) {}

	async list(): Promise<BundleSummary[]> {
		const own = (await bundles.savedBundles()).map(summaryOf);
		const chosen = !own.some((bundle) => bundle.chosen);
		const { bundle } = await this.siteBundle();
		const first = { ...summaryOf({ id: DEFAULT_BUNDLE_ID, bundle, changedAt: 0 }), chosen };
		return [first, ...own];
	}

	async content(id: string): Promise<BundleContent> {
		return id === DEFAULT_BUNDLE_ID ? this.siteBundle() : stored(id);
	}

	async detail(id: string): Promise<BundleDetail> {
		const { bundle } = await this.content(id);
		const summary = (await this.list()).find((entry) => entry.id === id);
		if (!summary) throw new Error('This bundle is no longer stored in this browser.');
		const counts = new Array<number>(bundle.labels.length).fill(0);
		for (const label of bundle.examples?.labels ?? []) counts[label] = (counts[label] ?? 0) + 1;
		const known = new Set(bundle.head.classes);
		const { confidence, perClass = {}, reviewProblems = false } = bundle.thresholds;
		return {
			...summary,
			labelList: bundle.labels.map((label, at) => ({
				...label,
				examples: counts[at] as number,
				trained: known.has(label.name)
			})),
			ruleList: bundle.rules as BundleDetail['ruleList'],
			thresholds: { confidence, perClass, reviewProblems },
			undoable: await countBundleSteps(id),
			lastChange: (await newestBundleStep(id))?.changedAt
		};
	}

	/** Stores a checked bundle under a new identity. */
	async add(content: BundleContent): Promise<BundleSummary> {
		const { bundle, examples } = await versioned(content);
		const record = {
			id: newId(),
			bundle,
			changedAt: Date.now(),
			...(examples ? { examples } : {})
		};
		await bundles.saveBundle(record);
		return summaryOf(record);
	}

	async copy(id: string): Promise<BundleSummary> {
		const { bundle, examples } = await this.content(id);
		const taken = new Set((await this.list()).map(({ name }) => name));
		const name = copyName(id === DEFAULT_BUNDLE_ID ? 'My categories' : bundle.name, taken);
		return this.add({ bundle: { ...bundle, name }, examples });
	}

	async remove(id: string): Promise<void> {
		refuseDefault(id);
		await bundles.markBundleDeleted(id, Date.now());
	}

	async deleted(): Promise<DeletedBundle[]> {
		const found = await bundles.deletedBundles();
		return found.map((record) => ({ ...summaryOf(record), deletedAt: record.deletedAt ?? 0 }));
	}

	/** @param withAnswers what was decided by hand travels too */
	async exported(id: string, withAnswers = false): Promise<Blob> {
		const content = await this.leaving(id, withAnswers);
		return new Blob([writeBundleFile(content)], { type: 'application/json' });
	}

	/** What of the user's messages `exported` puts into its file. */
	async sharedTexts(id: string): Promise<SharedTexts> {
		const { bundle } = await this.leaving(id, false);
		const site = await this.siteBundle();
		return { answers: await sharedAnswers(bundle), texts: ownTexts(bundle, site.bundle) };
	}

	private async leaving(id: string, withAnswers: boolean): Promise<BundleContent> {
		const { bundle: site } = await this.siteBundle();
		const marks = await savedTemplateMarks();
		return forSharing(await this.content(id), { withAnswers, marks, site });
	}

	/** Applies an edit and stores the result at once. */
	edit(id: string, edit: BundleEdit): Promise<BundleDetail> {
		return this.inTurn(async () => this.put(id, editBundle(await this.content(id), edit)));
	}

	/** Puts other content in a bundle's place; what it had can be brought back. */
	replace(id: string, content: BundleContent): Promise<BundleDetail> {
		return this.inTurn(() => this.put(id, content));
	}

	/** Takes back the newest edit, of whichever visit. */
	undo(id: string): Promise<BundleDetail> {
		return this.inTurn(async () => {
			const step = await newestBundleStep(id);
			if (step) {
				await save(id, takenBack(await stored(id), step));
				await deleteBundleStep(step);
			}
			return this.detail(id);
		});
	}

	/** One change after the other: one that began before the last was stored would undo it. */
	private inTurn<T>(change: () => Promise<T>): Promise<T> {
		const turn = this.last.then(change, change);
		this.last = turn.catch(() => undefined);
		return turn;
	}

	private async put(id: string, content: BundleContent): Promise<BundleDetail> {
		refuseDefault(id);
		const before = await stored(id);
		// What the page sends is checked like a file: names with markup and the like are refused before they are stored.
		const bundle = parseBundle(content.bundle);
		const after = await versioned({ bundle, examples: content.examples });
		// First: should the edit itself not be stored, taking it back changes nothing.
		await saveBundleStep(id, stepBack(after, before), Date.now());
		await save(id, after);
		return this.detail(id);
	}

	private siteBundle(): Promise<BundleContent> {
		this.byDefault ??= loadDefaultBundle(this.base);
		return this.byDefault;
	}
}

async function stored(id: string): Promise<BundleContent> {
	const record = await bundles.savedBundle(id);
	if (!record) throw new Error('This bundle is no longer stored in this browser.');
	return { bundle: record.bundle, examples: record.examples };
}

async function save(id: string, content: BundleContent): Promise<void> {
	const record = await bundles.savedBundle(id);
	const { bundle, examples } = await versioned(content);
	await bundles.saveBundle({
		id,
		bundle,
		changedAt: Date.now(),
		...(examples ? { examples } : {}),
		...(record?.chosen ? { chosen: 1 as const } : {})
	});
}

function refuseDefault(id: string): void {
	if (id === DEFAULT_BUNDLE_ID)
		throw new Error(
			'The bundle that comes with the site stays as it is. Copy it and change the copy.'
		);
}

function summaryOf({ id, bundle, changedAt, chosen }: BundleRecord): BundleSummary {
	return {
		id,
		name: bundle.name,
		version: bundle.version,
		changedAt,
		labels: bundle.labels.length,
		rules: bundle.rules.length,
		examples: bundle.examples?.texts.length ?? 0,
		chosen: chosen === 1,
		earlierEncoder: !isPresentRevision(bundle.encoder.revision)
	};
}

function copyName(name: string, taken: ReadonlySet<string>): string {
	const stem = name.slice(0, 70);
	for (let number = 1; ; number++) {
		const candidate = number === 1 ? stem : `${stem} (${number})`;
		if (!taken.has(candidate)) return candidate;
	}
}

/** Random enough for one browser's bundles. */
function newId(): string {
	const random = crypto.getRandomValues(new Uint32Array(2));
	return Array.from(random, (part) => part.toString(36)).join('');
}
