/** The words of whatever was thrown. Store, workers and page throw sentences for the user; only they know what an error means. */
export function errorText(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	return error.message || `The browser gave no reason (${error.name}).`;
}
