/** Random enough for one browser's runs, and works where `crypto.randomUUID` does not (plain http in a local network). */
export function newRunId(): string {
	const random = crypto.getRandomValues(new Uint32Array(2));
	return `${Date.now().toString(36)}-${Array.from(random, (part) => part.toString(36)).join('')}`;
}
