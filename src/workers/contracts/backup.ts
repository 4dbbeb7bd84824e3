/** What of this browser's data can be saved, restored and deleted as a whole; see `contracts.ts` for what may cross. */

/** The user's choices, as the page remembers them. */
export type Settings = Record<string, string>;

/** What is stored here. */
export interface StoredAmounts {
	runs: number;
	answers: number;
	bundles: number;
	/** Muted and pinned messages. */
	marks: number;
}

/** What a backup has of one kind of thing, against what is here. */
export interface BackupAmounts {
	/** In the file. */
	total: number;
	/** Not here, or older here. */
	added: number;
	/** Different here, and newer or of unknown age. */
	differing: number;
}

export const BACKUP_KINDS = ['runs', 'answers', 'bundles', 'marks', 'settings'] as const;
type BackupKind = (typeof BACKUP_KINDS)[number];

/** What restoring a backup would do, or did. */
export interface BackupReport {
	/** Milliseconds since the epoch. */
	savedAt: number;
	amounts: Record<BackupKind, BackupAmounts>;
	/** Settings that the page is to take. */
	settings: Settings;
	/** What cannot be restored here, and why, in sentences. */
	leftOut: string[];
}

export interface RestoreChoice {
	/** Settings of this page. */
	settings: Settings;
	/** Take from the file what differs here and is not older. */
	overwrite: boolean;
	/** Only say what it would do. */
	trial: boolean;
}

export interface BackupApi {
	/** All runs, answers, bundles, marks and settings as one file. Rejects in plain words, such as while a run goes on. */
	saveAll(settings: Settings): Promise<Blob>;
	/** Adds what is in such a file. Rejects in plain words when it is not one, or damaged; what was added until then stays. */
	restoreAll(file: Blob, choice: RestoreChoice): Promise<BackupReport>;
	storedAmounts(): Promise<StoredAmounts>;
	/** Deletes all of it, with models, embeddings and answers of models. Rejects in plain words while a run goes on. */
	deleteAll(): Promise<void>;
}
