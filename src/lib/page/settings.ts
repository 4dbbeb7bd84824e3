import type { Settings } from '../../workers/contracts/backup';
import { writePreference } from './preferences';

/** What the site remembers under names of its own. */
const OWN = /^winnow[.-]/;
/** What the visitor allowed other sites: that is said once, here, and not by a file. */
const CONSENT = /^winnow\.api-/;

const isSetting = (key: string): boolean => OWN.test(key) && !CONSENT.test(key);

/** All choices that were made here, as local storage keeps them. */
export function savedSettings(): Settings {
	try {
		return Object.fromEntries(
			Object.entries({ ...localStorage }).filter(([key]) => isSetting(key))
		);
	} catch {
		return {};
	}
}

/** Takes choices of elsewhere; they hold when the page is loaded again. */
export function takeSettings(settings: Settings): void {
	for (const [key, value] of Object.entries(settings))
		if (isSetting(key)) writePreference(key, value);
}

/** Forgets all choices, and what the visitor allowed other sites. */
export function clearSettings(): void {
	try {
		for (const storage of [localStorage, sessionStorage])
			for (const key of Object.keys(storage)) if (OWN.test(key)) storage.removeItem(key);
	} catch {
		// Where storage is forbidden there is nothing to forget.
	}
}
