/** What the browser's database threw, in words for the user. */
export class StoreError extends Error {
	override name = 'StoreError';

	/** @param isFull it failed for want of room */
	constructor(
		message: string,
		readonly isFull: boolean,
		options: ErrorOptions
	) {
		super(message, options);
	}
}

const FULL =
	'The disk or the space that the browser gives this site is full. Delete old runs, or free some space on the disk.';
const REFUSED =
	"The browser's storage took no more. Most often the disk is full: delete old runs, or free some space on the disk.";

/**
 * What each error of a database means (https://w3c.github.io/IndexedDB/#exceptions). When the disk takes no more, Chromium
 * says that a transaction failed for unknown reasons, and the requests of a transaction that failed only say that it was
 * aborted: nothing here aborts one.
 */
const MEANINGS: Partial<Record<string, { words: string; isFull: boolean }>> = {
	QuotaExceededError: { words: FULL, isFull: true },
	AbortError: { words: REFUSED, isFull: true },
	UnknownError: { words: REFUSED, isFull: true },
	InvalidStateError: {
		words:
			'The browser closed its database. Reload the page; if that does not help, restart the browser.',
		isFull: false
	},
	VersionError: {
		words: 'Another tab has a newer version of Winnow open. Reload this page to update it.',
		isFull: false
	}
};

/** @param error that work on the database ended with; one of the store's own is given as it is */
export function storeError(error: unknown): unknown {
	if (!(error instanceof DOMException)) return error;
	const { name, message } = error;
	// Chromium's words for a blob that the disk did not take: "Failed to write blobs (IOError)".
	const known = message.includes('(IOError)') ? MEANINGS['QuotaExceededError'] : MEANINGS[name];
	const words = known?.words ?? `The browser's database failed: ${message || name}.`;
	return new StoreError(words, known?.isFull === true, { cause: error });
}

const NO_ROOM_TO_DELETE =
	'Not even the few bytes that deleting needs are left. Free some space on the disk by other means, then try again.';

/** @param error of the store, as it ended a deletion: the advice to delete something else does not help there */
export function deletionError(error: unknown): unknown {
	return error instanceof StoreError && error.isFull
		? new StoreError(NO_ROOM_TO_DELETE, true, { cause: error })
		: error;
}
