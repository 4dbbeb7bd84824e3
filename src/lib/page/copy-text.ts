import { toasts } from './toasts.svelte';

/** Copies a text to the clipboard and says so. */
export async function copyText(text: string, what: string): Promise<void> {
	try {
		await navigator.clipboard.writeText(text);
		toasts.show(`Copied ${what}.`);
	} catch {
		toasts.show('The browser does not let the page write to the clipboard. Mark the text instead.');
	}
}
