/** Reads a remembered choice. Storage may be forbidden or full: a preference is never worth an error. */
export function readPreference(key: string): string | undefined {
	try {
		return localStorage.getItem(key) ?? undefined;
	} catch {
		return undefined;
	}
}

/** Remembers a choice on this device; `undefined` forgets it. */
export function writePreference(key: string, value: string | undefined): void {
	try {
		if (value === undefined) localStorage.removeItem(key);
		else localStorage.setItem(key, value);
	} catch {
		// The choice then holds until the page is closed.
	}
}
