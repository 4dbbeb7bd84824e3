/** The words of whatever was thrown: workers send plain sentences for the user. */
export function errorText(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
