/**
 * The words of whatever was thrown. Workers send plain sentences for the user; what the browser's database and file system
 * throw is said in words, whoever sent it.
 */
export function errorText(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	const { name, message } = error;
	if (name in STORE_ERRORS) return STORE_ERRORS[name] as string;
	if (message.includes('IOError')) return FULL;
	return message || `The browser gave no reason (${name}).`;
}

const FULL =
	'The disk or the space that the browser gives this site is full. Delete old runs, or free some space on the disk.';
const REFUSED =
	"The browser's storage took no more. Most often the disk is full: delete old runs, or free some space on the disk.";
const GONE =
	'The browser closed its database. Reload the page; if that does not help, restart the browser.';

/** By the names that IndexedDB and the file system give; an aborted transaction is one that could not be written. */
const STORE_ERRORS: Partial<Record<string, string>> = {
	QuotaExceededError: FULL,
	AbortError: REFUSED,
	UnknownError: REFUSED,
	InvalidStateError: GONE,
	VersionError: 'Another tab has a newer version of Winnow open. Reload this page to update it.',
	NoModificationAllowedError: 'Another tab is writing this file. Close it, then try again.',
	NotReadableError:
		'A file could not be read. It may have been moved or changed since it was chosen: choose it again.'
};
