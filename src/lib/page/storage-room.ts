/** What the browser grants this site, and what of it is used, in bytes. */
export interface StorageRoom {
	usage: number;
	quota: number;
}

/** Of the quota: beyond it storage is nearly full. */
const NEARLY = 0.9;

/** Undefined where the browser does not tell. */
export async function storageRoom(): Promise<StorageRoom | undefined> {
	if (!('storage' in navigator)) return undefined;
	// Some browsers refuse to tell in a private window.
	const { quota, usage = 0 } = await navigator.storage
		.estimate()
		.catch(() => ({}) as StorageEstimate);
	return quota === undefined ? undefined : { usage, quota };
}

/** @param more bytes that are to come */
export const isNearlyFull = ({ usage, quota }: StorageRoom, more = 0): boolean =>
	usage + more > NEARLY * quota;

/** Whether the browser promised to keep what is stored; undefined where it gives no such promise. */
export async function isStorageKept(): Promise<boolean | undefined> {
	return 'storage' in navigator && 'persisted' in navigator.storage
		? navigator.storage.persisted()
		: undefined;
}

/** Browsers delete storage of sites they deem unimportant; some grant a wish to be kept. */
export async function askToKeepStorage(): Promise<boolean | undefined> {
	const isKept = await isStorageKept();
	return isKept === false ? navigator.storage.persist() : isKept;
}
