/** Keys for labels, in order: digits, then letters. None of them is a shortcut of the page. */
const KEYS = '1234567890qwertyuiopasdfghjklzxcvbnm';

/** One key for each label, as far as there are keys. */
export function labelKeys(labels: readonly string[]): Map<string, string> {
	return new Map(labels.slice(0, KEYS.length).map((label, at) => [label, KEYS[at] as string]));
}
