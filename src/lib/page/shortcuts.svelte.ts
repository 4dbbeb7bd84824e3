import { readPreference, writePreference } from './preferences';

const STORAGE_KEY = 'winnow-shortcuts';

/** Single-key shortcuts. They can be turned off, since they get in the way of speech input. */
export class Shortcuts {
	enabled = $state(true);
	sheetOpen = $state(false);

	/** Takes up what was remembered. Call once in the browser. */
	restore(): void {
		this.enabled = readPreference(STORAGE_KEY) !== 'off';
	}

	setEnabled(enabled: boolean): void {
		this.enabled = enabled;
		writePreference(STORAGE_KEY, enabled ? undefined : 'off');
	}

	/** Whether a key press is meant as this shortcut: not while typing, and not together with other keys. */
	matches(event: KeyboardEvent, key: string): boolean {
		const modified = event.ctrlKey || event.metaKey || event.altKey;
		return this.enabled && !modified && event.key === key && !isTyping(event.target);
	}
}

/** Whether keys pressed in an element are text that is being written. */
export function isTyping(target: EventTarget | null): boolean {
	if (!(target instanceof HTMLElement)) return false;
	return target.isContentEditable || target.matches('input, textarea, select');
}
