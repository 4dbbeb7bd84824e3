/** What is wrong with a pattern that could not be used, as the end of a sentence: without the pattern itself. */
export function patternFault(error: unknown): string {
	const { name, message } = error as Error;
	if (name !== 'SyntaxError') return message.replace(/\.$/, '');
	// Each browser has other words; some repeat the pattern, with what was put around it.
	const said = message.replace(/^Invalid regular expression: (?:\/.*\/[a-z]*: )?/s, '');
	return `it is not a regular expression (${said.replace(/\.$/, '')})`;
}
