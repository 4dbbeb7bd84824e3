/** The words of whatever was thrown: workers send plain sentences for the user, the browser's own errors may have none. */
export function errorText(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	return error.message || `The browser gave no reason (${error.name}).`;
}
