/** The interface of the worker behind the teaching screens; the same rules hold as for `contracts.ts`. */
import type { BundleEdit, Label } from '../lib/pipeline/edit-bundle';
import type { Rule } from '../lib/pipeline/rules';
import type { EmbedderInfo, SiteUrls } from './contracts';

/** The bundle that comes with the site: it is never changed, only copied. */
export const DEFAULT_BUNDLE_ID = 'default';

/** A bundle in the list. */
export interface BundleSummary {
	id: string;
	name: string;
	version: string;
	/** Milliseconds since the epoch; 0 for the one that comes with the site. */
	changedAt: number;
	labels: number;
	rules: number;
	examples: number;
	/** New runs use it. */
	chosen: boolean;
}

/** What can be edited of a bundle: everything but the head's numbers. */
export interface BundleDetail extends BundleSummary {
	labelList: (Label & { examples: number; trained: boolean })[];
	ruleList: Rule[];
	thresholds: { confidence: number; perClass: Record<string, number> };
	/** Steps that can be undone. */
	undoable: number;
}

/** A bundle offered by address, before it is taken. */
export interface OfferedBundle {
	text: string;
	name: string;
	labels: string[];
	rules: number;
	bytes: number;
}

export interface TeacherApi {
	init(options: SiteUrls): Promise<void>;
	/** Hands over a port that speaks `EmbedderApi`. */
	addEmbedder(port: MessagePort, info: EmbedderInfo): void;
	/** The site's own first, then the user's, newest change first. */
	listBundles(): Promise<BundleSummary[]>;
	bundle(id: string): Promise<BundleDetail>;
	/** Checks a bundle file completely, then stores it under a new identity; throws what is wrong and changes nothing. */
	importBundle(text: string): Promise<BundleSummary>;
	/** Fetches and checks a bundle of this site; `path` is relative to the site's folder. */
	offeredBundle(path: string): Promise<OfferedBundle>;
	/** One JSON file with everything, the examples' embeddings and muted messages included. */
	exportBundle(id: string): Promise<Blob>;
	copyBundle(id: string): Promise<BundleSummary>;
	/** Hides a bundle; `restoreBundle` brings it back until `purgeBundles` removes it for good. */
	deleteBundle(id: string): Promise<void>;
	restoreBundle(id: string): Promise<void>;
	purgeBundles(): Promise<void>;
	/** Makes new runs use a bundle. */
	chooseBundle(id: string): Promise<void>;
	editBundle(id: string, edit: BundleEdit): Promise<BundleDetail>;
	undoEdit(id: string): Promise<BundleDetail>;
}
